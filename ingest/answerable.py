"""Whether a section is likely to state what is asked, learned from the notes.

Notes list what a guideline answers and what it leaves open. Some things are asked for again and again and
hardly ever stated: a room's size, a member's phone number, what happens to those who break an agreement. And a
word of the question that the section lacks says more the more it carries: to lack 締切 is not to lack 相談.
A logistic regression (tf-idf) learns both: over a question's terms and pairs of neighbouring terms, over each
term together with who holds it, and over how many are held. Told which questions belong to the subject and which are
about anything else, the same learning tells what is asked of such a guideline at all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from ingest.terms import Terms, read_terms

ANSWERABLE, SUBJECT = "answerable.json", "subject.json"
"""Files of a build: what tells whether a section states what is asked, and whether any guideline is asked that."""
FEWEST = 20
"""Questions of each kind, below which nothing is learned."""
_STRENGTH = 8.0
_RAREST = 2
"""Questions that a sign must stand in to count."""
LARGEST_ODDS = 6.0

Words = Collection[str]
"""Terms, synonym groups and concepts of a text."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the words of the section that it stands with, and those of the guideline; of everything held
    for both, where it is asked of no section."""

    question: str
    section: Words
    guideline: Words


@dataclass(frozen=True, slots=True)
class Answerable:
    """What was learned: for every sign its inverse document frequency and its weight in the log odds."""

    bias: float = 0.0
    signs: dict[str, tuple[float, float]] | None = None

    def odds(self, example: Example) -> float:
        """The log odds that a question is of the first kind that was learned, within ±``LARGEST_ODDS``; 0 when
        nothing was learned."""
        if not self.signs:
            return 0.0
        known = [self.signs[sign] for sign in set(_signs(example)) if sign in self.signs]
        length = math.sqrt(sum(frequency**2 for frequency, _ in known)) or 1.0
        odds = self.bias + sum(frequency * weight for frequency, weight in known) / length
        return max(-LARGEST_ODDS, min(LARGEST_ODDS, odds))


def words_by_city(sections: Mapping[str, Words]) -> dict[str, set[str]]:
    """The words of each city's sections together, of words by section id."""
    together: dict[str, set[str]] = {}
    for section_id, words in sections.items():
        together.setdefault(section_id.partition("/")[0], set()).update(words)
    return together


def learn_answerable(answered: Sequence[Example], left_open: Sequence[Example]) -> Answerable:
    """Learn to tell questions that guidelines answer from those that they leave open, or any two kinds."""
    # Only a build learns; asking need not wait for this part to load.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    if min(len(answered), len(left_open)) < FEWEST:
        return Answerable()
    vectorizer = TfidfVectorizer(analyzer=_signs, min_df=_RAREST, binary=True)
    matrix = vectorizer.fit_transform([*answered, *left_open])
    kinds = np.repeat([1, 0], [len(answered), len(left_open)])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, class_weight="balanced").fit(matrix, kinds)
    weights = model.coef_[0]
    signs = {
        sign: (round(float(vectorizer.idf_[place]), 3), round(float(weights[place]), 3))
        for sign, place in sorted(vectorizer.vocabulary_.items())
    }
    return Answerable(round(float(model.intercept_[0]), 3), signs)


def save_answerable(learned: Answerable, path: Path) -> None:
    """Write what was learned as JSON."""
    path.write_text(json.dumps({"bias": learned.bias, "signs": learned.signs}, ensure_ascii=False), "utf-8")


def load_answerable(path: Path) -> Answerable:
    """Read what ``save_answerable`` wrote."""
    stored = json.loads(path.read_text("utf-8"))
    signs = stored["signs"]
    return Answerable(stored["bias"], {sign: (a, b) for sign, (a, b) in signs.items()} if signs else None)


def _signs(example: Example) -> list[str]:
    read = read_terms(example.question)
    return [*read.terms, *(f"{first} {second}" for first, second in pairwise(read.terms)), *_held(example, read)]


def _held(example: Example, read: Terms) -> Iterator[str]:
    """Each term marked with who holds it (+ the section, ~ the guideline elsewhere, - nobody), each concept
    likewise, and how many are held. A noun is held by a synonym too."""
    groups = dict(read.nouns)
    marks = {term: _holder({term, *groups.get(term, ())}, example) for term in read.terms}
    yield from (f"{mark}{term}" for term, mark in marks.items())
    counts = {mark: sum(marks[term] == mark for term in read.terms) for mark in "+~-"}
    asked = len(read.terms) or 1
    yield f"#share {round(4 * counts['+'] / asked)}"
    yield f"#missed {min(4, asked - counts['+'])}"
    yield f"#elsewhere {min(3, counts['~'])}"
    yield f"#nowhere {min(3, counts['-'])}"
    if nouns := [term for term in read.terms if term in groups]:
        yield f"#first {marks[nouns[0]]}"
        yield f"#last {marks[nouns[-1]]}"
        yield f"#last {marks[nouns[-1]]}{nouns[-1]}"
    concepts = dict.fromkeys(read.concepts)
    yield from (f"{'+' if concept in example.section else '-'}{concept}" for concept in concepts)
    yield f"#concepts {min(2, sum(c.startswith('g:') and c not in example.section for c in concepts))}"


def _holder(meanings: set[str], example: Example) -> str:
    if not meanings.isdisjoint(example.section):
        return "+"
    return "-" if meanings.isdisjoint(example.guideline) else "~"
