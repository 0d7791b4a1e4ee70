"""Letters for the neighbourhood heads: who gets one, what stands on it, and what must not."""

from __future__ import annotations

import re
import stat
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.printed import Printed
from webapp.households import queries, service
from webapp.shared.audit import AuditRow
from webapp.shared.db import db


@pytest.fixture
def village(register: list[service.Sample]) -> str:
    """The village with the most families."""
    return max(queries.coverage(), key=lambda row: row.expected).village_code


def written(village: str, folder: Path, **how: int | str | date) -> list[Printed]:
    return [Printed(one.file.read_bytes()) for one in service.write_letters(village, folder, **how)]  # type: ignore[arg-type]


def letters_of(bundles: list[Printed]) -> list[tuple[Printed, int]]:
    return [
        (bundle, page)
        for bundle in bundles
        for page in range(len(bundle))
        if "SURAT SENSUS" in bundle.text(page)
    ]


def test_every_family_still_to_be_counted_gets_its_letter(village: str, tmp_path: Path) -> None:
    doors = queries.uncounted([village])
    letters = letters_of(written(village, tmp_path))
    assert len(letters) == len(doors) > 1
    numbers = {re.search(r"DAFTAR (\d{10}) 1975", bundle.text(page))[1] for bundle, page in letters}  # type: ignore[index]
    assert numbers == {door.letter_number for door in doors}


def test_a_letter_says_whose_it_is_and_how_to_answer(village: str, tmp_path: Path) -> None:
    door = queries.uncounted([village])[0]
    known = service.doors([door.id])[door.id]
    number = door.letter_number
    bundle, page = next(
        (bundle, page) for bundle, page in letters_of(written(village, tmp_path, until=date(2030, 3, 31)))
        if number in bundle.text(page)
    )  # fmt: skip
    text = bundle.text(page)
    for part in (known.head_name, known.address, f"RT {door.rt} / RW {door.rw}", "31 Maret 2030", f"..{number[-2:]}",
                 f"{number[:4]} {number[4:7]} {number[7:]}", "tidak pernah meminta uang", "tarif SMS biasa",
                 "127.0.0.1:8000", "UU" if "UU" in text else "Undang-Undang 16/1997"):  # fmt: skip
        assert part in text, part
    assert bundle.faults(page) == []


def test_the_code_holds_the_start_address_and_nothing_else(village: str, tmp_path: Path) -> None:
    for bundle, page in letters_of(written(village, tmp_path)):
        assert bundle.codes(page) == ["http://127.0.0.1:8000"]


def test_the_list_for_the_head_holds_no_name_and_no_number(village: str, tmp_path: Path) -> None:
    doors = queries.uncounted([village])
    names = [known.head_name for known in service.doors(door.id for door in doors).values()]
    for bundle in written(village, tmp_path):
        text = bundle.text(0)
        assert "Daftar penyerahan surat sensus" in text
        assert not any(name in text for name in names)
        assert not re.search(r"\d{5}", text)
        assert bundle.faults(0) == []


def test_files_are_the_owners_alone_and_tell_nothing(village: str, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    written(village, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    names = [file.name for file in folder.iterdir()]
    assert all(
        re.fullmatch(rf"letters-{re.escape(village)}-rw-\d{{3}}-rt-\d{{3}}\.pdf", name) for name in names
    )
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_each_bundle_is_recorded_before_it_is_opened(village: str, tmp_path: Path) -> None:
    made = written(village, tmp_path, reason="surat hilang", by="koordinator.cepu")
    rows = db.session.scalars(select(AuditRow).where(AuditRow.action == "letters written")).all()
    assert len(rows) == len(made)
    assert {(row.by, row.reason) for row in rows} == {("koordinator.cepu", "surat hilang")}
    assert all(row.subject.startswith(village) for row in rows)


def test_a_large_neighbourhood_is_written_in_parts(village: str, tmp_path: Path) -> None:
    whole = len(letters_of(written(village, tmp_path / "whole")))
    parts = written(village, tmp_path / "parts", largest=1)
    assert len(letters_of(parts)) == len(parts) == whole


def test_a_counted_family_gets_none(village: str, tmp_path: Path) -> None:
    doors = queries.uncounted([village])
    for door in doors[1:]:
        service.record_event(door.id, "submitted", "web")
    (only,) = letters_of(written(village, tmp_path))
    assert doors[0].letter_number in only[0].text(only[1])
    service.record_event(doors[0].id, "submitted", "web")
    with pytest.raises(service.NoLetters):
        written(village, tmp_path)


def test_one_neighbourhood_can_be_asked_for(village: str, tmp_path: Path) -> None:
    rt = queries.uncounted([village])[0].rt
    expected = [door for door in queries.uncounted([village]) if door.rt == rt]
    assert len(letters_of(written(village, tmp_path, rt=rt))) == len(expected)
    with pytest.raises(service.NoLetters):
        written(village, tmp_path, rt="999")


def test_a_whole_sub_district_can_be_asked_for(village: str, tmp_path: Path) -> None:
    around = village.rpartition(".")[0]
    expected = sum(row.expected for row in queries.coverage() if row.village_code.startswith(around + "."))
    assert len(letters_of(written(around, tmp_path))) == expected


def test_the_command_names_the_files_and_refuses_what_is_not_there(
    app: Flask, village: str, tmp_path: Path
) -> None:
    run = app.test_cli_runner()
    done = run.invoke(args=["households", "letters", "--village", village, "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert [Path(line) for line in done.stdout.splitlines()] == sorted(tmp_path.glob("*.pdf"))
    assert "delete" in done.stderr
    wrong = run.invoke(args=["households", "letters", "--village", "33.16.05.2999", "--out", str(tmp_path)])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    empty = run.invoke(
        args=["households", "letters", "--village", village, "--rt", "999", "--out", str(tmp_path)]
    )
    assert empty.exit_code == 2
