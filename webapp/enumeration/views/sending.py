"""The list of what is filled in, the summary, sending, and leaving."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import Member
from webapp.enumeration.rules.refusals import DoorClosed, NotComplete, PageChanged
from webapp.enumeration.views import doubts, sitting_pages
from webapp.enumeration.views.blueprint import bp, my_family, my_session, worded
from webapp.enumeration.views.receipts import receipt
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import FamilyRefused
from webapp.shared import i18n, pages, sessions
from webapp.shared.access import csrf_ok, public, seat
from webapp.shared.db import transaction
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext


@bp.get("/form")
@seat
def hub() -> Response:
    """Address, housing, members and each person with its state."""
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    return show_hub(family)


def show_hub(family: service.Family) -> Response:
    """The list of what is filled in, and the way on."""
    return pages.page(
        "enumeration/hub.html", parts=parts(family), next_url=family.first_open().url,
        saved=sitting_pages.saved_line(family.sitting), officer=family.sitting.by is not None,
        correcting=family.sitting.corrects is not None,
    )  # fmt: skip


@bp.route("/form/summary", methods=["GET", "POST"])
@seat
def summary() -> Response:
    """What was said, what is missing, and the button that sends."""
    if request.method == "POST":
        return _send()
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    return show_summary(family)


def _send() -> Response:
    found = my_session()
    assert found.seat_id is not None  # noqa: S101  for mypy
    if not csrf_ok():
        return show_summary(my_family(), FormExpired())
    try:
        number = service.submit(found.seat_id, found.secrets(), also=partial(_leave_the_answers, found))
    except (DoorClosed, NotComplete, FamilyRefused, PageChanged) as refusal:
        return show_summary(my_family(), refusal)
    if pages.wants_fragment():
        return pages.pushed(receipt(number), f"/receipt/{number}")
    return pages.go_to(f"/receipt/{number}")


def _leave_the_answers(found: sessions.Session) -> None:
    """Whoever has sent keeps the seat for the receipt, not the key; an officer goes on to the next door."""
    if found.staff_id is None:
        sessions.attach_seat(found.seat_id, {"nik": found.secrets().get("nik", "")})
    else:
        sessions.attach_seat(None)


def show_summary(family: service.Family, refusal: Refusal | None = None) -> Response:
    """Everything that was said, what is odd or missing, and the button."""
    everyone = service.walk(family)
    return pages.page(
        "enumeration/summary.html", status=refusal.status if refusal else 200,
        parts=_parts(family, everyone, answers=True),
        doubts=doubts.on_summary(family), ready=service.is_complete(everyone),
        refusal=worded(refusal) if refusal else "",
        saved=sitting_pages.saved_line(family.sitting), officer=family.sitting.by is not None,
        correcting=family.sitting.corrects is not None, sendable=service.may_send(family),
    )  # fmt: skip


@sitting_pages.shows("summary")
def _show_step(_step: steps.Step, family: service.Family | None) -> Response:
    return show_summary(my_family() if family is None else family)


def parts(family: service.Family, *, answers: bool = False) -> list[dict[str, Any]]:
    """The parts of the form in their order, each with its state and what is missing."""
    return _parts(family, service.walk(family), answers=answers)


def _parts(family: service.Family, everyone: list[service.Walked], *, answers: bool) -> list[dict[str, Any]]:
    definition, language = family.sitting.definition, i18n.language()
    own = everyone[0].known
    found = [
        _part(questionnaire.title(page, language, "self"), steps.Step("household", page.key).url,
              page.missing(own), own if answers else {}, page.questions)
        for page in definition.pages("household")
    ]  # fmt: skip
    unconfirmed = [member for member in family.members if not steps.is_confirmed(member)]
    found.append(_part(gettext("Anggota keluarga"), steps.MEMBERS.url, unconfirmed, {}, ()))
    return found + [_person_part(family, each, answers=answers) for each in everyone[1:]]


def _part(title: str, url: str, lacking: Any, answers: Any, questions: Any) -> dict[str, Any]:
    language = i18n.language()
    rows = [
        (gettext(q.short), questionnaire.answer_text(q, answers[q.key], language))
        for q in questions
        if q.key in answers
    ]
    lacks = [gettext(each.short) for each in lacking if not isinstance(each, Member)]
    return {"title": title, "url": url, "done": not lacking, "lacks": lacks, "rows": rows, "note": ""}


def _person_part(family: service.Family, each: service.Walked, *, answers: bool) -> dict[str, Any]:
    definition, member = family.sitting.definition, each.member
    title = member.shown_name(gettext("Anggota nomor %(n)s") % {"n": member.position})
    presence = definition.questions["presence"]
    if not member.lives_here:
        told = questionnaire.answer_text(presence, member.answers.get("presence"), i18n.language())
        part = _part(title, steps.MEMBERS.url, () if told else (presence,), {}, ())
        return {**part, "note": told}
    lacking = each.lacking
    onward = (*lacking, *each.asked)[:1]  # the first that lacks, else the first of all
    page = next(
        (page.key for page in definition.pages("person") for q in onward if q.key in page.keys), "identity"
    )
    step = steps.Step("person", page, member.position)
    part = _part(title, step.url, lacking, each.known if answers else {}, each.asked)
    relationship = definition.questions["relationship"]
    note = questionnaire.answer_text(relationship, member.answers.get("relationship"), i18n.language())
    return {**part, "note": note}


@bp.route("/leave", methods=["GET", "POST"])
@public
def left() -> Response:
    """Finish and sign out; nothing personal stays on a shared phone."""
    if request.method == "GET":
        return pages.page("enumeration/left.html")
    if not csrf_ok():
        return pages.go("enumeration.hub")  # never "you have left" to somebody who has not
    found = sessions.current()
    if found is not None and found.seat_id is not None:
        return sitting_pages.leave_seat(found)
    with transaction():
        sessions.end()
    return pages.go("enumeration.left")
