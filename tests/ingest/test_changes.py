"""What changed between two readings: every section is accounted for once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.guideline import Section
from ingest.changes import Changes, compare_sections


def section(number: str, heading: str, text: str = "本文です。") -> Section:
    return Section(f"aoba/{number}", number, heading, 1, (f"{number} {heading}",), f"{heading}\n{text}")


SECTIONS = st.lists(
    st.builds(section, st.sampled_from("123456"), st.sampled_from(["共催", "後援", "委託"]), st.sampled_from("あいう")),
    unique_by=lambda made: made.id,
)


def test_the_same_sections_are_no_change() -> None:
    sections = (section("1", "共催"), section("2", "後援"))
    assert compare_sections(sections, sections) == Changes()
    assert not compare_sections(sections, sections)


def test_another_text_under_the_same_id_is_altered() -> None:
    before, after = section("1", "共催", "古い。"), section("1", "共催", "新しい。")
    assert compare_sections([before], [after]) == Changes(altered=((before, after),))


def test_another_heading_under_the_same_id_is_altered() -> None:
    before, after = section("1", "共催"), section("1", "共同主催")
    assert compare_sections([before], [after]).altered == ((before, after),)


def test_a_chapter_put_in_moves_the_later_ones_and_alters_none() -> None:
    before = [section("1", "共催"), section("2", "後援"), section("3", "委託")]
    after = [section("1", "共催"), section("2", "補助", "新しい章。"), section("3", "後援"), section("4", "委託")]
    changes = compare_sections(before, after)
    assert changes.added == (after[1],)
    assert changes.moved == ((before[1], after[2]), (before[2], after[3]))
    assert (changes.removed, changes.altered) == ((), ())


def test_a_chapter_taken_out_is_removed() -> None:
    before = [section("1", "共催"), section("2", "後援")]
    assert compare_sections(before, before[:1]) == Changes(removed=(before[1],))


@given(SECTIONS, SECTIONS)
def test_every_section_is_accounted_for_once(before: list[Section], after: list[Section]) -> None:
    changes = compare_sections(before, after)
    pairs = changes.altered + changes.moved
    gone = [old.id for old, _ in pairs] + [old.id for old in changes.removed]
    come = [new.id for _, new in pairs] + [new.id for new in changes.added]
    assert len(gone) == len(set(gone)) and len(come) == len(set(come))
    untouched = {old.id: old for old in before if old.id not in gone}
    assert untouched == {new.id: new for new in after if new.id not in come}
    assert all(old.id != new.id and old.text == new.text for old, new in changes.moved)
