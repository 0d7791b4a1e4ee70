"""From counts and record keys by village to figures that may be published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.reporting.rules import attack, noise, tables
from webapp.reporting.rules.layout import Cell, Count, Laid
from webapp.reporting.rules.records import OTHER
from webapp.reporting.rules.tables import TOTAL

ROUNDS = 50


class StillGivenAway(Exception):
    """No draw of noise protects everybody. Nothing is written."""


def sums(all_laid: Sequence[Laid], everywhere: Iterable[str]) -> Iterator[attack.Sum[Cell]]:
    """Everything that adds up in and between the tables, for an attacker who knows how they are laid out.

    everywhere: all places that there are, published or not.
    """
    below: dict[str, list[str]] = defaultdict(list)
    for place in everywhere:
        below[place.rpartition(".")[0]].append(place)
    for laid in all_laid:
        yield from _over_columns(laid)
        yield from _over_places(laid, below)
        yield from _between(laid, all_laid)


def _over_columns(laid: Laid) -> Iterator[attack.Sum[Cell]]:
    for key, place, values in laid.counts:
        for at in (at for at, value in enumerate(values) if value == TOTAL):
            parts = [(key, place, (*values[:at], one, *values[at + 1 :])) for one in laid.categories[at]]
            yield (
                (key, place, values),
                [cell for cell in parts if cell[2][at] != TOTAL and cell in laid.counts],
            )


def _over_places(laid: Laid, below: Mapping[str, Sequence[str]]) -> Iterator[attack.Sum[Cell]]:
    for key, place, values in laid.counts:
        if below.get(place) and not (
            laid.table.sensitive and values == (OTHER,)
        ):  # other joins other things there
            parts = [(key, part, values) for part in below[place]]
            there = [cell for cell in parts if cell in laid.counts]
            rest = [] if len(there) == len(parts) else [(key, f"{place}.rest", values)]
            if there:
                yield (key, place, values), [*there, *rest]


def _between(laid: Laid, all_laid: Sequence[Laid]) -> Iterator[attack.Sum[Cell]]:
    """A table's totals are those of the first one of its kind: age by sex, or the first of families."""
    first = next(one for one in all_laid if one.table.of == laid.table.of)
    if laid is first:
        return
    for key, place, values in laid.counts:
        if values[0] == TOTAL:
            if laid.table.of == "families":
                parts: list[tuple[str, ...]] = [(TOTAL,)]
            else:
                sex = values[1] if len(values) > 1 else TOTAL
                ages = tables.groups_from(laid.table.from_age) if laid.table.from_age else [TOTAL]
                parts = [(age, sex) for age in ages]
            cells = [(first.table.key, place, part) for part in parts]
            if all(cell in first.counts for cell in cells):
                yield (key, place, values), cells


def protect(all_laid: Sequence[Laid], everywhere: Iterable[str]) -> dict[Cell, int]:
    """The figures of all tables. Where they would give one or two people away together, these cells draw again.

    Raises StillGivenAway.
    """
    counts = {cell: count for laid in all_laid for cell, count in laid.counts.items()}
    rules = list(sums(all_laid, everywhere))
    draws: Counter[Count] = Counter()
    for _ in range(ROUNDS):
        figures = {cell: noise.published(*count, draws[count]) for cell, count in counts.items()}
        away = attack.given_away(attack.bounds(figures, rules, noise.possible))
        if not away:
            return figures
        draws.update({counts[cell] for cell in away})
    raise StillGivenAway
