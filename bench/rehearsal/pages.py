"""The report for people: as text on the terminal, and as one HTML page without script."""

from __future__ import annotations

from html import escape
from typing import Any

_GOALS = {
    "dead_ends": "0", "lost": "0", "doubled": "0", "http_5xx": "0", "leaks": "0", "windows_kept": "at least 0.98",
    "sms_to_booking_median": "at most 3", "receipt_to_cancel_s": "at most 5", "requests_per_household": "",
    "bytes_per_household": "", "duplicates": "", "invented_found": "", "table_error": "", "seconds": "",
}  # fmt: skip


def broken(told: dict[str, Any]) -> list[str]:
    """The marks that are not met."""
    missed = [key for key in ("dead_ends", "lost", "doubled", "http_5xx", "leaks") if told[key]]
    missed += ["windows_kept"] if told["windows_kept"] is not None and told["windows_kept"] < 0.98 else []
    for key, most in (("sms_to_booking_median", 3), ("receipt_to_cancel_s", 5)):
        missed += [key] if told[key] is not None and told[key] > most else []
    return missed


def as_text(told: dict[str, Any]) -> str:
    """For the terminal and for var/rehearsal/report.txt."""
    missed = broken(told)
    live, known = told["truth"]["families"], told["truth"]["in_register"]
    lines = [f"Rehearsal, seed {told['seed']}: {live} families really live there, {known} are registered."]
    for key, goal in _GOALS.items():
        why = f"not taken: {told['reasons'][key]}" if key in told["reasons"] else str(told[key])
        lines.append(
            f"  {'BROKEN' if key in missed else '      '} {key:<24} {why}"
            + (f"   (goal {goal})" if goal else "")
        )
    found = told["coverage"]
    lines.append(f"  counted {found['families']:.1%} of families; persons {found['persons_counted']} "
                 f"against {found['persons_true_of_counted']} true ones in them; by {found['by_channel']}")  # fmt: skip
    lines += [f"    {way:<20} {n['counted']:>4} of {n['families']}" for way, n in found["by_way"].items()]
    for name, words in told["findings"].items():
        lines += [f"{name} ({len(words)}):", *(f"  - {one}" for one in words[:20])] if words else []
    return "\n".join(lines) + "\n"


def as_html(told: dict[str, Any]) -> str:
    """One page, with a bar for each way."""
    missed = broken(told)
    rows = "".join(
        f"<tr class='{'bad' if key in missed else ''}'><th>{key}</th><td>{escape(str(told[key]))}</td>"
        f"<td>{goal}</td><td>{escape(told['reasons'].get(key, ''))}</td></tr>" for key, goal in _GOALS.items()
    )  # fmt: skip
    bars = "".join(_bar(way, n["counted"], n["families"]) for way, n in told["coverage"]["by_way"].items())
    lists = "".join(
        f"<h2>{name.replace('_', ' ')}: {len(words)}</h2><ul>" + "".join(f"<li>{escape(one)}</li>" for one in words)
        + "</ul>" for name, words in told["findings"].items() if words
    )  # fmt: skip
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Rehearsal</title><style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c}}
table{{border-collapse:collapse;width:100%}}th,td{{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;
overflow-wrap:anywhere}}.bad{{background:#fbe3e0}}svg{{width:100%;height:auto}}</style>
<h1>A census in fast time</h1>
<p>Seed {told["seed"]}, {told["truth"]["families"]} families, {told["seconds"]} seconds.
{"All marks that could be taken are met." if not missed else "Not met: " + ", ".join(missed) + "."}</p>
<h2>Marks</h2><table><tr><th>mark</th><th>value</th><th>goal</th><th>why not</th></tr>{rows}</table>
<h2>Counted, by what families did</h2>{bars}{lists}</html>
"""


def _bar(way: str, counted: int, families: int) -> str:
    width = round(400 * counted / families)
    return (f"<svg viewBox='0 0 640 22' role='img' aria-label='{way}: {counted} of {families}'>"
            f"<text x='0' y='16' font-size='14'>{way}</text><rect x='170' y='4' width='400' height='14' fill='#ddd'/>"
            f"<rect x='170' y='4' width='{width}' height='14' fill='#0b5'/>"
            f"<text x='580' y='16' font-size='14'>{counted}/{families}</text></svg>")  # fmt: skip
