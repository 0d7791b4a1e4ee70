"""Staff by import: one person a row, errors row by row; the same file again changes nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from sqlalchemy import delete, select

from webapp.places import queries as places
from webapp.shared import audit, clock
from webapp.shared.access import ROLES
from webapp.shared.db import db, new_id, transaction
from webapp.staff import queries, rules
from webapp.staff.models import Account, AccountArea
from webapp.staff.service.accounts import TERM, free_number

REQUIRED, OPTIONAL = ("username", "name", "role", "areas"), ("until",)
MOST_BYTES = 5_000_000
_LONGEST_NAME = 120
_SEPARATORS = ",;\t"


class FileUnusable(Exception):
    """Nothing of the file can be read; the text says why and what to do."""


class RowRejected(Exception):
    """One row cannot be taken in: the column at fault, and a code."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column, self.code = column, code


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the file has her."""

    username: str
    name: str
    role: str
    areas: tuple[str, ...]
    until: date | None


@dataclass
class Imported:
    """How many rows did what; `errors` is the file of the rejected ones, None without any."""

    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    errors: Path | None = None


def import_staff(path: Path) -> Imported:
    """Take in a CSV of staff. Nobody in it can sign in before an invitation. Raises FileUnusable."""
    done, seen, faults = Imported(), set[str](), []
    errors = path.with_name(path.stem + ".errors.csv")
    errors.unlink(missing_ok=True)
    for line, cells in _lines(path):
        try:
            row = _row(cells)
            if row.username in seen:
                raise RowRejected("username", "twice")
            seen.add(row.username)
            what = _take_in(row)
            setattr(done, what, getattr(done, what) + 1)
        except RowRejected as fault:
            faults.append((line, fault.column, fault.code))
    if faults:
        done.rejected, done.errors = len(faults), errors
        with errors.open("w", newline="") as file:
            csv.writer(file).writerows([("line", "column", "code"), *faults])
    return done


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Line number and cells of every row; None for what is not a row. A row is one line."""
    if path.stat().st_size > MOST_BYTES:
        raise FileUnusable("The file is larger than a list of staff can be (5 MB).")
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    if not lines:
        raise FileUnusable("The file is empty. Its first line must name the columns.")
    separator = max(_SEPARATORS, key=lines[0].count)
    columns = [name.strip().casefold() for name in _cells(lines[0], separator)]
    if not set(REQUIRED) <= set(columns) <= {*REQUIRED, *OPTIONAL} or len(set(columns)) != len(columns):
        raise FileUnusable(f"The first line must be {','.join(REQUIRED)} and may hold {','.join(OPTIONAL)}.")
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            cells = _cells(line, separator)
            yield number, dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else None


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(line[:4000]), delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _row(cells: dict[str, str] | None) -> Row:
    if cells is None:
        raise RowRejected("", "not-a-row")
    values = {name: " ".join(text.replace("\0", "").split()) for name, text in cells.items()}
    for name in REQUIRED:
        if not values[name] or "\ufffd" in values[name]:
            raise RowRejected(name, "missing" if not values[name] else "unreadable")
    username = rules.username_of(values["username"])
    if not username:
        raise RowRejected("username", "not-a-username")
    if len(values["name"]) > _LONGEST_NAME:
        raise RowRejected("name", "too-long")
    if values["role"] not in ROLES:
        raise RowRejected("role", "unknown")
    areas = tuple(
        dict.fromkeys(values["areas"].replace(";", " ").replace("|", " ").replace(",", " ").split())
    )
    if any(places.region(area) is None for area in areas):
        raise RowRejected("areas", "unknown")
    return Row(username, values["name"], values["role"], areas, _day(values.get("until", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise RowRejected("until", "not-a-date") from wrong


def _take_in(row: Row) -> str:
    """ "new", "changed" or "same"."""
    with transaction():
        account = queries.account_named(row.username)
        if account is None:
            db.session.add(_new(row))
            db.session.flush()
            account = queries.account_named(row.username)
            what = "new"
        else:
            what = "changed" if _update(account, row) else "same"
        if account is not None and _set_areas(account, row.areas) and what == "same":
            what = "changed"
        if account is not None and what != "same":
            audit.record(
                f"account {what} by file", str(account.id), detail=f"{row.role} {' '.join(row.areas)}"
            )
    return what


def _new(row: Row) -> Account:
    """A password of 32 random bytes stands for none: only an invitation opens the account."""
    return Account(
        id=new_id(), username=row.username, name=row.name, role=row.role, officer_number=free_number(), active=True,
        made_for_demo=False, valid_until=row.until or clock.today() + TERM, created_at=clock.now(),
        password_salt=os.urandom(16), password_key=os.urandom(32),
    )  # fmt: skip


def _update(account: Account, row: Row) -> bool:
    wanted = {"name": row.name, "role": row.role, "valid_until": row.until or account.valid_until}
    changed = {name: value for name, value in wanted.items() if getattr(account, name) != value}
    for name, value in changed.items():
        setattr(account, name, value)
    return bool(changed)


def _set_areas(account: Account, areas: tuple[str, ...]) -> bool:
    mine = AccountArea.account_id == account.id
    if set(db.session.scalars(select(AccountArea.area_code).where(mine))) == set(areas):
        return False
    db.session.execute(delete(AccountArea).where(mine))
    db.session.add_all(AccountArea(account_id=account.id, area_code=area) for area in areas)
    db.session.flush()
    return True
