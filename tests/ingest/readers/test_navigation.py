"""Lines by which a web site leads elsewhere, in whatever format they were copied into."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document, Line
from ingest.readers import read_document
from ingest.readers.navigation import is_navigation, leave_out_navigation


@pytest.mark.parametrize(
    "text",
    ["前のページへ", "目次へ戻る", "▲目次に戻る", "条例の一覧に戻る",
     "[前のページへ] [次のページへ]", "« 前の章　｜　次の章へ »",
     "例規集トップへ戻る　｜　検索結果一覧", "このページの先頭へ", "Back to top", "ホーム > 計画 > 協働",
     "前のページへ | サイトマップ",
     "現在位置：トップページ ＞ くらし ＞ 協働", "PDFファイルをご覧いただくには、Adobe Readerが必要です。",
     "このページを印刷する"],
)  # fmt: skip
def test_lines_that_lead_elsewhere_are_seen(text: str) -> None:
    assert is_navigation(text)


@pytest.mark.parametrize(
    "text",
    ["", "目次", "目次に戻って確かめます。", "元の状態に戻る", "次のページの図を見てください", "現在の位置を確かめる",
     "ホーム",
     "資料を閲覧できるようにし、リーダーがまとめます", "市民 > 団体 > 市", "前のページ\t3",
     "(c) 協定書", "戻る日を決める", "一覧",
     "相談の流れ | 受付から協定までの長い長い手続のあらましと様式 | 前のページへ"],
)  # fmt: skip
def test_lines_of_the_text_are_none(text: str) -> None:
    assert not is_navigation(text)


def test_they_become_furniture_and_leave_one_blank_line() -> None:
    lines = ("目次へ戻る", "", "1 目的", "", "ページの先頭へ", "", "", "2 形", "", "", "目次へ戻る")
    document = leave_out_navigation(Document(tuple(map(Line, lines)), furniture=("- 1 -",)))
    assert [line.text for line in document.lines] == ["1 目的", "", "2 形", "", ""]
    assert document.furniture == ("- 1 -", "目次へ戻る", "ページの先頭へ")


def test_a_heading_by_style_stays() -> None:
    document = Document((Line("前のページへ", level=2), Line("戻り方を説明します。")))
    assert leave_out_navigation(document) == document


@pytest.mark.parametrize(("ending", "mark"), [(".txt", ""), (".md", ""), (".html", "<p>")])
def test_every_format_is_read_without_them(tmp_path: Path, ending: str, mark: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(
        "\n\n".join(mark + text for text in ("前のページへ", "協働とは、ともに動くことです。", "目次へ戻る")), "utf-8"
    )
    document = read_document(path)
    assert [line.text for line in document.lines if line.text] == ["協働とは、ともに動くことです。"]
    assert set(document.furniture) == {"前のページへ", "目次へ戻る"}
