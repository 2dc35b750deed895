"""The content of a page: what the page asks and hands out about itself is none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.html import read_html

PROSE = "<p>協働とは、市民と市がともに考え、ともに動くことをいいます。この手引きは職員と市民のためのものです。</p>"


def texts(folder: Path, page: str) -> list[str]:
    """The lines of a page, blank ones left out."""
    path = folder / "a.html"
    path.write_text(page, "utf-8")
    return [line.text for line in read_html(path).lines if line.text]


@pytest.mark.parametrize(
    "part",
    [
        "<h2>このページに関するアンケート</h2><p>この情報は役に立ちましたか。</p><form>役に立った</form>",
        "<h2>よりよいページにするために</h2><p>ご意見をお聞かせください。</p>",
        "<p>このページの内容は分かりやすかったですか。</p><p>はい いいえ</p>",
        "<h2>添付ファイル</h2><ul><li><a href='a.pdf'>計画</a></li></ul><p>PDFの閲覧には閲覧ソフトが要ります。</p>",
    ],
)
def test_what_a_page_asks_and_hands_out_about_itself_is_left_out(tmp_path: Path, part: str) -> None:
    assert len(texts(tmp_path, f"<main><h1>協働</h1>{PROSE}<div>{part}</div></main>")) == 2
    kept = texts(tmp_path, f"<main><h1>協働</h1><h2>アンケートの取り方</h2>{PROSE}</main>")
    assert "アンケートの取り方" in kept
