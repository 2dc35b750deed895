from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Answer, Block, BlockKind, Citation, Item, Status
from eval.folding import Shelf
from eval.proof import check_verbatim, find_unsupported, find_wrong_city, verbatim_rate
from eval.question import Question

Cite = Callable[..., Citation]
Ask = Callable[..., Question]
Say = Callable[..., Answer]
KYOSAI, MIDORI = "市民と市が共に主催者となる形態です。", "団体と行政が一つの事業を行うものです。"


def test_a_quote_that_is_the_slice_of_its_section_is_verbatim(shelf: Shelf, answer: Say, cite: Cite) -> None:
    assert verbatim_rate(answer(citations=(cite("aoi/1-1", KYOSAI),)), shelf) == 1.0
    assert verbatim_rate(answer(), shelf) == 1.0


@pytest.mark.parametrize(
    "change", [{"start": 1}, {"quote": "市民と市とが共に"}, {"section_id": "aoi/9"}, {"city": "x"}]
)
def test_a_quote_that_is_not_the_slice_is_found(shelf: Shelf, answer: Say, cite: Cite, change: dict[str, Any]) -> None:
    cited = replace(cite("aoi/1-1", KYOSAI), **change)
    assert verbatim_rate(answer(citations=(cited,)), shelf) == 0.0
    assert verbatim_rate(answer(related=(replace(cited, number=None),)), shelf) == 0.0


def test_a_sentence_of_a_verbatim_block_has_to_stand_in_a_quote(shelf: Shelf, answer: Say, cite: Cite) -> None:
    items = (Item(KYOSAI, (1,)), Item("市が決めます。", (1,)))
    rows = ((Item("共に主催者", (1,)), Item("市長", (1,))),)
    blocks = (
        Block(BlockKind.LIST, items=items, verbatim=True),
        Block(BlockKind.TABLE, rows=rows, verbatim=True),
        Block(BlockKind.LEAD, text="私たちの言葉です。"),
    )
    pieces = check_verbatim(answer(blocks=blocks, citations=(cite("aoi/1-1", KYOSAI),)), shelf)
    assert [piece for piece, exact in pieces if not exact] == ["市が決めます。", "市長"]
    assert len(pieces) == 5


def test_a_citation_of_a_city_that_was_not_asked_is_found(shelf: Shelf, question: Ask, answer: Say, cite: Cite) -> None:
    said = answer(citations=(cite("aoi/1-1", KYOSAI, 1), cite("midori/1", MIDORI, 2)))
    assert find_wrong_city(question(), said, shelf) == ("[2] midori/1",)
    assert find_wrong_city(question(cities=("aoi", "midori")), said, shelf) == ()
    assert find_wrong_city(question(city=None), said, shelf) == ()
    assert find_wrong_city(question(city=None), replace(said, city="midori"), shelf) == ("[1] aoi/1-1",)


def test_a_quoted_sentence_of_a_city_that_was_not_asked_is_found(shelf: Shelf, question: Ask, answer: Say) -> None:
    assert find_wrong_city(question(), answer(f"{KYOSAI}{MIDORI}[1]"), shelf) == (MIDORI,)


def test_only_a_refusal_may_show_what_other_cities_say(shelf: Shelf, question: Ask, answer: Say, cite: Cite) -> None:
    offered = answer(f"緑市では:\n{MIDORI}", Status.NOT_STATED, related=(cite("midori/1", MIDORI, None),))
    assert find_wrong_city(question(), offered, shelf) == ()
    assert find_wrong_city(question(), replace(offered, status=Status.ANSWERED), shelf) == (MIDORI,)


@pytest.mark.parametrize(
    ("text", "unsupported"),
    [
        ("上限は２，０００円です。[1]", ()),
        ("上限は2円です。", ("2",)),
        ("上限は 3,000 円です。", ("3,000",)),
        ("担当は環境課、次に福祉政策室です。", ("環境課", "福祉政策室")),
        ("協働支援センターにあります。", ("協働支援センター",)),
        ("0123-45-6789 へ", ("0123-45-6789",)),
        ("平成21年4月1日から", ("平成21年4月1日",)),
        ("葵市協働指針（平成20年4月）の (2) 補助", ()),
        ("1. 目的\n2. 分担\n③ 期間", ()),
        ("課題は多い。担当課にお尋ねください。", ()),
    ],
)
def test_figures_dates_offices_and_telephones_need_proof(
    answer: Say, cite: Cite, text: str, unsupported: tuple[str, ...]
) -> None:
    said = answer(text, citations=(cite("aoi/1-2", "上限は2,000円です。"),))
    assert set(find_unsupported(said)) == set(unsupported)


@pytest.mark.parametrize("text", ["平成 19 年 3 月に", "地域づくり課が", "葵市地域づくり課が", "平成19年"])
def test_what_the_quote_holds_is_proven_whatever_its_width_and_spaces(answer: Say, cite: Cite, text: str) -> None:
    quote = "平成１９年３月に、地域づくり課が担当します。"
    assert find_unsupported(answer(text, citations=(cite("aoi/1-1", quote),))) == ()


def test_a_verbatim_sentence_may_open_with_the_heading_of_its_passage_and_no_other(
    shelf: Shelf, answer: Say, cite: Cite
) -> None:
    items = (Item(f"(1) 共催 {KYOSAI}", (1,)), Item(f"(2) 補助 {KYOSAI}", (1,)))
    block = Block(BlockKind.LIST, items=items, verbatim=True)
    pieces = check_verbatim(answer(blocks=(block,), citations=(cite("aoi/1-1", KYOSAI),)), shelf)
    assert [piece for piece, exact in pieces if not exact] == [f"(2) 補助 {KYOSAI}"]


def test_the_mark_up_of_the_source_need_not_be_shown(shelf: Shelf, answer: Say, cite: Cite) -> None:
    cited = (replace(cite("aoi/1-1", KYOSAI), quote="**市民^{※1}と市が**共に"),)
    block = Block(BlockKind.PARAGRAPH, text="市民と市が共に", verbatim=True)
    pieces = check_verbatim(answer(blocks=(block,), citations=cited), shelf)
    assert pieces[-1] == ("市民と市が共に", True)


def test_a_year_is_proven_by_a_table_cell_and_another_year_is_not(answer: Say, cite: Cite) -> None:
    cited = (replace(cite("aoi/1", "協働"), quote="No\t実施目標年度\n\t19\t20\t21"),)
    assert find_unsupported(answer("平成20年度に行います。", citations=cited)) == ()
    assert find_unsupported(answer("平成22年度に行います。", citations=cited)) == ("平成22年度",)


def test_the_mark_of_a_heading_may_stand_before_its_translation(answer: Say, cite: Cite) -> None:
    cited = (cite("aoi/1-1", KYOSAI),)
    assert find_unsupported(answer("See “(1) Co-hosting (共催)”.", citations=cited)) == ()
    assert find_unsupported(answer("See “(2) Co-hosting (共催)”.", citations=cited)) == ("2",)
    assert find_unsupported(answer("There is (1) way.", citations=cited)) == ("1",)


def test_a_figure_of_the_section_outside_the_quote_is_not_proven(answer: Say, cite: Cite) -> None:
    cited = (cite("aoi/1-2", "市が費用の一部を出す形態です。"),)
    assert find_unsupported(answer("2,000円です。", citations=cited)) == ("2,000",)
