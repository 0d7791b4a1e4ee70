"""The table of marks and its JSON: every mark is there, with a figure or with a reason."""

from __future__ import annotations

from bench.__main__ import MEASURES
from bench.marks import MARKS
from bench.table import Mark, Missed, Taken, as_json, as_text, reached

PROMISED = (
    "first_view_bytes", "next_page_bytes", "two_adults_requests_plain", "two_adults_bytes_plain",
    "two_adults_requests_script", "gprs_first_page_s", "question_get_ratio", "answer_post_ratio", "submit_ratio",
    "households_per_second_sqlite", "households_per_second_postgresql", "group_commit_ratio",
    "slow_uploads_p95_ratio", "webhook_ratio", "plan_3000_cpu_s", "plan_3000_km_ratio", "slot_offer_p99_ms",
    "staff_page_growth_ratio", "memory_per_process_mb",
)  # fmt: skip
LESS = Mark("pages", "", "bytes", 8_000, 3_000)
MORE = Mark("rate", "", "ratio", 8, 17, "more")


def test_every_promised_name_is_a_mark_and_none_twice() -> None:
    names = [mark.name for mark in MARKS]
    assert set(PROMISED) <= set(names)
    assert len(names) == len(set(names))


def test_every_mark_is_in_the_json_with_a_value_or_a_reason() -> None:
    report = as_json({}, MARKS, [Taken("first_view_bytes", 2500), Missed("gprs_first_page_s", "needs root")])
    assert [entry["name"] for entry in report["marks"]] == [mark.name for mark in MARKS]
    for entry in report["marks"]:
        assert {"name", "value", "base", "ratio", "unit", "must", "stretch", "met"} <= set(entry)
        assert (entry["value"] is None) == ("reason" in entry)


def test_every_mark_is_taken_by_one_module_or_says_with_which_issue_it_comes() -> None:
    taken = [name for _, names in MEASURES for name in names]
    assert sorted(taken) == sorted(mark.name for mark in MARKS if not mark.comes_with)


def test_what_nothing_can_take_yet_says_with_which_issue_it_comes() -> None:
    later = Mark("a_figure", "Something to come", "s", 5, 2, comes_with="issue 9")
    entries = {entry["name"]: entry for entry in as_json({}, (later,), [])["marks"]}
    assert entries["a_figure"]["reason"] == "comes with issue 9"
    assert entries["a_figure"]["met"] is None


def test_a_value_below_its_floor_is_met_where_less_is_better() -> None:
    assert reached(LESS, Taken("pages", 5_000), LESS.must) is True
    assert reached(LESS, Taken("pages", 5_000), LESS.stretch) is False
    assert reached(LESS, Taken("pages", 9_000), LESS.must) is False


def test_a_ratio_is_judged_by_the_ratio_and_not_by_the_value() -> None:
    assert reached(MORE, Taken("rate", 690, 60), MORE.must) is True
    assert reached(MORE, Taken("rate", 690, 100), MORE.must) is False
    assert reached(MORE, Missed("rate", "no compiler"), MORE.must) is None


def test_the_table_shows_misses_figures_and_reasons() -> None:
    report = as_json(
        {}, (LESS, MORE), [Taken("pages", 9_000, note="with a note"), Missed("rate", "no compiler")]
    )
    text = as_text(report)
    assert "9,000 bytes" in text
    assert "NO" in text
    assert "no compiler" in text
    assert "pages: with a note" in text
