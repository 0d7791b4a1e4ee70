"""The person pages of the questionnaire, answered alone and for oneself; then the list, sending, and thanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from webapp.private import rules, service
from webapp.private.forms import worded
from webapp.private.views.blueprint import bp, kept, my_sitting, replaced
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.service import Page
from webapp.shared import clock, i18n, pages
from webapp.shared.access import csrf_ok, public
from webapp.shared.errors import FormExpired, NotFound, Refusal
from webapp.shared.i18n import gettext

PLACE = "/self/form"


@bp.route("/self/form/<page>", methods=["GET", "POST"])
@public
def form_page(page: str) -> Response:
    """One page of questions, in the voice of "you"."""
    sitting = my_sitting()
    if sitting.state == "sent":
        return pages.go("private.sent")
    asked = _page(sitting, page)
    return _save(sitting, asked) if request.method == "POST" else _show(sitting, asked)


def _page(sitting: service.Sitting, key: str) -> Page:
    try:
        page = sitting.definition.page(key)
    except KeyError:
        raise NotFound from None
    if page.scope != "person":
        raise NotFound
    return page


def _show(
    sitting: service.Sitting, page: Page, *, typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None, refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    language, errors = i18n.language(), errors or {}
    revision, known = service.stored(sitting, page)
    inside = questionnaire.render(
        page, language, "self", known if typed is None else typed, errors,
        shown=page.shown(sitting.answers, sitting.person),
    )  # fmt: skip
    walked = sitting.definition.shown_pages(sitting.answers, sitting.person)
    status = refusal.status if refusal else 422 if errors else 200
    return pages.page(
        "private/page.html", status=status, heading=questionnaire.title(page, language, "self"), inside=inside,
        revision=revision, errors=questionnaire.summary_of_errors(errors, language), saved_at=sitting.saved_at,
        refusal=worded(refusal) if refusal else "", address=f"{PLACE}/{page.key}", total=len(walked) + 1,
        number=walked.index(page) + 1 if page in walked else 1,
    )  # fmt: skip


def _save(sitting: service.Sitting, page: Page) -> Response:
    form = request.form.to_dict(flat=False)
    reading = page.read(form, sitting.answers, sitting.person, day=clock.today())
    typed = page.typed(form)
    if not csrf_ok():
        return _show(sitting, page, typed=typed, refusal=FormExpired())
    if reading.errors:
        return _show(sitting, page, typed=typed, errors=reading.errors)
    seen = request.form.get("revision", "")
    try:
        service.save_page(sitting, page, reading.values, int(seen) if seen.isdecimal() else None)
    except rules.PageSavedElsewhere as changed:
        return _show(my_sitting(), page, typed=typed, refusal=changed)
    following = sitting.definition.next_page(sitting.answers, sitting.person, after=page.key)
    if following is None or request.args.get("to") == "end":
        following = sitting.first_open()
    return _to(sitting, following)


def _to(sitting: service.Sitting, page: str | None) -> Response:
    """To a page of questions, or to the end: 303, or at once its fragment for htmx."""
    url = f"{PLACE}/{page}" if page else "/self/end"
    if not pages.wants_fragment():
        return pages.go_to(url)
    shown = _show(sitting, sitting.definition.page(page)) if page else _show_end(sitting)
    return replaced(shown, url)


def onward() -> Response:
    """To where something is missing."""
    sitting = my_sitting()
    return pages.go_to(f"{PLACE}/{sitting.first_open()}" if sitting.first_open() else "/self/end")


@bp.route("/self/end", methods=["GET", "POST"])
@public
def end() -> Response:
    """What was said, and the button that sends."""
    sitting = my_sitting()
    if sitting.state == "sent":
        return pages.go("private.sent")
    if request.method == "GET":
        return _show_end(sitting)
    if not csrf_ok():
        return _show_end(sitting, FormExpired())
    try:
        service.send(sitting.version_id, sitting.key)
    except rules.PagesMissing as missing:
        return _show_end(sitting, missing)
    return replaced(_thanks(), "/self/sent") if pages.wants_fragment() else pages.go("private.sent")


def _show_end(sitting: service.Sitting, refusal: Refusal | None = None) -> Response:
    language, answers, person = i18n.language(), sitting.answers, sitting.person
    parts = [
        {
            "title": questionnaire.title(page, language, "self"),
            "url": f"{PLACE}/{page.key}?to=end",
            "lacks": [gettext(q.short) for q in page.missing(answers, person)],
            "rows": [(gettext(q.short), questionnaire.answer_text(q, answers[q.key], language))
                     for q in page.questions if q.key in answers and q.applies(answers, person)],
        }
        for page in sitting.definition.shown_pages(answers, person)
    ]  # fmt: skip
    return pages.page(
        "private/end.html", status=refusal.status if refusal else 200, parts=parts, saved_at=sitting.saved_at,
        refusal=worded(refusal) if refusal else "",
    )  # fmt: skip


@bp.get("/self/sent")
@public
def sent() -> Response:
    """Thanks, without a receipt: nothing is left that somebody could find."""
    kept()
    return _thanks()


def _thanks() -> Response:
    return pages.page("private/sent.html")
