"""Figures as files: CSV for everybody's tools, XLSX for the desks."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from webapp.reporting.rules.cells import harmless

Cell = str | float


def csv_of(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, since spreadsheets of an office ask for it; lines end with CRLF (RFC 4180)."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_of(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], notes: Sequence[str]) -> bytes:
    """One sheet with a heading row; the notes (denominator, register date) stand below the figures."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.write_row(0, 0, [harmless(cell) for cell in head], bold)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [harmless(cell) for cell in row])
        for number, note in enumerate(notes, len(rows) + 2):
            sheet.write_string(number, 0, note)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
    return out.getvalue()
