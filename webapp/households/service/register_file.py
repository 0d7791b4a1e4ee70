"""Reading a register's file line by line: whatever is in it, one bad line spoils no other and memory stays small.

A row is one line, also inside quotes: so a forgotten quote costs its own line and not the rest of the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from webapp.households.rules.intake import OPTIONAL, REQUIRED

LONGEST_LINE = 4000  # characters: more than all cells together may hold
_SEPARATORS = ",;\t|"
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))


class FileUnusable(Exception):
    """Nothing of the file can be read; the text says why and what to do."""


class Line(NamedTuple):
    """A line of the file, counted from 1 (the header). `cells` is None where the line is not a row."""

    number: int
    cells: dict[str, str] | None


class RegisterFile:
    """A register's file with its header read. `size` is in bytes; a context manager."""

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._binary = path.open("rb")
        beginning = self._binary.read(2)
        self._binary.seek(0)
        encoding = next(name for mark, name in _ENCODINGS if beginning.startswith(mark))
        # What is no UTF-8 becomes a sign that no cell may hold: the fault is told in its line.
        self._text = TextIOWrapper(self._binary, encoding, errors="replace", newline=None)
        try:
            self._columns, self._separator = self._header()
        except FileUnusable:
            self._text.close()
            raise

    def __enter__(self) -> RegisterFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def _header(self) -> tuple[list[str], str]:
        first = self._text.readline(LONGEST_LINE)
        if not first.strip():
            raise FileUnusable("The file is empty. Its first line must name the columns.")
        separator = max(_SEPARATORS, key=first.count)
        columns = [name.strip().casefold() for name in _cells(first, separator) or []]
        missing = [name for name in REQUIRED if name not in columns]
        unknown = [name for name in columns if name not in REQUIRED + OPTIONAL]
        if missing:
            raise FileUnusable(f"Columns missing in the first line: {', '.join(missing)}.")
        if unknown or len(set(columns)) != len(columns):
            raise FileUnusable(
                f"The first line must hold {','.join(REQUIRED)} and may hold {','.join(OPTIONAL)}: "
                f"it holds {len(unknown)} other columns or one of them twice."
            )
        return columns, separator

    def lines(self) -> Iterator[Line]:
        """Every line after the header that is not blank."""
        number = 1
        while text := self._text.readline(LONGEST_LINE):
            number += 1
            cells = None if self._is_too_long(text) else _cells(text, self._separator)
            if text.isspace():
                continue
            is_row = cells is not None and len(cells) == len(self._columns)
            yield Line(number, dict(zip(self._columns, cells or (), strict=True)) if is_row else None)

    def position(self) -> int:
        """How many bytes have been read, for a progress bar."""
        return min(self._binary.tell(), self.size)

    def _is_too_long(self, text: str) -> bool:
        """Whether the line goes on beyond what was read; the rest of it is passed over."""
        if text.endswith("\n") or len(text) < LONGEST_LINE:
            return False
        while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
            pass
        return True


def _cells(line: str, separator: str) -> list[str] | None:
    if '"' not in line:  # the same as below at a quarter of its time
        return line.rstrip("\n").split(separator)
    try:
        return next(csv.reader((line,), delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        return None
