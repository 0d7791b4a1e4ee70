"""The rehearsal itself: the same seed is the same world, and a tiny census goes by without a dead end."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from bench.rehearsal.__main__ import rehearse
from bench.rehearsal.actors.promises import read
from bench.rehearsal.notes import Notes
from bench.rehearsal.pages import as_html, broken
from bench.rehearsal.world import world

KEYS = {"dead_ends", "lost", "doubled", "http_5xx", "leaks", "windows_kept", "sms_to_booking_median",
        "receipt_to_cancel_s", "coverage", "truth", "requests_per_household", "bytes_per_household", "duplicates",
        "invented_found", "table_error", "seconds"}  # fmt: skip


def row(number: int) -> dict[str, Any]:
    """A family as prepare prints it."""
    return {
        "village_code": "33.16.05.2001", "rt": "001", "kk": f"331699010120{number:04}",
        "card_kk": f"331699010120{number:04}", "letter_number": f"12345{number:05}",
        "address": f"Dukuh Contoh No. {number}", "phone": None,
        "members": [{"nik": f"331699010180{number:04}", "name": f"Orang Nomor{number}", "sex": "male",
                     "birth_date": "1980-01-01", "relationship": "head", "lives_elsewhere": False}],
    }  # fmt: skip


def test_the_same_seed_is_the_same_world() -> None:
    rows = [row(number) for number in range(1, 60)]
    assert world(rows, 5) == world(rows, 5)
    assert [one.way for one in world(rows, 5)] != [one.way for one in world(rows, 6)]


def test_what_belongs_to_another_family_is_found_in_an_answer_however_it_is_spaced() -> None:
    one, other = world([row(1), row(2)], 1)
    notes = Notes([one, other])
    grouped = f"{other.nik[:4]} {other.nik[4:8]} {other.nik[8:12]} {other.nik[12:]}"
    assert notes.foreign(f"<p>{grouped}</p>", one.values) == [other.nik]
    assert notes.foreign(f"<p>{one.nik} {one.head.name}</p>", one.values) == []
    assert notes.foreign(f"<p>{other.head.name}</p>", one.values) == [other.head.name]
    assert notes.foreign(f"<p>{other.address}4</p>", one.values) == []  # another house in the same lane


def test_a_refusal_without_a_way_on_is_a_dead_end() -> None:
    notes = Notes(world([row(1)], 1))
    notes.look("somebody", "/x", 403, "<html><main><h1>Tidak</h1></main></html>", set())
    notes.look("somebody", "/x", 403, '<html><main><p role="alert"><a href="/">awal</a></main></html>', set())
    assert len(notes.dead_ends) == 1
    assert len(notes.without_reason) == 1


def test_promises_are_read_from_texts_and_pages_alike() -> None:
    assert read("SENSUS: Kunjungan Sel 19/1 08.00-11.00 dicatat.") == (date(2027, 1, 19), "morning")
    assert read('<p class="number">Selasa, 19 Januari</p>\n<p>13.00-15.30 WIB</p>') == (
        date(2027, 1, 19),
        "midday",
    )
    assert read("SENSUS: Terima kasih.") is None


def test_a_tiny_census_goes_by_without_a_broken_promise(tmp_path: Path) -> None:
    told = rehearse(10, 1, "kill-web", tmp_path)
    written = json.loads((tmp_path / "report.json").read_text())
    assert set(written) >= KEYS
    assert broken(told) == [], written["findings"]
    assert told["coverage"]["families"] >= 0.7
    assert all(written["reasons"].get(key) for key in ("invented_found", "table_error", "duplicates"))
    assert "<svg" in as_html(told)
