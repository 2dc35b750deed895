"""``kyodo eval tune``: everything that is learned, learned again on the tuning questions.

Ranking: see ``eval.learn_ranking``. Judging: logistic regression on the features of each city's best
evidence, with cross-validated probabilities for choosing the cuts and for saying how well they do. The
questions for reporting are never read here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.answer import Turn
from assistant.chain import Assistant, answer_question, read_question
from assistant.chain import Question as Asked
from assistant.evidence import AGAINST, GATES, GROUPS, judging_features, judging_names
from assistant.judge import sufficient
from assistant.retrieve import CityFinds, retrieve
from assistant.weights import Weights
from eval.ablation import leave_out_notes
from eval.folding import Shelf
from eval.learn_ranking import TuneError, first_right, learn_ranking, ranking_examples
from eval.question import Question
from eval.run import make_turn, open_current
from ingest.index import Index

FALSE_REFUSAL = 0.025
"""Share of answerable questions that the cut may refuse. Of questions by other writers it refuses twice as many."""
MISSED_CITY = 0.025
"""Share of the cities that answer a question to several which the cut may leave out."""
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One question to one city for judging: features by name, whether the city answers it, and how it was
    asked: alone or with other cities. ``open`` says that it was written for any city, not for one."""

    features: dict[str, float]
    answerable: bool
    several: bool
    open: bool = False

    @property
    def noted(self) -> bool:
        """Whether the city has notes."""
        return judging_names("unnoted")[0] not in self.features


@dataclass(frozen=True, slots=True)
class Judged:
    """Of the questions asked to one city: how many can and cannot be answered, and which shares of them
    were answered and refused."""

    answerable: int
    answered: float
    unanswerable: int
    refused: float


def judging_cases(assistant: Assistant, talks: Sequence[Sequence[Question]], weights: Weights) -> list[Case]:
    """A case for every question and asked city; a question to one city is also asked without naming it, which
    tells of that city alone. An answerable question whose best section is the wrong one teaches nothing and is
    left out."""
    index, shelf = assistant.index, Shelf(assistant.guidelines)
    turns = [(question, question.city, history) for question, history in _turns(assistant, talks)]
    unnamed = [(talk[0], None, ()) for talk in talks if len(talk) == 1 and talk[0].city]
    cases = []
    for question, city, history in (*turns, *unnamed):
        understood = read_question(assistant, Asked(question.question, city, history=history))
        if city is None and question.city and len(understood.cities) < len(assistant.guidelines):
            continue
        if understood.smalltalk or understood.elsewhere:
            continue
        retrieval = retrieve(index, understood, weights)
        lead = max(finds.best.score for finds in retrieval.asked + retrieval.others)
        told = [question.city] if question.city else understood.cities
        for finds in (finds for finds in retrieval.asked if finds.city in told):
            expected = finds.city in question.cities
            if expected and not _finds_evidence(index, question, finds, shelf):
                continue
            features = judging_features(index, understood, finds, lead)
            cases.append(Case(features, expected, len(retrieval.asked) > 1, question.city is None))
    return cases


def unnoted_cases(assistant: Assistant, talks: Sequence[Sequence[Question]], weights: Weights) -> list[Case]:
    """The cases of every question to one city, asked where that city alone has no notes."""
    cases = []
    for city in assistant.guidelines:
        asked = [talk for talk in talks if {question.city for question in talk} == {city}]
        if not asked:
            continue
        with tempfile.TemporaryDirectory(prefix="kyodo-") as folder:
            settings = leave_out_notes(assistant.settings, Path(folder), city)
            cases += judging_cases(open_current(settings), asked, weights)
    return cases


def _turns(assistant: Assistant, talks: Iterable[Sequence[Question]]) -> Iterator[tuple[Question, tuple[Turn, ...]]]:
    """Every question with the conversation before it, as this assistant answers it."""
    for talk in talks:
        history: tuple[Turn, ...] = ()
        for question in talk:
            yield question, history
            if len(talk) > 1:
                answer = answer_question(assistant, question.question, city=question.city, history=history)
                history = (*history, make_turn(question.question, answer))


def _finds_evidence(index: Index, question: Question, finds: CityFinds, shelf: Shelf) -> bool:
    section = finds.best.unit.section_id
    below = [child.id for child in index.children.get(section, [])] if finds.best.unit.children else []
    return any(
        shelf.section_holds(one, span.text)
        for one in (section, *below)
        for span in question.evidence
        if finds.city in span.cities
    )


