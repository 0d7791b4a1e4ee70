"""Letters for the neighbourhood heads to hand out: one PDF a neighbourhood, the list for its head on top."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from webapp.households import queries
from webapp.households.service.papers.cover import draw_cover
from webapp.households.service.papers.letter import Bundle, Letter, draw_letter
from webapp.households.service.posters import villages_at
from webapp.households.service.roster import doors
from webapp.places import queries as places
from webapp.shared import audit, clock, i18n
from webapp.shared.db import db, transaction
from webapp.shared.paper import Paper
from webapp.shared.settings import settings

LARGEST = 150  # letters in one bundle: what is held in memory at a time, and about what a stapler's box holds


class NoLetters(Exception):
    """Nobody there waits for a letter: no families of the register, or all are counted."""


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that was written to a file."""

    file: Path
    letters: int


@dataclass(frozen=True, slots=True)
class _Order:
    """What is the same for all bundles of a call."""

    village_code: str
    folder: Path
    until: date | None
    reason: str
    by: str
    largest: int


def write_letters(
    code: str, folder: Path, *, rt: str = "", until: date | None = None, reason: str = "", by: str = "",
    largest: int = LARGEST,
) -> Iterator[Written]:  # fmt: skip
    """Write the letters to families still to be counted of a village, or of a whole sub-district, bundle by bundle.

    `until`: the last day of answering by oneself, printed if given. Each bundle is recorded in the audit before it
    is opened; files can be read by their owner only and carry codes in their names, nothing of people.
    Raises UnknownVillage, and NoLetters when there is nobody to write to.
    """
    found = [(village.code, queries.neighbourhoods(village.code, rt)) for village in villages_at(code)]
    if not any(neighbourhoods for _, neighbourhoods in found):
        raise NoLetters
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for village_code, neighbourhoods in found:
        order = _Order(village_code, folder, until, reason, by, largest)
        for neighbourhood in neighbourhoods:
            yield from _bundles(order, neighbourhood)


def _bundles(order: _Order, of: queries.Neighbourhood) -> Iterator[Written]:
    after: UUID | None = None
    part = 0
    while rows := queries.letter_numbers(order.village_code, of.sls_id, order.largest, after):
        after, part = rows[-1][0], part + 1
        in_parts = part if of.letters > order.largest else 0
        _note(order, of, len(rows))
        file = order.folder / _file_name(order.village_code, of, in_parts)
        write_private(file, _bundle(order, of, dict(rows), in_parts).to_bytes())
        db.session.expunge_all()  # what was read for this bundle is not kept for the next
        yield Written(file, len(rows))


def _note(order: _Order, of: queries.Neighbourhood, letters: int) -> None:
    with transaction():
        subject = f"{order.village_code} RT {of.rt or '-'} RW {of.rw or '-'}"
        audit.record("letters written", subject, order.reason, f"{letters} letters with names", by=order.by)


def _bundle(order: _Order, of: queries.Neighbourhood, numbers: dict[UUID, str], part: int) -> Paper:
    letters = _letters(numbers)
    known = settings()
    with i18n.use_language("id"):
        bundle = Bundle(
            village=places.village_label(order.village_code), rt=of.rt, rw=of.rw, total=len(letters), part=part,
            public_url=known.public_url, office=known.help_address, sms_number=known.sms_office_number,
            sms_is_free=known.sms_is_free, until=i18n.format_date(order.until) if order.until else "",
        )  # fmt: skip
        printed = i18n.format_date(clock.today())
    paper = Paper(f"Surat sensus {order.village_code}", one_sided=True)
    draw_cover(paper, bundle, letters, printed)
    for letter in letters:
        draw_letter(paper, bundle, letter)
    return paper


def _letters(numbers: dict[UUID, str]) -> list[Letter]:
    """In the order of the addresses, as a neighbourhood head walks."""
    at = doors(numbers)
    ordered = sorted(numbers, key=lambda each: (_walking_order(at[each].address), numbers[each]))
    return [
        Letter(numbers[each], at[each].head_name, at[each].address, place)
        for place, each in enumerate(ordered, 1)
    ]


def _walking_order(address: str) -> list[tuple[int, str]]:
    """House 9 before house 10."""
    return [
        (int(part), "") if part.isdigit() and part.isascii() else (0, part)
        for part in re.split(r"([0-9]+)", address.casefold())
    ]


def _file_name(village_code: str, of: queries.Neighbourhood, part: int) -> str:
    place = [
        f"rw-{of.rw}" if of.rw else "",
        f"rt-{of.rt}" if of.rt else "no-rt",
        f"part-{part}" if part else "",
    ]
    return "-".join(each for each in ("letters", village_code, *place) if each) + ".pdf"


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = file.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    beside.replace(file)
