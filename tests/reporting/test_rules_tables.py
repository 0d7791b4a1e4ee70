"""Published tables cannot be turned back into people: noise, minimum sizes, and an attack over all tables together."""

from __future__ import annotations

from random import Random

import pytest

from bench.regency import laid_out
from bench.soak.figures import attacked
from webapp.questionnaire.service import definition
from webapp.reporting.rules import attack, layout, noise, protect, tables
from webapp.reporting.rules.layout import Laid
from webapp.reporting.rules.records import OTHER
from webapp.reporting.rules.tables import LEAST_AREA, LEAST_CATEGORY, TABLES, TOTAL

KEYS = [Random(1).randrange(noise.KEYS) + at * 429_497 for at in range(10_000)]


@pytest.fixture(scope="module")
def regency() -> tuple[list[Laid], dict[str, int]]:
    return laid_out(villages=24, persons=6_000, seed=3)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 50, 900_000])
def test_the_noise_has_mean_zero_is_bounded_and_never_shows_one_or_two(count: int) -> None:
    chances = noise.chances(count)
    assert sum(chances.values()) == pytest.approx(1)
    assert abs(sum(shift * share for shift, share in chances.items())) < 0.001
    assert all(abs(shift) <= noise.LARGEST and count + shift not in (1, 2) for shift in chances)
    drawn = [noise.published(count, key) for key in KEYS]
    assert abs(sum(drawn) / len(drawn) - count) < 0.1
    assert {shown - count for shown in drawn} <= set(chances)


def test_nobody_stays_nobody_and_the_same_people_are_the_same_figure() -> None:
    assert noise.published(0, 12345) == 0
    assert noise.published(9, 777) == noise.published(9, 777)
    assert len({noise.published(9, 777, draw) for draw in range(20)}) > 1


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_a_figure_leaves_open_every_count_that_can_have_made_it(count: int) -> None:
    for key in KEYS[:500]:
        least, most = noise.possible(noise.published(count, key))
        assert least <= count <= most
        assert most - least >= 3


def test_totals_are_not_biased(regency: tuple[list[Laid], dict[str, int]]) -> None:
    all_laid, residents = regency
    figures = protect.protect(all_laid, residents)
    off = [figures[cell] - n for laid in all_laid for cell, (n, _keys) in laid.counts.items() if n]
    assert len(off) > 2_000
    assert abs(sum(off) / len(off)) < 0.1


def test_the_attack_finds_a_single_person_between_two_true_totals() -> None:
    true = {"all": 10, "men": 9, "women": 1, "here": 40}
    known = attack.bounds({k: v for k, v in true.items() if k != "women"}, [("all", ("men", "women"))],
                          lambda n: (n, n))  # fmt: skip
    assert known["women"] == (1, 1)
    assert attack.given_away(known) == ["women"]


def test_figures_that_cannot_all_be_true_end_the_attack() -> None:
    said = {"all": 3, "men": 2, "women": 2}
    with pytest.raises(attack.Contradiction):
        attack.bounds(said, [("all", ("men", "women"))], lambda n: (n, n))


def test_the_attack_recovers_small_cells_from_tables_without_noise(
    regency: tuple[list[Laid], dict[str, int]],
) -> None:
    all_laid, residents = regency
    bare = {cell: n for laid in all_laid for cell, (n, _keys) in laid.counts.items()}
    hidden = {cell: n for cell, n in bare.items() if n not in (1, 2) or cell[1].count(".") < 3}
    known = attack.bounds(hidden, protect.sums(all_laid, residents), lambda n: (n, n))
    assert len([cell for cell in attack.given_away(known) if cell not in hidden]) > 20


def test_the_attack_over_all_tables_recovers_no_cell_of_one_or_two(
    regency: tuple[list[Laid], dict[str, int]],
) -> None:
    all_laid, residents = regency
    figures = protect.protect(all_laid, residents)
    known = attack.bounds(figures, protect.sums(all_laid, residents), noise.possible)
    small = [cell for laid in all_laid for cell, (n, _keys) in laid.counts.items() if n in (1, 2)]
    assert len(small) > 200
    assert attack.given_away(known) == []
    counts = {cell: n for laid in all_laid for cell, (n, _keys) in laid.counts.items()}
    assert all(known[cell][0] <= n <= known[cell][1] for cell, n in counts.items()), "the attack is not sound"


def test_the_soaks_attack_holds() -> None:
    assert attacked(2_000, 8, seed=2).holds


def test_what_would_be_given_away_draws_again(monkeypatch: pytest.MonkeyPatch) -> None:
    all_laid, residents = laid_out(villages=2, persons=600, seed=1)
    seen: list[int] = []
    once = [[cell for laid in all_laid for cell, (n, _k) in laid.counts.items() if n == 1][:1], []]
    monkeypatch.setattr(attack, "given_away", lambda known: seen.append(1) or once[len(seen) - 1])
    figures = protect.protect(all_laid, residents)
    counts = {cell: count for laid in all_laid for cell, count in laid.counts.items()}
    cell = once[0][0]
    assert (len(seen), figures[cell]) == (2, noise.published(*counts[cell], 1))


def test_when_no_draw_helps_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    all_laid, residents = laid_out(villages=2, persons=600, seed=1)
    monkeypatch.setattr(attack, "given_away", lambda known: list(known)[:1])
    with pytest.raises(protect.StillGivenAway):
        protect.protect(all_laid, residents)


def test_a_small_place_shows_nothing() -> None:
    table, names = TABLES[3], (tables.categories("ownership", definition()),)
    groups = [("33.16.01.2001", ("own",), LEAST_AREA - 1, 5), ("33.16.01.2002", ("own",), LEAST_AREA, 6)]
    residents = {"33.16.01.2001": LEAST_AREA - 1, "33.16.01.2002": LEAST_AREA, "33.16.01": 2 * LEAST_AREA - 1}
    laid = layout.lay_out(table, names, groups, residents)
    assert {cell[1] for cell in laid.counts} == {"33.16.01.2002", "33.16.01"}
    assert laid.counts["ownership", "33.16.01", (TOTAL,)][0] == 2 * LEAST_AREA - 1


def test_sensitive_tables_show_no_village_and_no_small_category(
    regency: tuple[list[Laid], dict[str, int]],
) -> None:
    laid = next(one for one in regency[0] if one.table.key == "religion")
    assert {cell[1] for cell in laid.counts} == {"33.16"}
    shown = {cell[2][0]: n for cell, (n, _keys) in laid.counts.items()}
    assert shown[TOTAL] == 6_000 == sum(n for value, n in shown.items() if value != TOTAL)
    assert all(n >= LEAST_CATEGORY for value, n in shown.items())
    assert OTHER in shown
    assert "confucian" not in shown


def test_ages_are_published_in_groups_of_five_and_certificates_by_level() -> None:
    assert [tables.age_group(age) for age in (0, 4, 5, 74, 75, 98, None)] == [
        "Y0T4", "Y0T4", "Y5T9", "Y70T74", "Y_GE75", "Y_GE75", "missing"]  # fmt: skip
    assert set(tables.grouped("education", definition()).values()) < set(
        tables.categories("education", definition())
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_table_begins_at_the_age_from_which_its_question_is_asked(table: tables.Table) -> None:
    asked = [
        definition().questions[one].ask_from_age for one in table.columns if one in definition().questions
    ]
    assert table.from_age == max(asked)
