"""A made-up regency as records with keys, laid out in the published tables: what the attack is tried on."""

from __future__ import annotations

from collections import Counter
from random import Random

from webapp.questionnaire import service as questionnaire
from webapp.reporting.rules import layout, noise, tables
from webapp.reporting.rules.layout import Laid

Groups = list[tuple[str, tuple[str, ...], int, int]]
_SHARES = (60, 25, 10, 4, 1, 0.3)  # most people are alike, few are rare: where a table gives somebody away


def laid_out(villages: int, persons: int, seed: int) -> tuple[list[Laid], dict[str, int]]:
    """All published tables of so many villages in 16 sub-districts at most, and the residents of each place."""
    chance, definition = Random(seed), questionnaire.definition()
    people = [(f"33.16.{1 + at % 16:02d}.{2001 + at // 16}", chance.randrange(98), chance.randrange(noise.KEYS))
              for at in (chance.randrange(villages) for _ in range(persons))]  # fmt: skip
    residents: Counter[str] = Counter()
    for village, _age, _key in people:
        residents.update(layout.places_of(village))
    sexes = [chance.choice(("male", "female")) for _ in people]
    found = []
    for table in tables.TABLES:
        categories = tuple(tables.categories(column, definition) for column in table.columns)
        cells: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for at, (village, age, key) in enumerate(people):
            if age < table.from_age or (table.of == "families" and at % 3):
                continue
            values = []
            for column, names in zip(table.columns, categories, strict=True):
                some = [name for name in names if name != tables.TOTAL][: len(_SHARES)]
                own = {"sex": sexes[at], tables.AGE: tables.age_group(age)}
                values.append(own.get(column) or chance.choices(some, _SHARES[: len(some)])[0])
            one = cells.setdefault((village, tuple(values)), [0, 0])
            one[0], one[1] = one[0] + 1, one[1] + key
        groups: Groups = [
            (village, values, n, keys) for (village, values), (n, keys) in sorted(cells.items())
        ]
        found.append(layout.lay_out(table, categories, groups, residents))
    return found, dict(residents)
