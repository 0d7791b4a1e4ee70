"""Adding a member whom the register lacks, and mending what was typed then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import Member, number_in
from webapp.enumeration.rules.refusals import PageChanged
from webapp.enumeration.views import both, sitting_pages
from webapp.enumeration.views.blueprint import bp, language_asked, my_family, worded
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import FamilyRefused
from webapp.shared import i18n, pages
from webapp.shared.access import csrf_ok, seat
from webapp.shared.db import new_id
from webapp.shared.errors import FormExpired, Refusal


@bp.route("/form/members/add", methods=["GET", "POST"])
@seat
def add_member() -> Response:
    """Somebody whom the register lacks: a baby, a relative, a lodger."""
    return _member_form(my_family(), None)


@bp.route("/form/members/<int:n>", methods=["GET", "POST"])
@seat
def change_member(n: int) -> Response:
    """Mend what was typed when somebody was added."""
    family = my_family()
    member = family.member(n)
    if not member.added:
        return pages.go("enumeration.members")
    return _member_form(family, member)


def _member_form(family: service.Family, member: Member | None) -> Response:
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    if request.method == "GET":
        return show_member(family, member, member.answers if member else {})
    page, form = family.sitting.definition.page("member"), request.form.to_dict(flat=False)
    reading = page.read(form, {}, day=family.sitting.day)
    refusal: Refusal | None = None if csrf_ok() else FormExpired()
    if language_asked():
        return show_member(family, member, page.typed(form))
    if not (reading.errors or refusal):
        try:
            if member is None:
                service.add_member(family, _member_id(), reading.values)
            elif request.form.get("member") not in (None, "", member.id.hex):
                raise PageChanged  # an old page of somebody who was removed since
            else:
                service.change_member(
                    family, member, reading.values, number_in(request.form.get("revision", ""))
                )
            return sitting_pages.onward(steps.MEMBERS, my_family())
        except FamilyRefused as refused:
            refusal = refused
        except PageChanged as changed:
            return _show_both(page.questions, member, reading.values, changed)
    return show_member(family, member, page.typed(form), reading.errors, refusal)


def _show_both(questions: Any, member: Member | None, mine: dict[str, Any], changed: PageChanged) -> Response:
    """Somebody else mended the same member: both are shown. Of another member under this number nothing is said."""
    family = my_family()
    page = family.sitting.definition.page("member")
    now = next((one for one in family.members if member and one.id == member.id), None)
    is_same = now is not None and request.form.get("member") in (None, "", now.id.hex)
    rows = both.differences(questions, mine, now.answers) if now and is_same else []
    beside = both.side_by_side(rows, request.path)
    typed = page.typed(request.form.to_dict(flat=False)) if is_same or now is None else now.answers
    return show_member(family, now or member, typed, refusal=changed, beside=beside)


def _member_id() -> UUID:
    """The id that the form was given, so that a double tap adds one person."""
    try:
        return UUID(request.form.get("member", ""))
    except ValueError:
        return new_id()


def show_member(
    family: service.Family,
    member: Member | None,
    values: Any,
    errors: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    *,
    beside: str = "",
) -> Response:
    """The form of one who is added, empty, as kept, or as typed. beside: both, where it was mended elsewhere."""
    page, language = family.sitting.definition.page("member"), i18n.language()
    name = member.shown_name("") if member else ""
    posted = both.as_seen(member) if member and request.method == "POST" and not beside else ""
    return pages.page(
        "enumeration/member.html", status=(refusal.status if refusal else 422 if errors else 200),
        title=questionnaire.title(page, language, "proxy"), member=member,
        member_id=member.id.hex if member else request.form.get("member") or new_id().hex,
        inside=questionnaire.render(page, language, "proxy", values, errors or {}, name=name),
        errors=questionnaire.summary_of_errors(errors or {}, language), refusal=worded(refusal) if refusal else "",
        saved=sitting_pages.saved_line(family.sitting), both=beside,
        revision=posted or (member.revision if member else None),
    )  # fmt: skip
