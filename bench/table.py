"""What a mark is, what a measurement answers, and how both become a table and JSON (docs/adr, doors: make bench)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Better = Literal["less", "more"]


@dataclass(frozen=True)
class Mark:
    """One line of the table. must and stretch hold for the ratio where the unit is "ratio", else for the value."""

    name: str
    title: str
    unit: str
    must: float | None
    stretch: float | None
    better: Better = "less"
    comes_with: str = ""  # a mark that nothing here can take yet: which issue brings it


@dataclass(frozen=True)
class Taken:
    """A measurement. base: what it is compared with, measured in the same run; measured_in: unit of value and base."""

    name: str
    value: float
    base: float | None = None
    measured_in: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.base if self.base else None


@dataclass(frozen=True)
class Missed:
    """A mark that could not be taken, and why."""

    name: str
    reason: str


Result = Taken | Missed


def reached(mark: Mark, result: Result, limit: float | None) -> bool | None:
    """Does the result keep to this limit? None where there is no result or no limit."""
    figure = _judged(mark, result)
    if figure is None or limit is None:
        return None
    return figure <= limit if mark.better == "less" else figure >= limit


def _judged(mark: Mark, result: Result) -> float | None:
    if isinstance(result, Missed):
        return None
    return result.ratio if mark.unit == "ratio" else result.value


def as_json(machine: Mapping[str, Any], marks: Sequence[Mark], results: Iterable[Result]) -> dict[str, Any]:
    """bench/results/latest.json. Every mark is there; one without a result has value null and a reason."""
    found = {result.name: result for result in results}
    return {"machine": dict(machine), "marks": [_entry(mark, result_of(mark, found)) for mark in marks]}


def result_of(mark: Mark, found: Mapping[str, Result]) -> Result:
    """The mark's result, or the reason why there is none."""
    reason = f"comes with {mark.comes_with}" if mark.comes_with else "not asked for in this run"
    return found.get(mark.name, Missed(mark.name, reason))


def _entry(mark: Mark, result: Result) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": mark.name, "title": mark.title, "value": None, "base": None, "ratio": None,
                             "unit": mark.unit, "must": mark.must, "stretch": mark.stretch, "better": mark.better,
                             "met": reached(mark, result, mark.must),
                             "met_stretch": reached(mark, result, mark.stretch)}  # fmt: skip
    if isinstance(result, Missed):
        return entry | {"reason": result.reason}
    taken = {"value": _short(result.value), "base": _short(result.base), "ratio": _short(result.ratio)}
    extra = {"measured_in": result.measured_in, "note": result.note}
    return entry | taken | {key: text for key, text in extra.items() if text}


def _short(number: float | None) -> float | None:
    """Four significant digits are more than any of these repeats to; whole numbers stay whole."""
    if number is None or float(number).is_integer():
        return number
    return float(f"{number:.4g}")


def as_text(report: Mapping[str, Any]) -> str:
    """The table for people, from the same figures as the JSON."""
    rows: list[tuple[str, ...]] = [("mark", "value", "base", "ratio", "must", "stretch", "met")]
    rows += [_row(entry) for entry in report["marks"]]
    widths = [max(len(row[n]) for row in rows) for n in range(7)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"  {entry['name']}: {entry['note']}" for entry in report["marks"] if entry.get("note")]
    return "\n".join([*lines, "", *notes])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0].ljust(widths[0])
    return "  ".join(
        [first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    ).rstrip()


def _row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    unit = "" if entry["unit"] == "ratio" else f" {entry['unit']}"
    if entry["value"] is None:
        return (
            entry["name"],
            "-",
            "",
            "",
            _cell(entry["must"]),
            _cell(entry["stretch"]),
            entry["reason"][:60],
        )
    measured_in = f" {entry['measured_in']}" if entry.get("measured_in") else unit
    verdict = {True: "stretch" if entry["met_stretch"] else "yes", False: "NO", None: ""}[entry["met"]]
    return (entry["name"], _cell(entry["value"]) + measured_in, _cell(entry["base"]), _cell(entry["ratio"]),
            _cell(entry["must"]), _cell(entry["stretch"]), verdict)  # fmt: skip


def _cell(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
