"""The outcomes of outcomes.toml, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from webapp.fieldwork import rules

FILE = Path(__file__).parent.parent / "outcomes.toml"


@cache
def outcomes() -> dict[str, rules.Outcome]:
    """Every outcome by its code, in the order of the door page."""
    return rules.read_outcomes(tomllib.loads(FILE.read_text("utf-8")))


@cache
def counting() -> tuple[str, ...]:
    """The codes that count towards the attempts."""
    return tuple(one.code for one in outcomes().values() if one.counts)


@cache
def ending() -> tuple[str, ...]:
    """The codes after which nobody knocks again."""
    return tuple(one.code for one in outcomes().values() if one.ends)
