"""A rewording is kept as far as the quotations that it names hold it, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Citation, Lang
from assistant.chain import answer_question
from assistant.rewording import MOST_CHARACTERS, Statement, keep_proved, read_statements

if TYPE_CHECKING:
    from assistant.chain import Assistant

COHOSTING = "共催は、市民公益活動団体と市が一緒に主催者となって講演会などの事業を行う形です。"
COHOSTING_EN = "In co-hosting a citizens' group and the city hold an event such as a lecture together."


@pytest.fixture(scope="module")
def cohosting(assistant: Assistant) -> tuple[Citation, ...]:
    """What 北本市 says of 共催: [1] is its definition, without a figure, an office or a price."""
    citations = answer_question(assistant, "共催とは何ですか", city="kitamoto", lang="ja").citations
    assert "共に主催者となって、講演会" in citations[0].quote
    return citations


@pytest.fixture(scope="module")
def subsidy(assistant: Assistant) -> tuple[Citation, ...]:
    """What 立川市 says of its subsidy: one of the quotations says 2分の1."""
    citations = answer_question(assistant, "補助金はいくらもらえますか", city="tachikawa", lang="ja").citations
    assert any("2分の1" in citation.quote for citation in citations)
    return citations


def kept(assistant: Assistant, reply: str, citations: tuple[Citation, ...], lang: Lang = "ja") -> list[str]:
    return [statement.text for statement in keep_proved(assistant.index, reply, citations, lang)]


@pytest.mark.parametrize(
    "reply",
    [
        COHOSTING + "[1]",
        COHOSTING + "［１］",
        COHOSTING + "\n[1]",
        "- " + COHOSTING.rstrip("。") + "[1]。",
        "<think>[1] 30日まで。</think>" + COHOSTING + "【1】",
    ],
)
def test_a_proved_sentence_is_kept_however_its_marker_is_set(
    assistant: Assistant, cohosting: tuple[Citation, ...], reply: str
) -> None:
    assert kept(assistant, reply, cohosting) == [COHOSTING]


def test_english_is_kept_as_far_as_the_reviewed_notes_know_its_words(
    assistant: Assistant, cohosting: tuple[Citation, ...]
) -> None:
    reply = COHOSTING_EN + " [1] Bananas grow on purple trees near volcanoes. [1]"
    assert kept(assistant, reply, cohosting, "en") == [COHOSTING_EN]


@pytest.mark.parametrize(
    "claim",
    [
        "30日前に",
        "三十日前に",
        "平成20年から",
        "月曜に",
        "千円で",
        "市民協働課と",
        "電話０１２３で",
        "無料で",
        "市民のみの",
        "必要な",
        "期限までに",
        "窓口で",
        "しないで",
        "必ず",
        "後援として",
        "北九州市で",
        "横浜市で",
    ],
)
def test_a_claim_that_the_quotation_does_not_make_drops_the_sentence_alone(
    assistant: Assistant, cohosting: tuple[Citation, ...], claim: str
) -> None:
    sentence = "市民公益活動団体と市等が共に主催者となって、{}講演会や講習会等の事業を行う形態です。"
    reply = f"{sentence.format(claim)}[1]{sentence.format('')}[1]"
    assert kept(assistant, reply, cohosting) == [sentence.format("")]


def test_a_sentence_far_from_the_wording_of_its_quotation_is_dropped(
    assistant: Assistant, cohosting: tuple[Citation, ...]
) -> None:
    reply = f"共催は宇宙人が月面で踊る儀式です。[1]{COHOSTING}[1]"
    assert kept(assistant, reply, cohosting) == [COHOSTING]


@pytest.mark.parametrize(
    "sentence",
    [
        "Co-hosting of an event such as a lecture starts in April. [1]",
        "Co-hosting is an event of two organizers and the city. [1]",
        "The city's Civic Division holds the lecture as a co-host. [1]",
        "The co-hosted event of the city is free. [1]",
        "共催は講演会の事業を行う形態です。[1]",
    ],
)
def test_an_english_claim_needs_its_japanese_form(
    assistant: Assistant, cohosting: tuple[Citation, ...], sentence: str
) -> None:
    assert kept(assistant, f"{sentence} {COHOSTING_EN} [1]", cohosting, "en") == [COHOSTING_EN]


@pytest.mark.parametrize(
    "sentence",
    ["共催は事業を行う形態です。", "共催は事業を行う形態です。[99]", "共催は事業を行う形態です。[1][99]"],
)
def test_a_sentence_without_a_marker_or_with_an_unknown_one_is_dropped(
    assistant: Assistant, cohosting: tuple[Citation, ...], sentence: str
) -> None:
    assert kept(assistant, f"{sentence}\n{COHOSTING}[1]", cohosting) == [COHOSTING]


@pytest.mark.parametrize(
    "extra",
    [
        "**共催**",
        "<b>共催</b>",
        "[共催](https://example.com/)",
        "`共催`",
        "https://example.com/",
        "a@example.jp",
    ],
)
def test_markup_links_and_addresses_are_dropped(
    assistant: Assistant, cohosting: tuple[Citation, ...], extra: str
) -> None:
    assert kept(assistant, f"{extra}は講演会の事業を行う形態です。[1]", cohosting) == []


def test_a_figure_holds_only_as_it_is_quoted_and_where_it_is_cited(
    assistant: Assistant, subsidy: tuple[Citation, ...]
) -> None:
    number = next(c.number for c in subsidy if "2分の1" in c.quote)
    other = next(c.number for c in subsidy if "2分の1" not in c.quote)
    assert kept(assistant, f"事業費の２分の１を助成します。[{number}]", subsidy)
    assert not kept(assistant, f"事業費の２分の１を助成します。[{other}]", subsidy)
    assert not kept(assistant, f"事業費の3分の1を助成します。[{number}]", subsidy)
    assert not kept(assistant, f"事業費を2万円まで助成します。[{number}]", subsidy)


def test_a_rewording_ends_where_it_gets_too_long(assistant: Assistant, cohosting: tuple[Citation, ...]) -> None:
    reply = "".join(f"{'また、' * count}{COHOSTING}[1]" for count in range(30))
    said = kept(assistant, reply, cohosting)
    assert said and len("".join(said)) <= MOST_CHARACTERS["ja"]


def test_the_same_sentence_is_said_once(assistant: Assistant, cohosting: tuple[Citation, ...]) -> None:
    assert kept(assistant, f"{COHOSTING}[1]" * 3, cohosting) == [COHOSTING]


def test_markers_belong_to_the_sentence_before_them() -> None:
    reply = "「甲は乙です。」と書かれています。[1] 丙です[2, 3]。\nIt costs 3.5 units. [4] No. 2 follows.[5]"
    assert list(read_statements(reply)) == [
        Statement("「甲は乙です。」と書かれています。", (1,)),
        Statement("丙です。", (2, 3)),
        Statement("It costs 3.5 units.", (4,)),
        Statement("No. 2 follows.", (5,)),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="共催は講演会。.[1]２〇一十百千万円年月 \n<>「」AaMay#-", max_size=80))
def test_no_reply_breaks_the_check_or_gets_a_marker_through(
    assistant: Assistant, cohosting: tuple[Citation, ...], reply: str
) -> None:
    for statement in keep_proved(assistant.index, reply, cohosting, "ja"):
        assert statement.numbers == (1,)
        assert not set("[]<>#") & set(statement.text)
