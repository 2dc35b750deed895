"""Web pages: the content as a browser prints it, without the site around it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import GuidelineError
from ingest.document import Document
from ingest.readers.html import read_html
from ingest.readers.html_lists import print_number


def read(folder: Path, page: str, codec: str = "utf-8") -> Document:
    path = folder / "a.html"
    path.write_bytes(page.encode(codec))
    return read_html(path)


def texts(document: Document) -> list[str]:
    """The lines, blank ones left out."""
    return [line.text for line in document.lines if line.text]


PROSE = "<p>協働とは、市民と市がともに考え、ともに動くことをいいます。この手引きは職員と市民のためのものです。</p>"
SITE = """<html><head><title>協働の手引き | 南山市</title><style>p{}</style></head><body>
<a class="skip" href="#m">本文へ移動</a><header><h1>南山市公式</h1></header>
<nav><ul><li><a href="/a">くらし</a></li></ul></nav><div class="breadcrumbs"><a href="/">トップ</a> &gt; 手引き</div>
%s<div id="sideMenu"><ul><li><a href="/b">子育て</a></li></ul></div>
<div class="sns-share">シェアする</div><p><a href="#top">▲ このページの先頭へ</a></p>
<div class="cookie-consent">クッキーを使います</div>
<footer>南山市役所</footer><script>var 見えない;</script></body></html>"""
AROUND = ("本文へ移動", "公式", "くらし", "トップ", "子育て", "シェア", "先頭へ", "クッキー", "市役所", "見えない")


@pytest.mark.parametrize(
    "content",
    [
        f"<main><h2>第1章</h2>{PROSE}</main>",
        f"<div role='main'><h2>第1章</h2>{PROSE}</div>",
        f"<article><h2>第1章</h2>{PROSE}</article>",
        f"<div id='tmp_contents'><h2>第1章</h2>{PROSE}</div>",
        f"<div><h2>第1章</h2>{PROSE}</div>",
    ],
)
def test_only_the_content_of_a_page_is_read(tmp_path: Path, content: str) -> None:
    document = read(tmp_path, SITE % content)
    assert texts(document)[0] == "第1章"
    assert len(texts(document)) == 2
    assert document.title == "協働の手引き"
    for word in AROUND:
        assert word not in document.text
    assert "くらし" in "".join(document.furniture)
    assert "見えない" not in "".join(document.furniture)


def test_a_list_of_related_links_is_left_out_and_a_list_in_the_text_stays(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<main>{PROSE}<ul><li><a href='a'>条例</a></li><li><a href='b'>規則</a></li><li><a href='c'>要綱</a></li></ul>"
        "<h2>関連リンク</h2><ul><li><a href='d'>別の町</a></li></ul></main>",
    )
    assert texts(document)[1:] == ["・条例", "・規則", "・要綱"]


def test_a_name_of_the_site_takes_no_chapter_out(tmp_path: Path) -> None:
    document = read(tmp_path, f"<body><div class='page-with-sidebar print'><h1>指針</h1>{PROSE}</div></body>")
    assert texts(document)[0] == "指針"
    assert "協働とは" in document.text


def test_a_bold_paragraph_is_no_part_of_the_site_by_a_class_that_columns_have_too(tmp_path: Path) -> None:
    part = "<p class='sub'><b>a. When</b></p><div class='sub'><p>市と団体で決めます。</p></div>"
    column = "<div class='sub'><ul><li><a href='a'>子育て</a></li></ul></div>"
    document = read(tmp_path, f"<main>{PROSE}{part}</main>{column}<body>{column}</body>")
    assert texts(document)[1:] == ["a. When", "市と団体で決めます。"]


def test_the_contact_and_the_dates_of_the_page_are_left_out(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<div id='contents'><h1>協働</h1><p>更新日：令和7年6月20日　ページ番号：1004218</p>"
        f"<p>ツイート シェア</p>{PROSE}"
        "<p>PDFファイルをご覧いただくには、Adobe Readerが必要です。</p><h2>このページに関するお問い合わせ</h2>"
        "<p>協働課<br>電話：00-0000</p><h2>お問い合わせ先</h2><p>市民センターです。</p></div>",
    )
    kept = texts(document)
    assert (kept[0], kept[2:]) == ("協働", ["お問い合わせ先", "市民センターです。"])
    assert {"協働課", "電話：00-0000", "ツイート シェア"} <= set(document.furniture)


def test_the_column_of_links_of_a_page_laid_out_by_a_table_is_left_out(tmp_path: Path) -> None:
    links = "".join(f"<p><a href='{n}'>町の{n}</a></p>" for n in ("概要", "予算", "議会"))
    document = read(tmp_path, f"<table><tr><td>メニュー{links}</td><td>{PROSE}</td></tr></table>")
    assert len(texts(document)) == 1
    data = "<tr><td><a href='a'>条例</a> <a href='b'>規則</a> <a href='c'>要綱</a></td><td>5件</td></tr>"
    assert "条例" in read(tmp_path, f"{PROSE}<table><tr><th>名</th><th>数</th></tr>{data}</table>").text


def test_bold_lines_and_questions_with_answers_in_blocks_are_headings(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<h2>第1章</h2><p><strong>1 目的</strong><br>まちのためです。</p>{PROSE}"
        f"<p><span style='font-weight: bold'>2 形</span></p>{PROSE}<p><b>必ず</b>守ります。</p>"
        f"<dl><dt>Q1 だれですか。</dt><dd>{PROSE}</dd></dl><dl><dt>委託</dt><dd>契約</dd></dl>"
        f"<ul><li><b>太い項目</b></li></ul><table><tr><th>年</th><th>数</th></tr></table>{PROSE}",
    )
    levels = {line.text: line.level for line in document.lines if line.level}
    assert levels == {"第1章": 2, "1 目的": 3, "2 形": 3, "Q1 だれですか。": 3}


def test_headings_have_levels(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<h1>第1章<br>協働とは</h1><p>本文</p><h2>1 定義</h2><h3><span>(1)</span> 形</h3><h1>第2章</h1>"
    )
    assert {line.text: line.level for line in document.lines if line.level} == {
        "第1章 協働とは": 1, "1 定義": 2, "(1) 形": 3, "第2章": 1,
    }  # fmt: skip


def test_a_heading_over_the_whole_page_is_its_title(tmp_path: Path) -> None:
    document = read(tmp_path, "<title>南山市</title><h1>協働の指針</h1><h2>目的</h2><p>本文</p><h2>形</h2><p>本文</p>")
    assert document.title == "協働の指針"
    assert next((line.text, line.level) for line in document.lines if line.text) == ("協働の指針", None)


def test_tables_keep_their_columns_where_cells_span(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<p>前</p><table><caption>形の比較</caption><tr><th>形</th><th colspan=2>責任</th></tr>"
        "<tr><td rowspan=2>共催</td><td>市</td><td>団体<br>役員</td></tr><tr><td><p>半分</p></td><td>半分</td></tr>"
        "<tr><td> </td><td></td><td>\n</td></tr></table><p>後</p>",
    )
    assert [line.text for line in document.lines] == [
        "前", "", "形の比較", "形\t責任\t", "共催\t市\t団体 役員", "\t半分\t半分", "", "後",
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_lines(tmp_path: Path) -> None:
    page = "<table><tr><td><h2>見出し</h2><p>本文</p></td><td>横</td></tr></table>"
    page += "<table><tr><td>囲み<br>二行目</td></tr></table>"
    assert texts(read(tmp_path, page)) == ["見出し", "本文", "横", "囲み", "二行目"]


def test_lists_have_the_marks_that_a_browser_shows(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<ol start=3><li>三<li value=7>七<ul><li>点</ul><li>八</ol><ol type=a><li>甲<li>乙</ol>"
        "<ol type=I reversed><li>上<li>下</ol><ol><li>(1) 自分の番号</ol><ul style='list-style:none'><li>印なし</ul>",
    )
    assert texts(document) == [
        "3. 三", "7. 七", "・点", "8. 八", "a. 甲", "b. 乙", "II. 上", "I. 下", "(1) 自分の番号", "印なし",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (1, "a", "a"),
        (26, "a", "z"),
        (27, "A", "AA"),
        (4, "i", "iv"),
        (1999, "I", "MCMXCIX"),
        (0, "a", "0"),
        (9, "1", "9"),
    ],
)
def test_a_list_counts_in_letters_and_roman_numbers(value: int, kind: str, printed: str) -> None:
    assert print_number(value, kind) == printed


def test_lines_break_where_the_page_breaks_them(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<p>協働の\n  指針と English\n text<br>二行目</p><div>三</div><dl><dt>語</dt><dd>意味</dd></dl>"
        "<details><summary>要点</summary>中身</details><figure><figcaption>図1 流れ</figcaption></figure>"
        "<pre>a  b\nc</pre>",
    )
    assert texts(document) == [
        "協働の指針と English text", "二行目", "三", "語", "意味", "要点", "中身", "図1 流れ", "a  b", "c",
    ]  # fmt: skip


def test_ruby_controls_and_what_is_hidden_are_left_out(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<p><ruby>杣人<rp>(</rp><rt>そまびと</rt><rp>)</rp></ruby>の注<sup>2</sup><sup>※</sup></p><p hidden>隠</p>"
        "<p style='display: none'>隠</p><p aria-hidden='true'>隠</p><span class='sr-only'>隠</span><!-- 隠 -->"
        "<select><option>隠</option></select><button>隠</button><noscript>隠</noscript>"
        "<label><input type=checkbox>確かめた</label>",
    )
    assert texts(document) == ["杣人の注²※", "確かめた"]


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
@pytest.mark.parametrize("declared", ["Shift_JIS", "utf-8", "x-euc-jp"])
def test_a_page_is_decoded_whatever_it_declares(tmp_path: Path, codec: str, declared: str) -> None:
    page = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>{PROSE}"
    assert texts(read(tmp_path, page, codec))[0].startswith("協働とは、市民と市が")


def test_a_page_without_visible_text_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path, "<html><head><title>題</title></head><body><script>x</script></body></html>").lines == ()


@pytest.mark.parametrize(
    ("tag", "depth"),
    [("div", 10_000), ("ul><li", 2000), ("table><tr><td", 2000), ("table><tr><th>a<td", 2000), ("aside", 2000)],
)
def test_a_page_may_be_nested_deeply(tmp_path: Path, tag: str, depth: int) -> None:
    assert "協働" in read(tmp_path, f"<{tag}>" * depth + "協働").text


word = st.text("協働指針市民ともに動くabcXYZ<&", min_size=1, max_size=8).map(escape)
block = st.one_of(
    st.builds("<h2>{}</h2>".format, word),
    st.builds("<p>{}<br>{}</p>".format, word, word),
    st.builds("<ul><li>{}<li><b>{}</b></ul>".format, word, word),
    st.builds("<table><tr><th>{}<td>{}<tr><td>甲<td>乙</table>".format, word, word),
    st.builds("<div><div>{}</div>{}</div>".format, word, word),
    st.builds("<dl><dt>{}<dd>{}</dl>".format, word, word),
    st.builds("<p><a href='x.html'>{}</a>です。</p>".format, word),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(block, max_size=8))
def test_no_word_of_a_simple_page_is_lost(tmp_path: Path, blocks: list[str]) -> None:
    page = f"<html><body><main>{''.join(blocks)}</main></body></html>"
    wanted = "".join(BeautifulSoup(page, "lxml").get_text().split())
    assert "".join(read(tmp_path, page).text.replace("・", "").split()) == wanted


markup = st.lists(
    st.sampled_from(
        [
            "<p",
            "<div>",
            "</div>",
            "<table>",
            "<tr>",
            "<td>",
            "<li>",
            "<ol>",
            "</ol>",
            "<h1>",
            "</h1>",
            "<br>",
            "<!--",
            "-->",
            "<ruby>",
            "<rt>",
            "<pre>",
            "&",
            "協働",
            "=",
            "'",
            '"',
            "/",
            ">",
            "<main>",
            "<sup>",
            "1",
            "</sup>",
        ]
    )
    | st.text(max_size=5),
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(markup.map("".join))
def test_any_text_is_a_page_or_refused(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_bytes(page.encode("utf-8", "replace"))
    try:
        document = read_html(tmp_path / "a.html")
    except GuidelineError:
        return
    assert all("\n" not in line.text for line in document.lines)


def test_the_foot_of_a_page_is_left_out_unless_sentences_end_in_it(tmp_path: Path) -> None:
    foot = "<div id='foot'>南山市総務課 電話 0000-00-0000<br>Minamiyama Rules System</div>"
    assert len(texts(read(tmp_path, f"<body><h2>第1章</h2>{PROSE}{foot}</body>"))) == 2
    assert len(texts(read(tmp_path, f"<body><h2>第1章</h2>{PROSE}<div id='foot'>{PROSE}</div></body>"))) == 3
