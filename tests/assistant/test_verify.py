"""The last gate: what its citations do not hold is dropped, and a false quotation withholds the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, Block, BlockKind, Item, Status, plain_text
from assistant.citing import make_citation
from assistant.verify import unsupported_figures, verify
from ingest.japanese import fold

if TYPE_CHECKING:
    from ingest.index import Index

SENTENCE = "市民公益活動団体と市等が共に主催者となって、講演会や講習会等の事業を行う形態をいいます。"
LEAD = Block(BlockKind.LEAD, text="北本市の「共催」に、次のように書かれています。")
PARAGRAPH = Block(BlockKind.PARAGRAPH, text=SENTENCE, citations=(1,), verbatim=True)


def answer_of(index: Index, *blocks: Block) -> Answer:
    """An answer that cites the sentence on co-hosting, with these blocks."""
    section = index.sections["kitamoto/5-1-1"]
    start = section.text.index(SENTENCE)
    citation = make_citation(index, section, (start, start + len(SENTENCE)), 1)
    return Answer(
        Status.ANSWERED,
        "ja",
        plain_text(blocks),
        blocks,
        (citation,),
        suggestions=("後援とは",),
        city="kitamoto",
    )


def assert_withheld(answer: Answer) -> None:
    """The answer says only that there is none."""
    assert answer.status is Status.NOT_STATED
    assert answer.citations == () and answer.suggestions == ()
    assert SENTENCE not in answer.text and answer.text
    assert plain_text(answer.blocks) == answer.text


def test_a_proved_answer_passes_unchanged(index: Index) -> None:
    answer = answer_of(index, LEAD, PARAGRAPH)
    assert verify(index, answer) == answer


@pytest.mark.parametrize("status", [Status.NOT_STATED, Status.OUT_OF_SCOPE])
def test_a_refusal_has_nothing_to_prove(index: Index, status: Status) -> None:
    answer = replace(answer_of(index, LEAD), status=status, citations=())
    assert verify(index, answer) is answer


def test_a_changed_quotation_is_withheld(index: Index) -> None:
    answer = answer_of(index, LEAD, PARAGRAPH)
    changed = replace(answer.citations[0], quote=SENTENCE.replace("行う", "行わない"))
    assert_withheld(verify(index, replace(answer, citations=(changed,))))


def test_a_quotation_from_a_wrong_place_is_withheld(index: Index) -> None:
    answer = answer_of(index, LEAD, PARAGRAPH)
    citation = answer.citations[0]
    for wrong in (
        replace(citation, start=citation.start + 1, end=citation.end + 1),
        replace(citation, end=citation.end + 1),
        replace(citation, section_id="kitamoto/5-1-2"),
        replace(citation, section_id="kitamoto/99"),
    ):
        assert_withheld(verify(index, replace(answer, citations=(wrong,))))


def test_one_false_citation_among_true_ones_withholds_the_answer(index: Index) -> None:
    answer = answer_of(index, LEAD, PARAGRAPH)
    false = replace(answer.citations[0], number=2, quote="市が費用を負担します。")
    assert_withheld(verify(index, replace(answer, citations=(*answer.citations, false))))


@pytest.mark.parametrize(
    "block",
    [
        Block(BlockKind.PARAGRAPH, text=SENTENCE.replace("共に", ""), citations=(1,), verbatim=True),
        Block(BlockKind.PARAGRAPH, text="市が費用を負担します。", citations=(1,), verbatim=True),
        Block(
            BlockKind.LIST,
            items=(Item(SENTENCE, (1,)), Item("市の負担", (1,))),
            citations=(1,),
            verbatim=True,
        ),
    ],
)
def test_words_shown_as_the_guidelines_that_are_not_quoted_withhold_the_answer(index: Index, block: Block) -> None:
    assert_withheld(verify(index, answer_of(index, LEAD, block)))


@pytest.mark.parametrize(
    "words",
    [
        "上限は50万円です。",
        "上限は５０万円です。",
        "担当は市民協働課です。",
        "電話は048-591-1111です。",
        "令和8年度に始まります。",
        "詳しくは相談センターへ。",
        "担当はまちづくり課です。",
        "令和7年度に始まります。",
    ],
)
def test_our_own_words_with_an_invented_figure_or_office_are_dropped(index: Index, words: str) -> None:
    invented = Block(BlockKind.NOTE, text=words)
    verified = verify(index, answer_of(index, LEAD, PARAGRAPH, invented))
    assert verified.status is Status.ANSWERED
    assert verified.blocks == (LEAD, PARAGRAPH)
    assert words not in verified.text and verified.text == plain_text(verified.blocks)


def test_an_invented_cell_of_a_table_is_dropped(index: Index) -> None:
    row = (Item("北本市"), Item("上限は50万円です。", (1,)))
    table = Block(BlockKind.TABLE, columns=("市", "内容"), rows=(row,), citations=(1,))
    assert verify(index, answer_of(index, LEAD, PARAGRAPH, table)).blocks == (LEAD, PARAGRAPH)


def test_an_answer_whose_cited_parts_all_fail_is_withheld(index: Index) -> None:
    invented = Block(BlockKind.LIST, items=(Item("上限は50万円です。", (1,)),), citations=(1,))
    assert_withheld(verify(index, answer_of(index, LEAD, invented)))


def test_an_answer_without_any_citation_is_withheld(index: Index) -> None:
    assert_withheld(verify(index, replace(answer_of(index, LEAD), citations=())))


def test_figures_of_the_address_are_proved_by_the_address(index: Index) -> None:
    note = Block(BlockKind.NOTE, text="第5章にあります。")
    assert note in verify(index, answer_of(index, LEAD, PARAGRAPH, note)).blocks


@pytest.mark.parametrize(
    ("words", "held", "unsupported"),
    [
        ("平成21年度", "平成 ２１ 年度", []),
        ("10,000円", "10,000 円", []),
        ("12件", "13件", ["12"]),
        ("担当は産業振興課", "地域づくり課 産業振興課", []),
        ("市民が行います", "", []),
    ],
)
def test_figures_are_compared_whatever_their_width_and_spacing(words: str, held: str, unsupported: list[str]) -> None:
    assert unsupported_figures(words, fold(held)) == unsupported


def test_a_city_and_an_office_in_two_cells_are_not_read_as_one_office() -> None:
    assert unsupported_figures("高岡市\nボランティアセンターも拠点です", "ボランティアセンターも拠点です 高岡市") == []
    assert unsupported_figures("高岡市ボランティアセンター", "ボランティアセンターも拠点です") != []
