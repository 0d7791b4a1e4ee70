"""The definitions that ship with Catat, loaded once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from webapp.questionnaire.rules.build import build
from webapp.questionnaire.rules.check import faults
from webapp.questionnaire.rules.definition import Definition
from webapp.questionnaire.rules.refusals import UnknownDefinition

FOLDER = Path(__file__).parents[1] / "definitions"
CURRENT = "short_form_1"


def versions(folder: Path = FOLDER) -> list[str]:
    """Return the names of the definitions, each a folder of TOML files."""
    return sorted(found.name for found in folder.iterdir() if found.is_dir() and any(found.glob("*.toml")))


def documents(version: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the parsed files of a definition. Raises UnknownDefinition or tomllib.TOMLDecodeError."""
    if version not in versions(folder):
        raise UnknownDefinition(version)
    return [tomllib.loads(file.read_text("utf-8")) for file in sorted((folder / version).glob("*.toml"))]


def definition(version: str | None = None) -> Definition:
    """Return the questionnaire of a version, the current one when none is named. Raises UnknownDefinition."""
    return _built(version or CURRENT)


@cache
def _built(version: str) -> Definition:
    return build(version, documents(version))


def faults_by_version(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Return for each definition what is wrong with it, in sentences."""
    return {version: _faults(version, folder) for version in versions(folder)}


def _faults(version: str, folder: Path) -> list[str]:
    try:
        return faults(documents(version, folder))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        return [f"not readable as TOML: {unreadable}"]
