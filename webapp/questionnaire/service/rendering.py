"""Question pages as text: rendered by Jinja once per language and voice, afterwards only filled.

The template is rendered with tokens in the places that differ from family to family (values, errors, names, the
prefix of field names), and the text is split there. Filling copies the list of parts, sets the few that are not
empty and joins: no template runs (architecture.md, section 3). Everything that is filled in is escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from markupsafe import Markup, escape

from webapp.questionnaire.rules.page import Page
from webapp.questionnaire.rules.question import NAME, Question, Voice
from webapp.questionnaire.rules.refusals import AnswerRefused
from webapp.questionnaire.service.skeletons import Skeleton, Typed, skeleton
from webapp.shared.i18n import N_, catalogue

# Written behind an error, so that people can quote it on the telephone.
CODE = N_("kode %(code)s")
# Says {name} where no name is known yet: somebody is being added, or the register's names stay hidden.
NAMELESS = N_("anggota ini")
_kept: dict[tuple[Page, str, Voice, bool], list[tuple[Question, Skeleton]]] = {}


def render(
    page: Page,
    language: str,
    voice: Voice,
    values: Mapping[str, Typed],
    errors: Mapping[str, AnswerRefused],
    *,
    name: str = "",
    shown: Collection[Question] | None = None,
    prefix: str = "",
) -> Markup:
    """Return the questions of a page as HTML for the inside of its form.

    `values` are stored values or what was typed (`Page.typed`); `name` is the person's for {name} (without one:
    "anggota ini"); `shown` are the questions to put there (`Page.shown`; None: all), a refused one always being
    among them; `prefix` stands before the names and ids of fields where one form holds several people's.
    """
    key = (page, language, voice, bool(prefix))
    kept = _kept.get(key)
    if kept is None:
        kept = _kept[key] = [(q, skeleton(page, q, language, voice, bool(prefix))) for q in page.questions]
    said, put = str(escape(_named(name, language))), str(escape(prefix))
    filled = [
        parts.fill(values.get(question.key), _told(errors.get(question.key), language), said, put)
        for question, parts in kept
        if shown is None or question in shown or question.key in errors
    ]
    return Markup("".join(filled))  # noqa: S704  every part is escaped by the template or in fill


def title(page: Page, language: str, voice: Voice, name: str = "") -> str:
    """Return the page's heading as plain text (the template that prints it escapes it)."""
    return catalogue(language).gettext(page.title[voice]).replace(NAME, _named(name, language))


def label(question: Question, language: str, voice: Voice, name: str = "") -> str:
    """Return the wording of one question as plain text."""
    return catalogue(language).gettext(question.wording[voice]).replace(NAME, _named(name, language))


def labels(page: Page, language: str, voice: Voice, name: str = "") -> dict[str, str]:
    """Return the wording of every question of a page, by key."""
    return {question.key: label(question, language, voice, name) for question in page.questions}


def summary_of_errors(
    errors: Mapping[str, AnswerRefused],
    language: str,
    prefix: str = "",
    asked: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return for ui.error_summary(errors=...) what is wrong, by the id of the field to go to.

    asked: the wording of questions by key, set before what several of them are told alike.
    """
    told = {key: _told(error, language) for key, error in errors.items()}
    often = Counter(told.values())
    words = {key: (asked or {}).get(key, "") if often[said] > 1 else "" for key, said in told.items()}
    return {prefix + key: f"{words[key]} {said}".strip() for key, said in told.items()}


def _named(name: str, language: str) -> str:
    return name or catalogue(language).gettext(NAMELESS)


def _told(error: AnswerRefused | None, language: str) -> str:
    if error is None:
        return ""
    words = catalogue(language)
    return f"{words.gettext(error.message) % error.params} ({words.gettext(CODE) % {'code': error.code}})"
