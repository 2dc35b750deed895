"""The measure of outlines: paths in order, first words, noise, and the documents held in the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import GuidelineError
from eval.command import run_command
from eval.outlines import Gold, average_f1, fold_path, match_in_order, measure_folder, read_gold, score_outline
from ingest.document import text_lines
from ingest.outline import read_outline

DOCUMENTS = Path(__file__).parent.parent / "ingest" / "documents"
LINES = text_lines(
    "みどり市\n\n第1章 目的\n\n市は、定めます。\n\n1 背景\n\n市は、進めます。\n\n第2章 形態\n\n団体は、行います。"
)
PATHS = (("第1章 目的",), ("第1章 目的", "1 背景"), ("第2章 形態",))
WORDS = ("市は、定め", "市は、進め", "団体は、")


def gold(paths: tuple[tuple[str, ...], ...] = PATHS, words: tuple[str | None, ...] = WORDS, **more: Any) -> Gold:
    return Gold("midori", (), "", paths, words, **more)


OUTLINE = read_outline(LINES, "midori")


def test_an_outline_as_the_gold_says_scores_one() -> None:
    score = score_outline(gold(noise=("3 / 9",)), OUTLINE)
    assert (score.precision, score.recall, score.f1, score.first_words, score.clean) == (1, 1, 1, 1, 1)
    assert score.missed == score.extra == ()


def test_what_is_missed_and_what_is_too_much_is_counted_and_named() -> None:
    score = score_outline(gold((PATHS[0], ("第2章 形態",), ("第3章 評価",)), (None, None, None)), OUTLINE)
    assert (score.precision, score.recall) == (2 / 3, 2 / 3)
    assert (score.missed, score.extra) == ((("第3章 評価",),), (PATHS[1],))


def test_order_counts() -> None:
    assert score_outline(gold(PATHS[::-1], (None, None, None)), OUTLINE).recall == pytest.approx(1 / 3)


def test_wrong_first_words_and_noise_are_named() -> None:
    score = score_outline(gold(words=("市は、", "別の文", ""), noise=("進めます", "3 / 9")), OUTLINE)
    assert score.first_words == pytest.approx(1 / 3)
    assert score.wrong_words == ("1 背景", "第2章 形態")
    assert (score.clean, score.noise_found) == (0.5, ("進めます",))


def test_a_path_that_may_go_either_way_is_not_counted() -> None:
    score = score_outline(gold((PATHS[0], PATHS[2]), WORDS[::2], either_way=(PATHS[1],)), OUTLINE)
    assert (score.f1, score.headings) == (1, 2)


def test_a_document_without_headings_is_to_have_none() -> None:
    letter = read_outline(text_lines("市は、進めます。"), "midori")
    none = gold((), (), no_headings=True)
    assert [score_outline(none, outline).f1 for outline in (letter, OUTLINE)] == [1, 0]


def test_paths_are_compared_without_decoration() -> None:
    assert fold_path(("第１条　（目的）", "【解説】")) == fold_path(("第1条 目的", "解説"))


def test_ornaments_before_a_title_do_not_count() -> None:
    assert fold_path(("■ 助成", "◆【対象】", "・期間")) == fold_path(("助成", "対象", "期間"))
    assert fold_path(("A・B",)) != fold_path(("AB",))


def test_a_gold_under_the_title_is_compared_without_it() -> None:
    titled = gold((("みどり市",), *(("みどり市", *path) for path in PATHS)), (None, *WORDS), either_way=())
    assert OUTLINE.title == "みどり市"
    assert score_outline(titled, OUTLINE).f1 == score_outline(titled, OUTLINE).first_words == 1
    other = gold(tuple(("ほかの市", *path) for path in PATHS))
    assert score_outline(other, OUTLINE).f1 == 0
    partly = gold((*titled.paths, ("附則",)), (*titled.first_words, None))
    assert score_outline(partly, OUTLINE).f1 == 0


@pytest.mark.parametrize(
    ("wanted", "found", "pairs"),
    [("abc", "abc", 3), ("abc", "acb", 2), ("abc", "", 0), ("aab", "ab", 2), ("abcd", "bd", 2)],
)
def test_the_longest_common_subsequence_is_found(wanted: str, found: str, pairs: int) -> None:
    matched = match_in_order([(letter,) for letter in wanted], [(letter,) for letter in found])
    assert len(matched) == pairs
    assert all(wanted[left] == found[right] for left, right in matched)
    assert matched == sorted(matched)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"files": []}', '{"files": [], "sections": [{}]}', '{"files": 1, "sections": []}']
)
def test_a_faulty_gold_outline_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text(text, "utf-8")
    with pytest.raises(GuidelineError, match=r"a\.gold\.json: not a valid gold outline"):
        read_gold(path)


def write_document(folder: Path, heading: str) -> None:
    (folder / "a.txt").write_text("\n".join(line.text for line in LINES), "utf-8")
    table = {"files": ["a.txt"], "sections": [{"path": [heading]}]}
    (folder / "a.gold.json").write_text(json.dumps(table), "utf-8")


def test_the_command_fails_below_the_least_and_prints_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_document(tmp_path, "第1章 目的")
    assert run_command(["outline", str(tmp_path)]) == 1
    assert "+ 第2章 形態" in capsys.readouterr().out
    assert run_command(["outline", str(tmp_path), "--least", "0.5"]) == 0
    assert run_command(["outline", str(tmp_path / "none")]) == 1
    assert "no gold outline here" in capsys.readouterr().err


def test_the_documents_of_the_repository_are_read_as_a_person_reads_them() -> None:
    scores = measure_folder(DOCUMENTS)
    assert len(scores) >= 19
    assert average_f1(scores) >= 0.98
    assert min(score.f1 for score in scores) >= 0.95
    assert min(score.first_words for score in scores) >= 0.95
    assert all(score.clean == 1 for score in scores)
