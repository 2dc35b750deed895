"""Heading marks: which lines are headings, of which family, with which number and title."""

from __future__ import annotations

import pytest

from ingest.headings import LONGEST_TITLE, clean_heading, fold_title, heading_families, read_mark, read_marks


@pytest.mark.parametrize(
    ("line", "family", "number", "value", "title"),
    [
        ("第1章 協働の理念", "chapter", "第1章", 1, "協働の理念"),
        ("第 6 章 計画の基本的な考え方", "chapter", "第6章", 6, "計画の基本的な考え方"),
        ("1章 なぜ、今、協働が必要か", "chapter", "1章", 1, "なぜ、今、協働が必要か"),
        ("第十二章　雑則", "chapter", "第十二章", 12, "雑則"),
        ("第２章　協働", "chapter", "第２章", 2, "協働"),
        ("第3節 形態", "division", "第3節", 3, "形態"),
        ("第2部 資料", "part", "第2部", 2, "資料"),
        ("1 計画策定の趣旨", "arabic", "1", 1, "計画策定の趣旨"),
        ("2. 協働の必要性", "arabic", "2.", 2, "協働の必要性"),
        ("３　まとめ", "arabic", "３", 3, "まとめ"),
        ("(1) 共催", "parenthesis", "(1)", 1, "共催"),
        ("（2）参加と協働の違いについて", "parenthesis", "（2）", 2, "参加と協働の違いについて"),
        ("(10) 企画・計画立案への参画", "parenthesis", "(10)", 10, "企画・計画立案への参画"),
        ("①市民人材登録制度", "circled", "①", 1, "市民人材登録制度"),
        ("⑥ 取手市", "circled", "⑥", 6, "取手市"),
        ("ア 概要", "kana", "ア", 1, "概要"),
        ("エ 市民公益活動団体", "kana", "エ", 4, "市民公益活動団体"),
        ("基本目標 2 参加・参画の仕組みづくり", "goal", "基本目標2", 2, "参加・参画の仕組みづくり"),
        ("参考資料 1 会議記録", "reference", "参考資料1", 1, "会議記録"),
        ("参考資料5", "reference", "参考資料5", 5, ""),
        ("はじめに", "preface", "", 0, "はじめに"),
        ("□ はじめに □", "preface", "", 0, "はじめに"),
        ("│コラム　朝市│", "plain column", "", 0, "コラム 朝市"),
        ("第１章はじめに", "chapter", "第１章", 1, "はじめに"),
        ("Part A. Start", "english chapter", "Part A.", 1, "Start"),
        ("Part Two: Money", "english chapter", "Part Two:", 2, "Money"),
        ("Article IV. Review", "english section", "Article IV.", 4, "Review"),
        ("参 考 資 料", "appendix", "", 0, "参考資料"),
        ("附 則", "supplement", "", 0, "附 則"),
        ("別表", "supplement", "", 0, "別表"),
        ("○参加", "circle", "", 0, "参加"),
        ("○ 一覧表", "circle", "", 0, "一覧表"),
        ("【定義】", "bracket", "", 0, "【定義】"),
        ("<現状と課題>", "bracket", "", 0, "<現状と課題>"),
        ("< 主な評価の視点 >", "bracket", "", 0, "< 主な評価の視点 >"),
        ("・ 公共サービス需要の拡大", "bullet", "", 0, "公共サービス需要の拡大"),
        ("市民の協働意識の醸成", "plain", "", 0, "市民の協働意識の醸成"),
        ("第２編　資料", "part", "第２編", 2, "資料"),
        ("第２　対象", "ordinal", "第２", 2, "対象"),
        ("第二条　用語は、次のとおりとする。", "article", "第二条", 2, "用語は、次のとおりとする。"),
        ("Ⅲ　評価", "roman", "Ⅲ", 3, "評価"),
        ("IV. 評価", "roman letters", "IV.", 4, "評価"),
        ("三　手続", "kanji", "三", 3, "手続"),
        ("（三）手続", "kanji in brackets", "（三）", 3, "手続"),
        ("㈢ 手続", "kanji in brackets", "㈢", 3, "手続"),
        ("［２］原則", "number in brackets", "［２］", 2, "原則"),
        ("第Ⅱ章　各論", "roman", "第Ⅱ章", 2, "各論"),
        ("終章　これから", "chapter without number", "", 0, "終章 これから"),
        ("《課題２》場所", "goal", "《課題２》", 2, "場所"),
        ("その２　課題を見つける", "goal", "その２", 2, "課題を見つける"),
        ("2: 決まり", "arabic", "2:", 2, "決まり"),
        ("B　支援", "letter with space", "B", 2, "支援"),
        ("1－2 期間", "compound", "1－2", 2, "期間"),
        ("1.2.3 費用", "compound", "1.2.3", 3, "費用"),
        ("⑵ 後援", "parenthesis", "⑵", 2, "後援"),
        ("2) 後援", "half parenthesis", "2)", 2, "後援"),
        ("❷ 後援", "filled circled", "❷", 2, "後援"),
        ("（イ）会議", "kana in brackets", "（イ）", 2, "会議"),
        ("ｲ 会議", "kana", "ｲ", 2, "会議"),
        ("b. 窓口", "small letter", "b.", 2, "窓口"),
        ("(b) 窓口", "small letter in brackets", "(b)", 2, "窓口"),
        ("B. 窓口", "letter", "B.", 2, "窓口"),
        ("〔Q2〕だれが対象ですか。", "question", "〔Q2〕", 2, "だれが対象ですか。"),
        ("問２　だれが対象ですか。", "question", "問２", 2, "だれが対象ですか。"),
        ("様式第2号（第5条関係）", "form", "様式第2号", 2, "（第5条関係）"),
        ("別表第2 費用", "annex table", "別表第2", 2, "費用"),
        ("資料2 名簿", "material", "資料2", 2, "名簿"),
        ("コラム 川の掃除", "plain column", "", 0, "コラム 川の掃除"),
        ("附則（令和4年条例第3号）", "supplement", "", 0, "附則（令和4年条例第3号）"),
        ("Chapter 2 Forms", "english chapter", "Chapter 2", 2, "Forms"),
        ("Appendix B Words", "english appendix", "Appendix B", 2, "Words"),
        ("■ 協働とは", "sign", "", 0, "協働とは"),
        ("１協働とは", "tight arabic", "１", 1, "協働とは"),
    ],
)
def test_a_heading_line_is_read(line: str, family: str, number: str, value: int, title: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert (mark.family.name, mark.number, mark.value, mark.title) == (family, number, value, title)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "　",
        "協働とは、共に働くことをいいます。",
        "(1) 次のとおりとします。",
        "1 市民は、",
        "1 2 3",
        "100.0",
        "■図1 イメージ",
        "【協働の概念図】",
        "※ 上記の事例",
        "資料：市民意識調査",
        "- 項目",
        "・項目",
        "〒190-0015 東京都立川市",
        "¹ NPO",
        "☆☆",
        "～～～",
        "第1章 " + "長" * (LONGEST_TITLE + 1),
        "第3章で述べた方法",
        "第5条の規定により定める額",
        "2 人以上の団体は、市に登録し",
        "10 月 1 日から受付を始めます。",
        "2 Submit the form by June.",
    ],
)
def test_other_lines_are_not_headings(line: str) -> None:
    assert read_mark(line) is None


