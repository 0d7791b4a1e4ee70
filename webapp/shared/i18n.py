"""Languages: Indonesian is the source (its sentences are the msgids), English and Javanese are catalogues.

A language is looked up, never branched on. Catalogues are read from the .po files at first use, so there is
no compiling step to forget.
"""

from __future__ import annotations

import gettext as gettext_module
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date as babel_date
from flask import request
from markupsafe import Markup

from webapp.shared import clock
from webapp.shared.cookies import cookie

LANGUAGES = {"id": "Bahasa Indonesia", "jv": "Basa Jawa", "en": "English"}
SOURCE = "id"
COOKIE = "lang"
_KEPT = "catat.language"
FOLDER = Path(__file__).parent / "translations"

_chosen: ContextVar[str | None] = ContextVar("catat_language", default=None)


def language() -> str:
    """The language of the page, text or command at hand: 'id', 'jv' or 'en'."""
    chosen = _chosen.get()
    if chosen:
        return chosen
    try:
        environ = request._get_current_object().environ  # type: ignore[attr-defined]
    except RuntimeError:  # no request
        return SOURCE
    # asked for many times a request: the answer is kept there
    kept: str | None = environ.get(_KEPT)
    if kept is None:
        asked = cookie(COOKIE, SOURCE)
        kept = environ[_KEPT] = asked if asked in LANGUAGES else SOURCE
    return kept


def switch_to(code: str) -> None:
    """From here on this request speaks another language; an unknown one changes nothing."""
    if code in LANGUAGES:
        request.environ[_KEPT] = code


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Within the block all words are in this language: for texts, commands and kept skeletons."""
    before = _chosen.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _chosen.reset(before)


@cache
def catalogue(code: str) -> gettext_module.NullTranslations:
    """The words of a language; what a catalogue lacks falls back to Indonesian."""
    path = FOLDER / f"{code}.po"
    if code == SOURCE or not path.exists():
        return gettext_module.NullTranslations()
    from babel.messages.mofile import write_mo  # the source language needs neither
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        words = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def gettext(message: str) -> str:
    """The message in the language at hand."""
    return catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The message for n things; Indonesian and Javanese have one form."""
    return catalogue(language()).ngettext(one, many, n)


_ = gettext


def gettext_in_templates(message: str, **values: object) -> Markup:
    """_() of the templates: the message is HTML, values are escaped. Jinja's own takes three calls and a copy."""
    words = _as_html(language(), message)
    return words % values if values or "%" in words else words


@lru_cache(maxsize=8192)
def _as_html(code: str, message: str) -> Markup:
    return Markup(catalogue(code).gettext(message) if message else "")  # noqa: S704  our own catalogues


def N_(message: str) -> str:  # noqa: N802  the customary name that extraction looks for
    """Marks a message for extraction without translating it yet."""
    return message


def format_date(day: date) -> str:
    """1 Juni 2030"""
    return babel_date(day, "d MMMM y", locale=language())


def format_day(day: date) -> str:
    """Sabtu, 1 Juni"""
    return babel_date(day, "EEEE, d MMMM", locale=language())


def format_time(moment: datetime) -> str:
    """19.42, as a watch in Blora shows it (with a colon in English)."""
    shown = clock.to_wib(moment)
    return f"{shown.hour:02}{':' if language() == 'en' else '.'}{shown.minute:02}"


def format_moment(moment: datetime) -> str:
    """1 Juni 2030, 19.42 WIB"""
    return f"{format_date(clock.to_wib(moment).date())}, {format_time(moment)} WIB"


def format_number(n: int) -> str:
    """1.204 (1,204 in English)."""
    return f"{n:,}" if language() == "en" else f"{n:,}".replace(",", ".")


def format_percent(share: float) -> str:
    """43,5 % of a whole, given as 0.435 (43.5% in English)."""
    return f"{share:.1%}" if language() == "en" else f"{100 * share:.1f} %".replace(".", ",")
