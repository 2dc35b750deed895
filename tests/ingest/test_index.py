"""The index, opened: what is missing or does not fit is said, and a reader keeps what it opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from corpus.errors import IndexMismatch, IndexMissing
from corpus.notes import section_hash
from ingest.encoder import packaged_model
from ingest.index import FEATURES, FORMAT, Index, Manifest, open_index
from ingest.library import read_volume

WriteCity = Callable[..., Path]
Build = Callable[[Path, Path], Manifest]

NOTES = """[[section]]
id = "aoba/1-1"
hash = "{hash}"
heading_en = "Co-hosting"
summary_en = "Both host."
plain = "いっしょに。"

[[section.point]]
spans = ["市民と市が共に主催者となって講演会を行う形態です。"]
questions = ["連名で催しを開きたい", "Can we host a lecture with the city?"]
"""


@pytest.fixture
def noted_cities(two_cities: Path, write_city: WriteCity) -> Path:
    section = read_volume(two_cities / "aoba").guideline.section("aoba/1-1")
    write_city(two_cities, "aoba", notes=NOTES.format(hash=section_hash(section)))
    return two_cities


@pytest.fixture
def index(noted_cities: Path, tmp_path: Path, build: Build) -> Iterator[Index]:
    build(noted_cities, tmp_path / "data")
    index = open_index(tmp_path / "data")
    yield index
    index.close()


def best(index: Index, question: str, cities: set[str] | None = None) -> str:
    return index.units[int(index.evidence(question, cities=cities)[0].sum(axis=1).argmax())].section_id


def test_a_missing_index_is_said_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=rf"{tmp_path}: no index here; build it with: kyodo ingest"):
        open_index(tmp_path)


def test_a_pointer_to_a_build_that_is_gone_is_a_missing_index(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("20200101T000000-gone", "utf-8")
    with pytest.raises(IndexMissing):
        open_index(tmp_path)


def test_another_encoder_is_refused_with_the_command_that_mends_it(index: Index, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "tokenizer.json").write_bytes((packaged_model() / "tokenizer.json").read_bytes())
    weights = load_file(packaged_model() / "model.safetensors")
    save_file({name: table[:, :64].copy() for name, table in weights.items()}, other / "model.safetensors")
    with pytest.raises(IndexMismatch, match="rebuild it with: kyodo ingest"):
        open_index(tmp_path / "data", str(other))


def test_an_index_of_another_version_is_refused_with_the_command_that_mends_it(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "data" / "index" / index.manifest.build / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 0'), "utf-8")
    with pytest.raises(IndexMismatch, match=r"another version.*rebuild it with: kyodo ingest"):
        open_index(tmp_path / "data")


def test_evidence_has_a_row_for_each_unit_and_a_column_for_each_feature(index: Index) -> None:
    columns, fits = index.evidence("共催とは何ですか")
    assert columns.shape == (index.manifest.units, len(FEATURES))
    assert fits.shape == (2,)
    assert columns.dtype == np.float32
    assert columns.min() >= 0
    assert columns.max() <= 1.001


@pytest.mark.parametrize(
    ("question", "section_id"),
    [
        ("講演会を共に主催する形態は？", "aoba/1-1"),
        ("連名で催しを開きたい", "aoba/1-1"),
        ("Could we host lectures with the city?", "aoba/1-1"),
        ("名義の使用を許可する形態は？", "aoba/1-2"),
        ("計画書は要りますか", "aoba/1-2"),
    ],
)
def test_a_question_finds_its_section(index: Index, question: str, section_id: str) -> None:
    assert best(index, question).partition("/")[2] == section_id.partition("/")[2]


def test_only_a_notes_own_city_gains_from_it(index: Index) -> None:
    columns, _ = index.evidence("Could we host lectures with the city?")
    assert {index.units[row].city for row in np.flatnonzero(columns[:, FEATURES.index("question.text.terms")])} == {
        "aoba"
    }


def test_the_dense_search_keeps_to_the_cities_asked_for(index: Index) -> None:
    columns, _ = index.evidence("共催とは何ですか", cities={"midori"})
    dense = columns[:, FEATURES.index("dense.passages")]
    assert {index.units[row].city for row in np.flatnonzero(dense)} == {"midori"}


def test_a_question_of_unknown_words_finds_nothing_and_does_not_fail(index: Index) -> None:
    columns, fits = index.evidence("𓀀𓀁")
    assert columns[:, : FEATURES.index("dense.passages")].max() == 0
    assert not fits.any()


def test_an_empty_question_does_not_fail(index: Index) -> None:
    assert not index.evidence("")[0].any()


def test_the_fit_of_a_units_own_questions_is_known(index: Index) -> None:
    unit = next(number for number, held in enumerate(index.units) if held.questions)
    _, fits = index.evidence("Can we host a lecture?")
    assert index.fits_of(unit, fits).argmax() == 1
    bare = next(number for number, held in enumerate(index.units) if not held.questions)
    assert not len(index.fits_of(bare, fits))


def test_terms_are_known_by_city(index: Index) -> None:
    assert index.holds_term("host", "aoba")
    assert not index.holds_term("host", "midori")
    assert index.holds_term("host", None)
    assert index.term_weight("host") > index.term_weight("主催")


def test_sections_know_their_children(index: Index) -> None:
    assert [child.id for child in index.children["aoba/1"]] == ["aoba/1-1", "aoba/1-2"]


def test_a_reader_keeps_answering_while_and_after_the_index_is_rebuilt(
    index: Index, noted_cities: Path, tmp_path: Path, build: Build
) -> None:
    before = index.evidence("共催とは何ですか")[0]
    text = noted_cities / "midori" / "text.txt"
    text.write_text(text.read_text("utf-8").replace("後援", "協賛"), "utf-8")
    build(noted_cities, tmp_path / "data")
    np.testing.assert_array_equal(index.evidence("共催とは何ですか")[0], before)
    newer = open_index(tmp_path / "data")
    assert "協賛" in newer.sections["midori/1-2"].text
    assert newer.evidence("協賛とは")[0].any()
    newer.close()
    np.testing.assert_array_equal(index.evidence("共催とは何ですか")[0], before)


def test_several_threads_get_the_same_evidence(index: Index) -> None:
    questions = ["共催とは何ですか", "名義を借りたい", "Who hosts a lecture?"] * 6
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda question: index.evidence(question)[0], questions))
    for question, columns in zip(questions, together, strict=True):
        np.testing.assert_allclose(columns, index.evidence(question)[0], atol=1e-6)
