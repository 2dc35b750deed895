"""What holds for every answer, whatever is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.answer import Answer, BlockKind, Status, Turn, plain_text

if TYPE_CHECKING:
    from ingest.index import Index
    from tests.assistant.conftest import Ask

LONGEST_ANSWER = 900
CITIES = ("kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride")
WORDS = (
    "共催",
    "後援",
    "委託",
    "補助・助成",
    "協働",
    "原則",
    "協定書",
    "市民公益活動",
    "人材バンク",
    "委員会",
    "名簿",
    "会議",
    "計画の期間",
    "行政",
    "企業",
    "NPO法人",
    "自治会",
    "支援センター",
    "評価",
    "高齢化率",
    "アンケート",
    "施策の一覧",
    "提案制度",
    "職員研修",
    "領域",
    "視察",
    "条例",
    "電話番号",
    "住所",
    "課題",
)
FRAMES = (
    "{}とは",
    "{}はいつ？",
    "{}を全部教えて",
    "{}と{}の違い",
    "{}の担当課は？",
    "{}はいくら",
    "{}したいんだけど、どの形態？",
    "{}には{}が必要ですか",
    "what is {}?",
    "how many {} and {}",
    "{}を市ごとに比べて",
    "やさしく{}",
    "{}じゃない{}",
)
CORPUS_QUESTIONS = st.builds(
    lambda frame, one, two: frame.format(one, two),
    st.sampled_from(FRAMES),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
)
ENGLISH = st.lists(
    st.sampled_from(
        [
            "co-hosting",
            "what",
            "who",
            "principles",
            "grants",
            "the",
            "of",
            "does",
            "office",
            "city",
            "NPO",
            "evaluation",
            "2007",
        ]
    ),
    max_size=7,
).map(" ".join)
NOISE = st.text(max_size=40)
QUESTIONS = CORPUS_QUESTIONS | ENGLISH | NOISE | st.builds("{}{}".format, CORPUS_QUESTIONS, NOISE)
HISTORIES = st.lists(
    st.sampled_from(
        [
            Turn("共催とは", "共催とは", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1",)),
            Turn("補助金の上限は？", "補助金の上限は？", "toride", Status.NOT_STATED),
            Turn("ありがとう", "ありがとう", None, Status.OUT_OF_SCOPE),
        ]
    ),
    max_size=2,
)


def assert_sound(index: Index, answer: Answer) -> None:
    """What no answer may break."""
    for citation in (*answer.citations, *answer.related):
        section = index.sections[citation.section_id]
        assert section.text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip() and citation.path == section.path
        assert citation.section_id.partition("/")[0] == citation.city
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(citation.number is None for citation in answer.related)
    assert (answer.status is Status.ANSWERED) is bool(answer.citations)
    assert answer.text.strip() and answer.text == plain_text(answer.blocks)
    own = {citation.number for citation in answer.citations}
    markers = {number for block in answer.blocks for number in block.citations}
    assert markers == own, "every citation is used, and every marker has its citation"
    assert {int(marker) for marker in re.findall(r"\[([0-9]+)\]", answer.text)} <= own | _printed(answer)
    assert not {citation.section_id for citation in answer.related} & {c.section_id for c in answer.citations}


def _printed(answer: Answer) -> set[int]:
    """Numbers in brackets that the guidelines print themselves."""
    return {int(n) for citation in answer.citations for n in re.findall(r"\[([0-9]+)\]", citation.quote)}


@run(deadline=None, derandomize=True, max_examples=60)
@given(question=QUESTIONS, city=st.sampled_from((None, *CITIES)), history=HISTORIES)
def test_every_answer_is_sound(ask: Ask, index: Index, question: str, city: str | None, history: list[Turn]) -> None:
    assert_sound(index, ask(question, city, history=history))


@run(deadline=None, derandomize=True, max_examples=60)
@given(question=CORPUS_QUESTIONS.filter(lambda text: "市ごと" not in text), city=st.sampled_from(CITIES))
def test_a_chosen_city_is_the_only_one_cited(ask: Ask, question: str, city: str) -> None:
    answer = ask(question, city)
    assert {citation.city for citation in (*answer.citations, *answer.related)} <= {city}
    assert answer.city in (city, None)


@run(deadline=None, derandomize=True, max_examples=60)
@given(question=CORPUS_QUESTIONS, city=st.sampled_from((None, *CITIES)))
def test_an_answer_is_short_enough_to_read(ask: Ask, question: str, city: str | None) -> None:
    assert len(ask(question, city).text) <= LONGEST_ANSWER


@run(deadline=None, derandomize=True, max_examples=50)
@given(question=CORPUS_QUESTIONS, city=st.sampled_from((None, *CITIES)))
def test_figures_of_an_answer_stand_in_what_it_cites(ask: Ask, question: str, city: str | None) -> None:
    answer = ask(question, city)
    if answer.status is not Status.ANSWERED:
        return
    cited = "".join(c.quote + "".join(c.path) + c.document + c.issued for c in answer.citations)
    held = re.sub(r"\s", "", cited).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    said = re.sub(r"\[[0-9]+\]|\s", "", answer.text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    assert [figure for figure in re.findall(r"[0-9]+", said) if figure not in held] == []


@run(deadline=None, derandomize=True, max_examples=20)
@given(question=CORPUS_QUESTIONS, city=st.sampled_from(CITIES))
def test_asking_twice_gives_the_same_answer(ask: Ask, question: str, city: str) -> None:
    assert ask(question, city) == ask(question, city)


@run(deadline=None, derandomize=True, max_examples=20)
@given(question=CORPUS_QUESTIONS)
def test_only_the_guidelines_words_are_marked_verbatim(ask: Ask, question: str) -> None:
    answer = ask(question)
    for block in answer.blocks:
        if block.verbatim:
            assert block.citations and block.kind not in (BlockKind.LEAD, BlockKind.NOTE)
