"""What is kept about soft checks: which were asked about which answers, and which were said to be right."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from webapp.questionnaire.rules import Doubt

PAGE = "doubts"  # beside a member's pages in the draft, sealed like them
NEW, ASKED, KEPT = "new", "asked", "kept"


def state_of(doubt: Doubt, notes: Mapping[str, Any]) -> str:
    """Return "kept" (the family said that it is right), "asked", or "new", which it also is after a change.

    notes: of the member, as with_note() makes them.
    """
    state, *about = notes.get(doubt.check.key, [NEW])
    return str(state) if about == list(doubt.about) else NEW


def with_note(doubt: Doubt, state: str, notes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the member's notes with the state of this doubt; what it is about says when it no longer holds."""
    return {**notes, doubt.check.key: [state, *doubt.about]}


def token(doubt: Doubt, position: int) -> str:
    """Name a doubt in a form, so that "yes" is never taken for other answers than those that were on the page."""
    return f"{position}.{doubt.check.key}.{zlib.crc32(repr(doubt.about).encode()):x}"
