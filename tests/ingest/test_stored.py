"""The library file of an index: what is read back is what was written."""

from __future__ import annotations

from pathlib import Path

from ingest.library import Volume
from ingest.stored import Library, read_library_file, write_library_file
from ingest.units import build_units


def test_the_guidelines_their_notes_and_units_come_back_as_they_were(
    volumes: dict[str, Volume], tmp_path: Path
) -> None:
    notes = {section_id: note for volume in volumes.values() for section_id, note in volume.notes.items()}
    guidelines = {city: volume.guideline for city, volume in volumes.items()}
    units = tuple(unit for guideline in guidelines.values() for unit in build_units(guideline.sections, notes))
    sections = [section.id for guideline in guidelines.values() for section in guideline.sections]
    stated, known = ({section_id: words for section_id in sections} for words in (["共催"], ["共催", "主催"]))
    library = Library(guidelines, notes, units, stated, known, [["共催", "後援"] for _ in units])
    write_library_file(library, tmp_path / "library.json")
    assert read_library_file(tmp_path / "library.json") == library
