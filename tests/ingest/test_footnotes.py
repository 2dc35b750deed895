"""Footnotes: joined to the section that holds their marker, wherever the page put them."""

from __future__ import annotations

import pytest

from ingest.footnotes import move_footnotes
from ingest.library import Volume


def moved(lines: list[str], owner: list[int]) -> list[int]:
    move_footnotes(lines, owner)
    return owner


@pytest.mark.parametrize(
    ("lines", "before", "after"),
    [
        (["NPO¹です。", "別の節", "¹ NPO:民間の組織。"], [0, 1, 1], [0, 1, 0]),
        (["NPO¹です。", "別の節", "", "¹ NPO:民間の組織。", "続きの文。"], [0, 1, 1, 1, 1], [0, 1, 1, 0, 1]),
        (["対等(※2)な。", "別の節", "参考 ※2", "", "対等とは次のとおり。"], [0, 1, 1, 1, 1], [0, 1, 0, 0, 0]),
        (
            ["主体^{※1}が", "別の節", "※1 「主体」", "", "主体とは。", "次"],
            [0, 1, 1, 1, 1, 1],
            [0, 1, 0, 0, 0, 1],
        ),
        (["主体*1が", "別の節", "*1 主体：市民。"], [0, 1, 1], [0, 1, 0]),
    ],
    ids=["raised", "one line only", "mark alone", "caption", "asterisk"],
)
def test_a_note_goes_to_its_markers_section(lines: list[str], before: list[int], after: list[int]) -> None:
    assert moved(lines, before) == after


@pytest.mark.parametrize(
    ("lines", "owner"),
    [
        (["本文です。", "別の節", "¹ 印のない注。"], [0, 1, 1]),
        (["NPO¹²です。", "別の節", "¹ 別の番号の注。"], [0, 1, 1]),
        (["※12 の話", "別の節", "※1 別の番号の注。"], [0, 1, 1]),
        (["目次の¹", "本文です。", "¹ 目次にだけ印のある注。"], [-2, 0, 0]),
        (["NPO¹です。", "¹ NPO:組織。"], [0, 0]),
        (["協働※です。", "別の節", "※ 番号のない注。"], [0, 1, 1]),
    ],
    ids=["no marker", "longer marker", "longer number", "only in the contents", "at home", "no number"],
)
def test_other_notes_stay_where_they_are_printed(lines: list[str], owner: list[int]) -> None:
    assert moved(lines, list(owner)) == owner


@pytest.mark.parametrize(
    ("section_id", "notes"),
    [
        ("tachikawa/n1", ["¹ NPO:", "² 協働の主体:", "³ 第3次基本計画:"]),
        ("tachikawa/1-n1", ["⁴ コラボレーション：", "⁵ コ・プロダクション："]),
        ("tachikawa/2-1-3", ["⁶ プロボノ："]),
        ("tachikawa/2-1-4", ["⁷ ソーシャルネットワークサービス："]),
        ("tachikawa/4-3-1", ["⁸ 協働のまちづくり推進事業補助金："]),
        ("toride/2-2-2", ["参考 ※1", "取手市社会福祉協議会、"]),
        ("toride/3-1-4", ["参考 ※2", "対等とは、"]),
        (
            "kitakyushu/2-1-1",
            ["※1 「多様な主体」", "多様な主体とは、", "※2 「非営利活動」", "「非営利活動」では、"],
        ),
    ],
)
def test_the_guidelines_notes_stand_with_their_markers(
    volumes: dict[str, Volume], section_id: str, notes: list[str]
) -> None:
    guideline = volumes[section_id.partition("/")[0]].guideline
    lines = guideline.section(section_id).text.split("\n")
    assert [line for line in lines if any(line.startswith(note) for note in notes)] == [
        line for note in notes for line in lines if line.startswith(note)
    ]
    assert all(any(line.startswith(note) for line in lines) for note in notes)
    others = "\n".join(s.text for s in guideline.sections if s.id != section_id).split("\n")
    assert not [line for line in others if any(line.startswith(note) for note in notes)]
