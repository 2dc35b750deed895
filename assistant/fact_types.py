"""The types of fact that a question can want, and how a text states them; the table is in ``fact_types.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.patterns import matching_form


@dataclass(frozen=True, slots=True)
class FactType:
    """A type of fact that a question can want: how it is asked for, and what a text that states it holds.
    A ``strict`` one is never answered from a text without it. ``units`` are patterns of units that are written in
    several ways."""

    name: str
    strict: bool
    asked: re.Pattern[str]
    states: re.Pattern[str]
    units: Mapping[str, str]

    def of_unit(self, unit: str) -> FactType:
        """The same type with the unit that is asked for in the place of ``{unit}``."""
        written = self.units.get(unit, re.escape(unit))
        return replace(self, states=re.compile(self.states.pattern.replace("{unit}", written))) if unit else self


def asked_facts(text: str) -> tuple[FactType, ...]:
    """The types of fact that a question wants, in order of precedence."""
    form = matching_form(text)
    found = ((fact, fact.asked.search(form)) for fact in fact_types())
    return tuple(fact.of_unit(match.groupdict().get("unit", "")) for fact, match in found if match)


@cache
def fact_types() -> tuple[FactType, ...]:
    """The types of fact of ``fact_types.toml``, in order of precedence."""
    return tuple(
        FactType(
            entry["name"],
            entry["strict"],
            re.compile(entry["pattern"]),
            re.compile(entry["states"]),
            entry.get("units", {}),
        )
        for entry in tomllib.loads(files("assistant").joinpath("fact_types.toml").read_text("utf-8"))["fact"]
    )
