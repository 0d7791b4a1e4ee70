"""Pictures as coordinates, and cells that no spreadsheet runs."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.reporting.rules import cells, lines, tiles

DAY = date(2030, 6, 1)


def test_a_line_counts_on_through_days_on_which_nothing_happened() -> None:
    drawn = lines.trend({DAY: 2, date(2030, 6, 4): 6}, date(2030, 6, 5), 400, 100)
    assert drawn is not None
    assert drawn.totals == (2, 2, 2, 8, 8)
    assert drawn.points == "0.0,75.0 100.0,75.0 200.0,75.0 300.0,0.0 400.0,0.0"


def test_there_is_no_line_before_the_first_day() -> None:
    assert lines.trend({}, DAY, 400, 100) is None
    assert lines.trend({date(2030, 6, 2): 1}, DAY, 400, 100) is None


@pytest.mark.parametrize(("share", "shade"), [(0, 0), (0.24, 0), (0.25, 1), (0.99, 3), (1.0, 4)])
def test_only_all_counted_has_the_darkest_shade(share: float, shade: int) -> None:
    assert lines.shade(share) == shade


def test_all_sixteen_sub_districts_have_a_square_of_their_own() -> None:
    assert len(tiles.SUB_DISTRICTS) == 16
    assert len(set(tiles.SUB_DISTRICTS.values())) == 16


def test_villages_lie_roughly_as_on_the_map() -> None:
    places = {
        "a": (-7.0, 111.5),
        "b": (-7.01, 111.1),
        "c": (-7.02, 111.3),
        "d": (-7.3, 111.6),
        "e": (-7.31, 111.2),
    }
    assert tiles.spread(places) == {"b": (0, 0), "c": (1, 0), "a": (2, 0), "e": (0, 1), "d": (1, 1)}
    assert tiles.spread({}) == {}


@pytest.mark.parametrize("text", ["=1+1", "+62", "-3", "@a", "\t=1"])
def test_a_name_like_a_formula_is_text(text: str) -> None:
    assert cells.harmless(text) == "'" + text


def test_figures_and_plain_names_stay_as_they_are() -> None:
    assert [cells.harmless(cell) for cell in (-3, 0.5, "Cepu")] == [-3, 0.5, "Cepu"]
