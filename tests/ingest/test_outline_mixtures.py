"""Mixtures of numberings: whole small documents of many prints, against the outline a careful reader names."""

from __future__ import annotations

import pytest

from ingest.document import Line, text_lines
from ingest.outline import Outline, read_outline

PROSE = "市と団体は、互いの立場を尊重しながら取り組みます。"


def read(text: str, title: str = "") -> Outline:
    """The outline of a document whose lines are ``text``; ``~`` stands for a line of prose."""
    return read_outline(text_lines(text.replace("~", PROSE)), "aoba", title)


def tree(outline: Outline) -> list[str]:
    """The last part of each path, indented by ``-``; the title page left out."""
    return ["-" * (s.level - 1) + s.path[-1] for s in outline.sections if s.anchor != "title" and outline.has_headings]


MIXTURES = {
    "kanji in brackets": (
        "一、考え方\n~\n１　約束\n(一) 敬う\n~\n(二) 隠さない\n~\n２　禁止\n~\n二、手順\n１　話し合い\n~",
        ["一、 考え方", "-１ 約束", "--(一) 敬う", "--(二) 隠さない", "-２ 禁止", "二、 手順", "-１ 話し合い"],
    ),
    "numbers in brackets": (
        "手引き\n\n【１】基本\n~\n\n［１］定義\n~\n\n［２］原則\n~\n\n【２】進め方\n~\n\n［１］準備\n~",
        ["【１】 基本", "-［１］ 定義", "-［２］ 原則", "【２】 進め方", "-［１］ 準備"],
    ),
    "numbers with a colon": (
        "手引き\n\n1: 目的\n~\n\n2: 決まり\n2.1: 約束\n~\n2.2: お金\n~\n\n3: 連絡先\n市民課",
        ["1: 目的", "2: 決まり", "-2.1: 約束", "-2.2: お金", "3: 連絡先"],
    ),
    "a number alone above its title": (
        "第１章\nはじめに\n１－１\n背景\n　~\n１－２\n位置づけ\n　~\n第２章\n基本\n２－１\n原則\n　~",
        ["第１章 はじめに", "-１－１ 背景", "-１－２ 位置づけ", "第２章 基本", "-２－１ 原則"],
    ),
    "roman chapters": (
        "第Ⅰ章　総論\n第１　背景\n1　社会\n~\n2　行政\n~\n第Ⅱ章　各論\n第１　委託\n~",
        ["第Ⅰ章 総論", "-第１ 背景", "--1 社会", "--2 行政", "第Ⅱ章 各論", "-第１ 委託"],
    ),
    "chapters before the first and after the last": (
        "序章　計画\n１．背景\n~\n２．位置\n~\n第１章　現状\n１．活動\n~\n終章　これから\n~",
        ["序章 計画", "-１． 背景", "-２． 位置", "第１章 現状", "-１． 活動", "終章 これから"],
    ),
    "letters without a point": (
        "手引き\n\nA　考え方\nA-1　目的\n~\nA-2　原則\n~\nB　支援\nB-1　場所\n~\na) 会議室\n~\nb) 倉庫\n~\nC　手続\n~",
        ["A 考え方", "-A-1 目的", "-A-2 原則", "B 支援", "-B-1 場所", "--a) 会議室", "--b) 倉庫", "C 手続"],
    ),
    "goals with goals inside": (
        "第1章 施策\n基本目標1 入口\n~\n施策1-1 迎える\n取組① 体験\n~\n取組② 案内\n~\n施策1-2 組む\n取組① 放課後\n~",
        ["第1章 施策", "-基本目標1 入口", "--施策1-1 迎える", "---取組① 体験", "---取組② 案内", "--施策1-2 組む",
         "---取組① 放課後"],
    ),
    "labels in brackets": (
        "1 現状\n~\n　《課題１》担い手\n　~\n　《課題２》場所\n　~\n2 展開\n　【柱１】人\n　~\n　【柱２】場\n　~",
        ["1 現状", "-《課題１》 担い手", "-《課題２》 場所", "2 展開", "-【柱１】 人", "-【柱２】 場"],
    ),
    "signs inside brackets": (
        "手引き\n\n【かたち】\n~\n\n■ 共催\n~\n\n■ 補助\n~\n\n◆ 費用\n~\n\n【はじめかた】\n\n■ 相談\n~\n\n"
        "【困ったとき】\n\n■ 相談\n~",
        ["【かたち】", "-共催", "-補助", "--費用", "【はじめかた】", "-相談", "【困ったとき】", "-相談"],
    ),
    "questions under signs": (
        "手引き\n\n■ はじめに聞くこと\n\nＱ１　協働とは何ですか？\nＡ１　~\n\n■ お金のこと\n\n"
        "Ｑ２　補助はありますか？\nＡ２　~\n\n"
        "◆コラム◆　朝市\n\n~\n\n■ 終わったあと\n\nＱ３　報告は必要ですか？\nＡ３　~",
        ["はじめに聞くこと", "-Ｑ１ 協働とは何ですか？", "お金のこと", "-Ｑ２ 補助はありますか？", "-◆コラム◆ 朝市",
         "終わったあと", "-Ｑ３ 報告は必要ですか？"],
    ),
    "questions without numbers": (
        "I　基礎\n~\n\nII　質問\n\nQ. 相手はどう探しますか？\nA. 一覧を見ます。\n\nQ. 契約書は必要ですか？\n"
        "A. 必要です。",
        ["I 基礎", "II 質問", "-Q. 相手はどう探しますか？", "-Q. 契約書は必要ですか？"],
    ),
    "boxes and annexes at the end": (
        "第1編 考え方\n第1章 意味\n~\n＜参考＞ 委員の構成\n公募 10名\nおわりに\n~\n巻末資料\n資料1 用語\n~\n"
        "附録　法令\n~",
        ["第1編 考え方", "-第1章 意味", "--＜参考＞ 委員の構成", "おわりに", "巻末資料", "-資料1 用語", "附録 法令"],
    ),
    "groups of questions in brackets": (
        "一　はじめ\n~\n\n二　困ったとき\n\n（市民の方から）\n問1　だれですか\n答　~\n\n"
        "（職員から）\n問2　いつですか\n答　~",
        ["一 はじめ", "二 困ったとき", "-（市民の方から）", "--問1 だれですか", "-（職員から）", "--問2 いつですか"],
    ),
    "a lone label in brackets": ("1　形\n~\n\n（案）\n2　費用\n~", ["1 形", "2 費用"]),
    "annexes under their own word": (
        "第1章　形\n~\n別紙\n別紙1　相談票\n~\n別紙2　用語\n~\n",
        ["第1章 形", "別紙", "-別紙1 相談票", "-別紙2 用語"],
    ),
    "articles of a specimen": (
        "第1章　形\n~\n資料1　協定書のひな形\n~\n第1条（目的）~\n第2条（役割）~\n資料2　連絡先\n~",
        ["第1章 形", "資料1 協定書のひな形", "資料2 連絡先"],
    ),
    "a preamble with commentary": (
        "前文\n~\n【解説】\n~\n第1章　総則\n第1条（目的）\n~\n【解説】\n~\n第2条（定義）\n~\n【解説】\n~",
        ["前文", "-【解説】", "第1章 総則", "-第1条 （目的）", "--【解説】", "-第2条 （定義）", "--【解説】"],
    ),
    "a title in a drawn frame": (
        "1　形\n~\n┌──────┐\n│コラム　橋の花壇│\n└──────┘\n~\n2　費用\n│区分│額│\n~",
        ["1 形", "-コラム 橋の花壇", "2 費用"],
    ),
    "numbered words of any kind": (
        "序章　なぜか\n~\n戦略1　知る\n~\n戦略2　つなぐ\n~\n終章　これから\n~",
        ["序章 なぜか", "戦略1 知る", "戦略2 つなぐ", "終章 これから"],
    ),
    "words behind letters": (
        "第1部　分科会\nＡ分科会　防災\n~\nＢ分科会　子育て\n~\n第2部　全体会\n~",
        ["第1部 分科会", "-Ａ分科会 防災", "-Ｂ分科会 子育て", "第2部 全体会"],
    ),
    "plain titles around the numbers": (
        "手引き\n\nこの本の読み方\n~~\n\n事例1　菜園\n■経過\n~\n\n事例2　夜道\n■経過\n~\n\nこの本に寄せて\n~",
        ["この本の読み方", "事例1 菜園", "-経過", "事例2 夜道", "-経過", "この本に寄せて"],
    ),
    "a sign that stands once": (
        "手引き\n\n◎読み方\n~\n■準備\n●課題\n~\n●相手\n~\n■実行\n●役割\n~",
        ["読み方", "準備", "-課題", "-相手", "実行", "-役割"],
    ),
    "English articles and lettered parts": (
        "ARTICLE I. PURPOSE\n\nWe work, then rest.\n\nARTICLE II. WORDS\n\nA. Group\n\nFive people, or more.\n\n"
        "B. City\n\nThe city, and its offices.\n\nSCHEDULE 1. FEES\n\nNone, so far.",
        ["ARTICLE I. PURPOSE", "ARTICLE II. WORDS", "-A. Group", "-B. City", "SCHEDULE 1. FEES"],
    ),
    "underlined titles": (
        "Notes\n=====\n\nBackground\n----------\n\nThe ward began with three groups, and now works with forty.\n\n"
        "Partners\n--------\n\n1) Choice\n\nWe meet, then choose.\n\n2) Review\n\nWe ask, then answer.",
        ["Background", "Partners", "-1) Choice", "-2) Review"],
    ),
    "brackets inside compound numbers": (
        "【1】 話し合い\n（1）－1　集まる日\n~\n（1）－2　場所\n~\n【2】 お金\n~",
        ["【1】 話し合い", "-（1）－1 集まる日", "-（1）－2 場所", "【2】 お金"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MIXTURES.values(), ids=MIXTURES)
def test_each_mixture_is_read_as_it_nests(text: str, expected: list[str]) -> None:
    assert tree(read(text)) == expected


RULES = {
    "articles without captions": (
        "第1条　この要綱は、支援に必要な事項を定める。\n第2条　協働とは、力を合わせることをいう。\n"
        "２　次の活動は、含まない。\n(1) 営利の活動\n(2) 政治の活動\n第2条の2　町長は、公表する。\n　　附　則\n"
        "この要綱は、公布の日から施行する。",
        ["第1条", "第2条", "第2条の2", "附 則"],
    ),
    "ordinals as articles": (
        "○実施要領\n市長決裁\n（趣旨）\n第1　この要領は、必要な事項を定める。\n（対象）\n"
        "第2　対象は、次のとおりとする。\n"
        "(1) 事務所があること。\n2　前項のほか、市長が定める。\n附　則\nこの要領は、公布の日から施行する。",
        ["第1 （趣旨）", "第2 （対象）", "附 則"],
    ),
    "a contract to be filled in is no rule": (
        "1 協定\n~\n\n協定書の例\n第１条　甲と乙は、対等な立場で行う。\n第２条　甲は費用を負担する。\n"
        "第３条　定めのないことは、話し合う。\n2 報告\n~",
        ["1 協定", "-協定書の例", "2 報告"],
    ),
    "a citation at the start of a line": (
        "第1条（目的）\nこの条例は、目的を定める。\n第2条（用語）\n次のとおりとする。\n\n"
        "第2条第2項 この法律において法人とは、団体をいう。\n\n"
        "（様式は規則を参照）\n第3条（委任）\n市長が定める。",
        ["第1条 （目的）", "第2条 （用語）", "第3条 （委任）"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RULES.values(), ids=RULES)
def test_the_articles_of_a_rule_are_told_from_what_only_looks_so(text: str, expected: list[str]) -> None:
    assert tree(read(text)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "（2 手続を参照）",
        "→2 手続 を参照してください",
        "(See Section 2)",
        "図1　手続の流れ",
        "表 2　手続の一覧",
        "《庁内限り》　－ 2 －",
    ],
)
def test_references_captions_and_page_marks_are_no_headings(line: str) -> None:
    assert tree(read(f"1 対象\n\n~\n\n{line}\n\n~\n\n2 手続\n\n~")) == ["1 対象", "2 手続"]


def test_a_styled_caption_is_no_heading() -> None:
    lines = [("第1章 総則", 1), (PROSE, None), ("図1 全体の流れ", 2), (PROSE, None), ("第2章 形", 1), (PROSE, None)]
    assert tree(read_outline([Line(text, level=level) for text, level in lines], "aoba")) == ["第1章 総則", "第2章 形"]


def test_a_title_goes_on_over_a_line_that_stands_far_in() -> None:
    text = (
        "第1章 農村と市街地をつなぐ\n　　　　協働の進め方\n　~\n第2章 課題を持ち寄り、話し合い、\n"
        "　　　　形にするしくみ\n　~"
    )
    assert tree(read(text)) == [
        "第1章 農村と市街地をつなぐ協働の進め方",
        "第2章 課題を持ち寄り、話し合い、形にするしくみ",
    ]


def test_the_date_and_the_name_in_a_form_are_no_part_of_its_title() -> None:
    text = "第1章 手続\n~\n様式第1号 協働事業支援申請書\n　　　　　　　　令和○年○月○日\n申請者の氏名を書いてください。"
    assert tree(read(text)) == ["第1章 手続", "様式第1号 協働事業支援申請書"]


STYLED = {
    "numbers without style under styled headings": (
        [("第一章 手順", 1), ("第一節 提案まで", 2), ("一 提案", None), ("（一）市民から", None), (PROSE, None),
         ("（二）市から", None), (PROSE, None), ("二 審査", None), (PROSE, None), ("第二節 公表まで", 2),
         ("一 実施", None), (PROSE, None), ("二 ふりかえり", None), (PROSE, None)],
        ["第一章 手順", "-第一節 提案まで", "--一 提案", "---（一） 市民から", "---（二） 市から", "--二 審査",
         "-第二節 公表まで", "--一 実施", "--二 ふりかえり"],
    ),
    "questions and a styled column": (
        [("第1部 前", 1), ("考え方", 2), ("問1　何ですか。", None), ("答　~", None), ("問2　だれですか。", None),
         ("答　~", None), ("（問3を参照）", None), ("コラム　鍵", 3), (PROSE, None), ("第2部 後", 1), ("お金", 2),
         ("問3　いつですか。", None), ("答　~", None)],
        ["第1部 前", "-考え方", "--問1 何ですか。", "--問2 だれですか。", "--コラム 鍵", "第2部 後", "-お金",
         "--問3 いつですか。"],
    ),
    "one level for all": (
        [("はじめに", 1), (PROSE, None), ("1 心構え", 1), (PROSE, None), ("2 進め方", 1), (PROSE, None), ("計画", 1),
         (PROSE, None), ("見直し", 1), (PROSE, None), ("3 相談", 1), (PROSE, None), ("おわりに", 1), (PROSE, None)],
        ["はじめに", "1 心構え", "2 進め方", "-計画", "-見直し", "3 相談", "おわりに"],
    ),
    "groups of questions of one level": (
        [("更新 2024年", None), ("申請", 1), ("Q. だれですか。", 1), ("A. 市民です。", None), ("お金", 1),
         ("Q. いくらですか。", 1), ("A. 無料です。", None)],
        ["申請", "-Q. だれですか。", "お金", "-Q. いくらですか。"],
    ),
    "a box in a styled text": (
        [("第1部 前", 1), ("[1] 形", 2), (PROSE, None), ("[2] 表", 2), (PROSE, None), ("【コラム】市", None),
         (PROSE, None), ("第2部 後", 1), (PROSE, None)],
        ["第1部 前", "-[1] 形", "-[2] 表", "--【コラム】市", "第2部 後"],
    ),
    "a stray number without style": (
        [("1 目的", 2), (PROSE, None), ("2 決まり", 2), (PROSE, None), ("", None), ("2 人の声", None),
         (PROSE, None), ("3 まとめ", 2), (PROSE, None)],
        ["1 目的", "2 決まり", "3 まとめ"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), STYLED.values(), ids=STYLED)
def test_styled_and_unstyled_headings_stand_together(lines: list[tuple[str, int | None]], expected: list[str]) -> None:
    outline = read_outline([Line(text.replace("~", PROSE), level=level) for text, level in lines], "aoba")
    assert tree(outline) == expected


def test_a_contents_list_at_the_end_names_headings_before_it() -> None:
    text = (
        "手引き\n\n【は じ め に】\n~\n\n■ 相談\n~\n\n【おわりに】\n~\n\nも　く　じ\nはじめに・・・・・１\n"
        "　相談・・・・・２\nおわりに・・・・・３"
    )
    outline = read(text)
    assert tree(outline) == ["【はじめに】", "-相談", "【おわりに】"]
    assert outline.warnings == ()


def test_a_heading_that_only_the_list_names_first_is_put_first() -> None:
    text = "目次\n　前文\n　第一章　総則\n　第二章　雑則\n\n~\n\n第一章　総則\n~\n第二章　雑則\n~"
    assert tree(read(text)) == ["前文", "第一章 総則", "第二章 雑則"]
