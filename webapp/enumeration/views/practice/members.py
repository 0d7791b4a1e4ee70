"""The members of the practice family: confirmed together, added, mended, removed."""

from __future__ import annotations

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import practice, steps
from webapp.enumeration.rules.members import number_in
from webapp.enumeration.views import adding, members
from webapp.enumeration.views.blueprint import language_asked, returns_to_summary
from webapp.enumeration.views.practice.blueprint import bp, family, first_of, kept, marked, state, to_step
from webapp.questionnaire.rules import family_faults
from webapp.shared import pages
from webapp.shared.access import public


@bp.route("/form/members", methods=["GET", "POST"])
@public
def list_members() -> Response:
    """Who lives here, who is added, who was added by mistake."""
    found = family()
    if request.method == "GET":
        return marked(members.show_members(found))
    form = request.form.to_dict(flat=False)
    if language_asked():
        return marked(members.show_members(found, typed=form))
    away = {"leave", "add", "remove"} & set(form)
    told, errors = members.read(found, partial=bool(away))
    if errors:
        return marked(members.show_members(found, typed=form, errors=errors))
    for member in found.members:
        if member.id in told:
            member.answers = {**member.answers, **told[member.id][0]}
    if away:
        return _away(found, form)
    faults = family_faults([member.answers for member in found.members])
    if faults:
        return kept(marked(members.show_members(found, refusal=faults[0])), found)
    return to_step(
        found, steps.SUMMARY if returns_to_summary() else first_of(found, steps.next_person(found.members, 0))
    )


def _away(found: service.Family, form: dict[str, list[str]]) -> Response:
    if "remove" in form:
        position = number_in(form["remove"][0])
        found.everyone[:] = [one for one in found.everyone if not (one.added and one.position == position)]
        return to_step(found, steps.MEMBERS)
    if "add" in form:
        return kept(pages.go("practice.add_member"), found)
    return kept(pages.go("practice.intro"), found)


@bp.route("/form/members/add", methods=["GET", "POST"])
@public
def add_member() -> Response:
    """Somebody who is not on the card."""
    found, kept_state = family(), state()
    if request.method == "GET":
        return marked(adding.show_member(found, None, {}))
    page, form = found.sitting.definition.page("member"), request.form.to_dict(flat=False)
    reading = page.read(form, {}, day=found.sitting.day)
    if language_asked() or reading.errors:
        return marked(adding.show_member(found, None, page.typed(form), reading.errors))
    found.everyone.append(practice.newcomer(kept_state, found.everyone, dict(reading.values)))
    return kept(pages.go_to(f"/practice{steps.MEMBERS.url}"), found, kept_state)


@bp.route("/form/members/<int:n>", methods=["GET", "POST"])
@public
def change_member(n: int) -> Response:
    """Mend what was typed of somebody who was added."""
    found = family()
    member = found.member(n)
    if not member.added:
        return pages.go("practice.list_members")
    if request.method == "GET":
        return marked(adding.show_member(found, member, member.answers))
    page, form = found.sitting.definition.page("member"), request.form.to_dict(flat=False)
    reading = page.read(form, {}, day=found.sitting.day)
    if language_asked() or reading.errors:
        return marked(adding.show_member(found, member, page.typed(form), reading.errors))
    member.answers = {**member.answers, **reading.values}
    return to_step(found, steps.MEMBERS)
