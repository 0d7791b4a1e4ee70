"""Cells of exported files. A name that begins like a formula is text: spreadsheets run formulas when opened
(OWASP, CSV injection)."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str | float) -> str | float:
    """The cell, with a leading apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