def test_the_families_have_names_of_their_own() -> None:
    names = [family.name for family in heading_families()]
    assert len(names) == len(set(names))


def test_ranks_go_from_the_outside_in() -> None:
    rank = {family.name: family.rank for family in heading_families()}
    order = ["part", "chapter", "division", "arabic", "parenthesis", "circled", "kana", "plain"]
    assert [rank[name] for name in order] == sorted({rank[name] for name in order})


def test_a_branch_and_the_parts_of_a_number_are_read() -> None:
    article, compound = read_mark("第3条の2 特例"), read_mark("2-10 費用")
    assert article is not None and compound is not None
    assert (article.number, article.value, article.branch) == ("第3条の2", 3, 2)
    assert (compound.parts, compound.value) == ((2, 10), 10)


def test_a_line_may_bear_several_marks() -> None:
    assert [mark.family.name for mark in read_marks("I. 相談") if mark.value] == ["roman letters", "letter"]
    assert {mark.value for mark in read_marks("(i) 相談")} == {1, 9}


def test_a_sentence_is_told_from_a_title() -> None:
    assert [mark.is_sentence for mark in read_marks("(1) 相談します。")] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "→第2章 2 実施 を参照",
        "（問9を参照）",
        "【困ったとき】も見てください",
        "図１　流れ",
        "Table 2. Forms",
        "手引き　－ 8 －",
    ],
)
def test_no_mark_is_read_from_a_reference_a_caption_or_a_page_mark(line: str) -> None:
    assert not list(read_marks(line))


@pytest.mark.parametrize("line", ["第2条第2項 この法律において", "第1編第1章で述べた「対等」", "第3条の規定による要件"])
def test_a_citation_is_no_mark(line: str) -> None:
    assert not [mark for mark in read_marks(line) if mark.value]


def test_titles_are_compared_without_signs_and_brackets_around_them() -> None:
    assert fold_title("【は じ め に】") == fold_title("■ はじめに") == "はじめに"
    assert fold_title("いっしょにやる（共催）") == "いっしょにやる(共催)"


def test_letters_spaced_out_in_brackets_are_closed_up() -> None:
    assert clean_heading("【は じ め に】") == "【はじめに】"
