"""How often guidelines answer what is asked in such words, learned from the notes.

Notes list what a guideline answers and what it leaves open. Some things are asked for again and again and
hardly ever stated: a room's size, a member's phone number, what happens to those who break an agreement.
A logistic regression over a question's terms and pairs of neighbouring terms (tf-idf) learns which.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from ingest.terms import read_terms

FEWEST = 20
"""Questions of each kind, below which nothing is learned."""
_STRENGTH = 8.0
_RAREST = 2
"""Questions that a term must stand in to count."""
LARGEST_ODDS = 6.0


@dataclass(frozen=True, slots=True)
class Answerable:
    """What was learned: for every term its inverse document frequency and its weight in the log odds."""

    bias: float = 0.0
    terms: dict[str, tuple[float, float]] | None = None

    def odds(self, question: str) -> float:
        """The log odds that a question in these words is one that a guideline answers, within
        ±``LARGEST_ODDS``; 0 when nothing was learned."""
        if not self.terms:
            return 0.0
        known = [self.terms[token] for token in set(_tokens(question)) if token in self.terms]
        length = math.sqrt(sum(frequency**2 for frequency, _ in known)) or 1.0
        odds = self.bias + sum(frequency * weight for frequency, weight in known) / length
        return max(-LARGEST_ODDS, min(LARGEST_ODDS, odds))


def learn_answerable(answered: Sequence[str], left_open: Sequence[str]) -> Answerable:
    """Learn from questions that guidelines answer and that they leave open."""
    # Only a build learns; asking need not wait for this part to load.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    if min(len(answered), len(left_open)) < FEWEST:
        return Answerable()
    vectorizer = TfidfVectorizer(analyzer=_tokens, min_df=_RAREST, binary=True)
    matrix = vectorizer.fit_transform([*answered, *left_open])
    kinds = np.repeat([1, 0], [len(answered), len(left_open)])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, class_weight="balanced").fit(matrix, kinds)
    weights = model.coef_[0]
    terms = {
        token: (round(float(vectorizer.idf_[place]), 3), round(float(weights[place]), 3))
        for token, place in sorted(vectorizer.vocabulary_.items())
    }
    return Answerable(round(float(model.intercept_[0]), 3), terms)


def save_answerable(learned: Answerable, path: Path) -> None:
    """Write what was learned as JSON."""
    path.write_text(json.dumps({"bias": learned.bias, "terms": learned.terms}, ensure_ascii=False), "utf-8")


def load_answerable(path: Path) -> Answerable:
    """Read what ``save_answerable`` wrote."""
    stored = json.loads(path.read_text("utf-8"))
    terms = stored["terms"]
    return Answerable(stored["bias"], {token: (a, b) for token, (a, b) in terms.items()} if terms else None)


def _tokens(question: str) -> list[str]:
    terms = list(read_terms(question).terms)
    return [*terms, *(f"{first} {second}" for first, second in pairwise(terms))]
