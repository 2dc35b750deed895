"""Units: what notes point to, and every passage that no note covers."""

from __future__ import annotations

from corpus.guideline import PassageKind, Section
from corpus.notes import Note, Point
from ingest.library import Volume
from ingest.passages import split_passages
from ingest.units import Question, Unit, build_units

TEXT = "1 共催\n\n共に主催します。費用も分担します。\n\n- 講演会\n- 講習会"
SECTION = Section("aoba/1", "1", "共催", 1, ("1 共催",), TEXT)


def note(*points: Point) -> dict[str, Note]:
    return {"aoba/1": Note("aoba/1", "", "Co-hosting", "", "", points)}


def words(unit: Unit) -> list[str]:
    return [TEXT[start:end] for start, end in unit.spans]


def test_without_notes_every_passage_but_headings_is_a_unit() -> None:
    units = build_units([SECTION], {})
    assert [words(unit) for unit in units] == [
        ["共に主催します。"],
        ["費用も分担します。"],
        ["- 講演会"],
        ["- 講習会"],
    ]
    assert {(unit.section_id, unit.city, unit.questions) for unit in units} == {("aoba/1", "aoba", ())}


def test_a_section_of_only_a_heading_is_one_unit() -> None:
    section = Section("aoba/2", "第2章", "形態", 1, ("第2章 形態",), "第2章 形態")
    assert [unit.spans for unit in build_units([section], {})] == [((0, 6),)]


def test_a_point_is_a_unit_with_its_questions_in_order() -> None:
    point = Point(("- 講演会", "- 講習会"), ("例は？",), ("講演会もできる？",), ("祭りだけ？",))
    unit = build_units([SECTION], note(point))[0]
    assert words(unit) == ["- 講演会", "- 講習会"]
    assert unit.questions == (
        Question("例は？"),
        Question("講演会もできる？", "yes"),
        Question("祭りだけ？", "no"),
    )


def test_what_a_point_covers_is_not_a_unit_again() -> None:
    units = build_units([SECTION], note(Point(("費用も分担",), ("費用は？",))))
    assert [words(unit) for unit in units] == [
        ["費用も分担"],
        ["共に主催します。"],
        ["- 講演会"],
        ["- 講習会"],
    ]


def test_a_span_that_the_text_does_not_hold_is_left_out() -> None:
    assert words(build_units([SECTION], note(Point(("共に主催します。", "どこにもない。"), ("？",))))[0]) == [
        "共に主催します。"
    ]


def test_equal_spans_are_found_one_after_the_other() -> None:
    section = Section("aoba/3", "", "表", 1, ("表",), "表題です。\n\n市は行う。\n\n市は行う。")
    unit = build_units([section], {"aoba/3": Note("aoba/3", "", "", "", "", (Point(("市は行う。",) * 2, ("？",)),))})[0]
    assert len(set(unit.spans)) == 2


def test_the_parts_of_a_sentence_that_a_page_break_cut_are_one_span() -> None:
    text = "1 共催\n\n事前に相互の役割分担や費用分担等を取り決めておくことが大切で\n\nす。"
    section = Section("aoba/1", "1", "共催", 1, ("1 共催",), text)
    halves = ("事前に相互の役割分担や費用分担等を取り決めておくことが大切で", "す。")
    assert len(build_units([section], note(Point(halves, ("？",))))[0].spans) == 1


def test_a_point_for_the_sections_below_needs_no_span() -> None:
    unit = build_units([SECTION], note(Point((), ("種類は？",), children=True)))[0]
    assert (unit.children, unit.spans) == (True, ())


def test_the_units_of_the_guidelines_cover_every_passage_that_can_be_asked_for(
    volumes: dict[str, Volume],
) -> None:
    unasked = {PassageKind.HEADING, PassageKind.TABLE_HEAD, PassageKind.CAPTION}
    for volume in volumes.values():
        spans: dict[str, list[tuple[int, int]]] = {}
        for unit in build_units(volume.guideline.sections, volume.notes):
            spans.setdefault(unit.section_id, []).extend(unit.spans)
        for section in volume.guideline.sections:
            for passage in split_passages(section):
                covered = any(start < passage.end and passage.start < end for start, end in spans[section.id])
                assert covered or passage.kind in unasked, (section.id, passage.text)


def test_every_span_of_every_note_is_found_word_for_word(volumes: dict[str, Volume]) -> None:
    for volume in volumes.values():
        for section_id, held in volume.notes.items():
            text = volume.guideline.section(section_id).text
            assert [span for point in held.points for span in point.spans if span not in text] == []
