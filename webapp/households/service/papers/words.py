"""The wording of papers, kept as data beside the room."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "papers"


@cache
def wording(name: str) -> dict[str, Any]:
    """The sentences of a paper: its sections, each a table of texts and lists."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
