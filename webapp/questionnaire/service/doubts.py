"""The sentences of soft checks."""

from __future__ import annotations

import re

from webapp.questionnaire.rules.question import NAME, Voice
from webapp.questionnaire.rules.soft import HEAD, Doubt
from webapp.questionnaire.service.rendering import NAMELESS
from webapp.shared.i18n import N_, catalogue

NAMELESS_HEAD = N_("kepala keluarga")


def doubt_text(doubt: Doubt, voice: Voice, language: str, *, name: str = "", head: str = "") -> str:
    """Return what is odd, as plain text. Without names: "anggota ini", "kepala keluarga"."""
    gettext = catalogue(language).gettext
    said = gettext(doubt.check.wording(voice)) % {"age": doubt.told.age}
    names = {NAME: name or gettext(NAMELESS), HEAD: head or gettext(NAMELESS_HEAD)}
    return re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], said)