def learn_judging(cases: Sequence[Case], weights: Weights) -> tuple[Weights, Judged, Judged]:
    """The weights with judging features and cuts learned from the cases, and how well they judge cases that
    they have not seen: of cities with notes, and of cities without. Thresholds that are not learned are kept.

    Raises:
        TuneError: there are too few cases of one kind for the folds.
    """
    names = [name for group in GROUPS for name in judging_names(group)]
    matrix = np.array([[case.features.get(name, 0.0) for name in names] for case in cases])
    noted = np.array([case.noted for case in cases], bool)
    answerable = np.array([case.answerable for case in cases], bool)
    several = np.array([case.several for case in cases], bool)
    if min(answerable.sum(), (~answerable).sum()) < FOLDS:
        raise TuneError(f"judging: fewer than {FOLDS} answerable or unanswerable questions")
    gated = matrix[:, [names.index(f"{group}.{gate}") for group in GROUPS for gate in GATES]].any(axis=1)
    model = LogisticRegression(C=10.0, max_iter=5000, fit_intercept=False)
    against = np.array([name.partition(".")[2] in AGAINST for name in names])
    # A weight of the wrong sign fits the chance of the sample: that feature is left out and the rest learned again.
    while (wrong := against & (model.fit(matrix, answerable).coef_[0] > 0)).any():
        matrix[:, wrong] = 0.0
    chances = cross_val_predict(
        model, matrix, answerable, cv=StratifiedKFold(FOLDS, shuffle=True, random_state=0), method="predict_proba"
    )[:, 1]
    seen = chances[noted & ~several & ~gated & answerable]
    cut = float(np.quantile(seen, FALSE_REFUSAL)) if seen.size else 0.5
    among = chances[several & answerable & np.array([case.open for case in cases], bool)]
    cut_several = float(np.quantile(among, MISSED_CITY)) if among.size else cut
    learned = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True) if w}
    thresholds = {**weights.thresholds, "answer": round(cut, 4), "answer_several": round(cut_several, 4)}
    said = (chances >= cut) & ~gated
    unseen, unnoted = (
        count_judged([case for case, own in zip(cases, kind, strict=True) if own], said[kind])
        for kind in (noted, ~noted)
    )
    return replace(weights, judging=learned, thresholds=thresholds), unseen, unnoted


def count_judged(cases: Sequence[Case], said: Iterable[bool]) -> Judged:
    """How often ``said``, one for each case, is right for the cases asked to one city."""
    alone = [(case.answerable, bool(says)) for case, says in zip(cases, said, strict=True) if not case.several]
    yes = [says for answerable, says in alone if answerable]
    no = [not says for answerable, says in alone if not answerable]
    return Judged(len(yes), sum(yes) / max(1, len(yes)), len(no), sum(no) / max(1, len(no)))


def judge_cases(cases: Sequence[Case], weights: Weights) -> Judged:
    """How well the weights judge the cases."""
    return count_judged(cases, (sufficient(case.features, weights, "answer") for case in cases))


@dataclass(frozen=True, slots=True)
class Tuning:
    """New weights, and how they and the old ones do on the questions that they were learned from.

    ``first`` are shares of the ``examples`` whose best unit is right; ``judged`` is measured on each
    weights' own cases; ``unseen`` is the new weights' cross-validated figure, the one to believe, and
    ``unnoted`` the same for cities whose notes were left out.
    """

    weights: Weights
    examples: int
    first: tuple[float, float]
    judged: tuple[Judged, Judged]
    unseen: Judged
    unnoted: Judged


def tune(assistant: Assistant, talks: Sequence[Sequence[Question]]) -> Tuning:
    """Learn everything, ranking first.

    Raises:
        TuneError: the questions are too few.
    """
    old = assistant.weights
    examples = ranking_examples(assistant, talks)
    ranked = replace(old, ranking=learn_ranking(examples))
    cases = judging_cases(assistant, talks, ranked)
    new, unseen, unnoted = learn_judging([*cases, *unnoted_cases(assistant, talks, ranked)], ranked)
    before = judge_cases(judging_cases(assistant, talks, old), old)
    first = (first_right(examples, old), first_right(examples, new))
    return Tuning(new, len(examples), first, (before, judge_cases(cases, new)), unseen, unnoted)


def format_weights(weights: Weights) -> str:
    """The weights as the text of ``weights.toml``."""
    lines = [
        "# Learned on the tuning questions by: kyodo eval tune. Do not edit by hand.",
    ]
    for name in ("ranking", "judging", "thresholds"):
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in getattr(weights, name).items())]
    return "\n".join(lines) + "\n"
