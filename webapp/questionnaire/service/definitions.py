"""The definitions that ship with Catat, loaded once per process.

A family's answers go on under the version in which they were begun, so a folder that was once in use stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from webapp.questionnaire.rules.build import build
from webapp.questionnaire.rules.check import Comparison, compare, faults, in_order
from webapp.questionnaire.rules.definition import Definition
from webapp.questionnaire.rules.refusals import UnknownDefinition

FOLDER = Path(__file__).parents[1] / "definitions"
CURRENT = "short_form_1"
_tried: dict[str, Definition] = {}  # see trial()


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
    name = version or current()
    return _tried.get(name) or _built(name)


def current() -> str:
    """Return the name of the version under which new drafts are begun."""
    return next(reversed(_tried), CURRENT)


@contextmanager
def trial(version: str, folder: Path) -> Iterator[Definition]:
    """Use a definition of another folder as the current one: how tests and rehearsals see a change of versions."""
    _tried[version] = build(version, documents(version, folder))
    try:
        yield _tried[version]
    finally:
        del _tried[version]


@cache
def _built(version: str) -> Definition:
    return build(version, documents(version))


def faults_by_version(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Return for each definition what is wrong with it, in sentences."""
    return {version: _faults(version, folder) for version in versions(folder)}


def comparisons(folder: Path = FOLDER) -> dict[str, Comparison]:
    """Return what each version changes against the one before it; versions with faults are not compared."""
    sound = [version for version, found in faults_by_version(folder).items() if not found]
    return {
        f"{newer} against {older}": compare(documents(older, folder), documents(newer, folder))
        for older, newer in in_order(sound)
    }


def _faults(version: str, folder: Path) -> list[str]:
    try:
        return faults(documents(version, folder))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        return [f"not readable as TOML: {unreadable}"]
