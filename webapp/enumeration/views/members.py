"""The list of members: who lives here, who is added, who was added by mistake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import Member, number_for, number_in
from webapp.enumeration.rules.refusals import FamilyNotSettled, PageChanged, UnknownMember
from webapp.enumeration.views import both, sitting_pages
from webapp.enumeration.views.blueprint import (
    bp,
    language_asked,
    my_family,
    returns_to_summary,
    worded,
)
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import family_faults
from webapp.questionnaire.service import Page
from webapp.shared import i18n, pages
from webapp.shared.access import csrf_ok, seat
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext

Typed = dict[str, list[str]]


@bp.route("/form/members", methods=["GET", "POST"])
@seat
def members() -> Response:
    """Every member of the register confirmed on one page; added ones below."""
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    return _save(family) if request.method == "POST" else show_members(family)


def _save(family: service.Family) -> Response:
    if language_asked():
        return show_members(family, typed=_form())
    if not csrf_ok():
        return show_members(family, typed=_form(), refusal=FormExpired())
    partial = any(name in request.form for name in ("leave", "add", "remove"))
    told, errors = read(family, partial=partial)
    if errors:
        return show_members(family, typed=_form(), errors=errors)
    try:
        service.save_members(family, told)
    except PageChanged as changed:
        return _show_both(my_family(), told, changed)
    return _after_save(family)


def _show_both(family: service.Family, told: dict[UUID, Any], changed: PageChanged) -> Response:
    rows = [
        row
        for member in family.members
        if member.id in told
        for row in both.differences(
            page_of(family, member).questions, told[member.id][0], member.answers, _heading(member)
        )
    ]
    shown = both.side_by_side(rows, request.full_path.rstrip("?"))
    return show_members(family, typed=_form(), refusal=changed, beside=shown)


def _after_save(family: service.Family) -> Response:
    if "remove" in request.form:
        return _remove(family, request.form["remove"])
    if "add" in request.form:
        return pages.go("enumeration.add_member")
    return sitting_pages.leave() if "leave" in request.form else _go_on(family)


def _go_on(family: service.Family) -> Response:
    faults = family_faults([member.answers for member in family.members])
    if faults:
        return show_members(family, refusal=faults[0])
    if returns_to_summary():
        return sitting_pages.onward(family.first_open(), family)
    first = steps.next_person(family.members, 0)
    if first is None:
        return sitting_pages.onward(steps.SUMMARY, family)
    sitting = family.sitting
    step = steps.first_of_person(first, family.answers(first), sitting.definition, sitting.day)
    return sitting_pages.onward(step, family)


def _remove(family: service.Family, said: str) -> Response:
    try:
        member = family.member(number_in(said))
        number_for(said, member)
        service.remove_member(family, member)
    except (FamilyNotSettled, PageChanged, UnknownMember) as refused:
        return show_members(family, refusal=refused)
    return sitting_pages.onward(steps.MEMBERS, family)


def read(family: service.Family, *, partial: bool) -> tuple[dict[UUID, Any], dict[str, Any]]:
    """What is told of each listed member, and what is wrong, by id of the field."""
    form, sitting = _form(), family.sitting
    told: dict[UUID, Any] = {}
    errors: dict[str, Any] = {}
    for member in family.members:
        if member.added:
            continue
        prefix, page = prefix_of(member), page_of(family, member)
        person = steps.person_of(member, sitting.day)
        reading = page.read(form, {}, person, prefix=prefix, partial=partial, day=sitting.day)
        errors |= {prefix + key: error for key, error in reading.errors.items()}
        told[member.id] = (reading.values, number_in(request.form.get(prefix + "revision", "")))
    return told, errors


def _form() -> Typed:
    return request.form.to_dict(flat=False)


def prefix_of(member: Member) -> str:
    return f"m{member.position}-"


def page_of(family: service.Family, member: Member) -> Page:
    """A name that is not opened is typed."""
    return family.sitting.definition.page("listed" if member.named else "unnamed")


def show_members(
    family: service.Family,
    *,
    typed: Typed | None = None,
    errors: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    beside: str = "",
) -> Response:
    """The list, with what is saved or with what was typed. beside: both, where somebody else has changed it."""
    errors = errors or {}
    listed = [_block(family, member, typed, errors, beside) for member in family.members if not member.added]
    told = _named_errors(family, errors)
    relationship = family.sitting.definition.questions["relationship"]
    added = [
        (member, questionnaire.answer_text(relationship, member.answers.get("relationship"), i18n.language()))
        for member in family.members
        if member.added
    ]
    return pages.page(
        "enumeration/members.html", status=(refusal.status if refusal else 422 if errors else 200),
        listed=listed, added=added, errors=told, refusal=worded(refusal) if refusal else "",
        both=beside, saved=sitting_pages.saved_line(family.sitting), officer=family.sitting.by is not None,
    )  # fmt: skip


def _named_errors(family: service.Family, errors: dict[str, Any]) -> dict[str, str]:
    """What is wrong by field, each beginning with whom it is about."""
    names = {prefix_of(member): _heading(member) for member in family.members}
    told = questionnaire.summary_of_errors(errors, i18n.language())
    return {field: f"{names[field.partition('-')[0] + '-']}: {words}" for field, words in told.items()}


def _heading(member: Member) -> str:
    return member.shown_name(gettext("Anggota nomor %(n)s") % {"n": member.position})


def _block(
    family: service.Family, member: Member, typed: Typed | None, errors: dict[str, Any], beside: str
) -> dict[str, Any]:
    page, prefix = page_of(family, member), prefix_of(member)
    own = {key: errors[prefix + key] for key in page.keys if prefix + key in errors}
    values: Any = page.typed(typed, prefix=prefix) if typed is not None else member.answers
    name = member.shown_name("")
    voice = family.sitting.voice(member)
    seen = "" if typed is None or beside else both.as_seen(member, f"{prefix}revision")
    return {
        "heading": _heading(member),
        "self": voice == "self",
        "prefix": prefix,
        "revision": seen or member.revision,
        "inside": questionnaire.render(page, i18n.language(), voice, values, own, name=name, prefix=prefix),
    }


@sitting_pages.shows("members")
def _show_step(_step: steps.Step, family: service.Family | None) -> Response:
    return show_members(family or my_family())
