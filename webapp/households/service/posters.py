"""Paper that belongs to nobody in particular: a poster for each village, and a page for those who help others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from webapp.households.service.papers.poster import Office, draw_guide, draw_poster
from webapp.places import queries as places
from webapp.places.models import Region
from webapp.shared.paper import Paper
from webapp.shared.settings import settings

LANGUAGES = ("id", "jv")


class UnknownVillage(Exception):
    """There is no village or sub-district with this code."""


def villages_at(code: str) -> list[Region]:
    """The village with this code, or all villages of the sub-district with it. Raises UnknownVillage."""
    village = places.village(code)
    found = [village] if village else places.villages(code)
    if not found:
        raise UnknownVillage(code)
    return found


def write_posters(code: str, folder: Path) -> Iterator[Path]:
    """Write the posters of a village, or of every village of a sub-district, one file a language.

    Raises UnknownVillage.
    """
    villages = villages_at(code)
    folder.mkdir(parents=True, exist_ok=True)
    for found in villages:
        label = places.village_label(found.code)
        for language in LANGUAGES:
            paper = Paper(f"Poster {label}", language=language, one_sided=True)
            draw_poster(paper, language, found.kind, label, _office())
            file = folder / f"poster-{found.code}-{language}.pdf"
            file.write_bytes(paper.to_bytes())
            yield file


def write_guide(folder: Path) -> Iterator[Path]:
    """Write the one-page guide, one file a language."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        paper = Paper("Panduan sensus", language=language)
        draw_guide(paper, language, _office())
        file = folder / f"guide-{language}.pdf"
        file.write_bytes(paper.to_bytes())
        yield file


def _office() -> Office:
    known = settings()
    return Office(known.public_url, known.help_address, known.sms_office_number)
