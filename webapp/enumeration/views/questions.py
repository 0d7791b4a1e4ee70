"""Question pages: the household's and each person's. The hot path of Catat: see bench, question_get and answer_post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import ADDRESS, Member, marked, number_for
from webapp.enumeration.rules.refusals import PageChanged
from webapp.enumeration.views import blueprint, both, doubts, frame, sitting_pages
from webapp.enumeration.views.blueprint import bp, language_asked, my_family, my_one, returns_to_summary
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import Answers
from webapp.questionnaire.service import Definition, Page, Person
from webapp.shared import i18n
from webapp.shared.access import csrf_ok, seat
from webapp.shared.errors import FormExpired, NotFound
from webapp.shared.i18n import gettext


@bp.route("/form/<any(address,housing):page>", methods=["GET", "POST"])
@seat
def household_page(page: str) -> Response:
    """Address and housing."""
    return _ask(my_one(ADDRESS), ADDRESS, page)


@bp.route("/form/person/<int:n>/<page>", methods=["GET", "POST"])
@seat
def person_page(n: int, page: str) -> Response:
    """One page of one person's questions."""
    if n == ADDRESS or n > 999:
        raise NotFound
    return _ask(my_one(n), n, page)


def _ask(family: service.Family, n: int, key: str) -> Response:
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    page, member = page_of(family, n, key), family.member(n)
    if request.method == "POST":
        return _save(family, member, page)
    return show(family, member, page, asks=blueprint.asked_for("ask"))


def page_of(family: service.Family, n: int, key: str) -> Page:
    """The page of that name for the household (0) or a person. Raises NotFound."""
    try:
        page = family.sitting.definition.page(key)
    except KeyError:
        raise NotFound from None
    if page.scope != ("person" if n else "household"):
        raise NotFound
    return page


def show(
    family: service.Family,
    member: Member,
    page: Page,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    notice: str = "",
    status: int = 200,
    path: str = "",
    asks: bool = False,
    seen: str = "",
) -> Response:
    """The page with what is saved, or with what was typed and what is wrong with it.

    asks: about soft checks; seen: the revision to print, where it is not the last one.
    """
    sitting, language = family.sitting, i18n.language()
    voice = sitting.voice(member)
    revision, kept = service.stored(family, member, page)
    answers = {**member.answers, **family.answers(member)}
    person = steps.person_of(member, sitting.day) if member.position else None
    name = member.shown_name("") if member.position else ""
    called = name or (gettext("Anggota nomor %(n)s") % {"n": member.position} if member.position else "")
    inside = questionnaire.render(
        page, language, voice, kept if typed is None else typed, errors or {}, name=name,
        shown=page.shown(answers, person),
    )  # fmt: skip
    title = questionnaire.title(page, language, voice, name)
    return frame.question_page(
        officer=sitting.by is not None,
        title=title,
        number=steps.number_of("person" if person else "household", page.key, sitting.definition),
        name=called or title,
        inside=(doubts.panel(family, member, page) if asks else "") + str(inside),
        back=_back(member, page, person, answers, sitting.definition),
        notice=notice,
        revision=seen or marked(revision, member),
        saved=sitting_pages.saved_line(sitting),
        status=status,
        path=path,
    )


def _back(member: Member, page: Page, person: Person | None, answers: Answers, definition: Definition) -> str:
    for earlier in steps.pages_before(page, definition):
        if earlier.asked(answers, person):
            return f"/form/person/{member.position}/{earlier.key}" if person else f"/form/{earlier.key}"
    return "/form/members" if person else "/form"


def _save(family: service.Family, member: Member, page: Page) -> Response:
    sitting, leaving = family.sitting, "leave" in request.form
    person = steps.person_of(member, sitting.day) if member.position else None
    form = request.form.to_dict(flat=False)
    answers = {**member.answers, **family.answers(member)}
    reading = page.read(form, answers, person, partial=leaving, day=sitting.day)
    try:
        seen = number_for(request.form.get("revision", ""), member)
        if language_asked() or reading.errors or not csrf_ok():
            return _show_again(family, member, page, {} if language_asked() else reading.errors)
        missing = len(page.missing({**answers, **reading.values}, person)) if leaving else 0
        service.save_page(family, member, page, reading.values, seen, missing=missing)
        is_odd = bool(person) and not leaving and service.ask(family, member, page, doubts.said_right())
    except PageChanged as changed:
        return _show_both(my_one(member.position), page, reading.values, changed)
    if leaving:
        return sitting_pages.leave()
    if is_odd:
        url = steps.Step("person", page.key, member.position).url
        return doubts.again(url, lambda: show(family, member, page, path=url, asks=True))
    return _on(family, member, page)


def _show_again(family: service.Family, member: Member, page: Page, errors: Mapping[str, Any]) -> Response:
    """As it was typed: in another language, with what is wrong, or to be pressed once more."""
    typed, seen, status, notice = page.typed(request.form.to_dict(flat=False)), both.as_seen(member), 200, ""
    if not csrf_ok():
        status, notice = FormExpired.status, sitting_pages.refused(FormExpired())
    elif errors:
        asked = questionnaire.labels(
            page, i18n.language(), family.sitting.voice(member), member.shown_name("")
        )
        found = questionnaire.summary_of_errors(errors, i18n.language(), asked=asked)
        status, notice = 422, sitting_pages.error_summary(found)
    return show(family, member, page, typed=typed, errors=errors, notice=notice, status=status, seen=seen)


def _show_both(family: service.Family, page: Page, mine: Mapping[str, Any], changed: PageChanged) -> Response:
    """Somebody else saved this page: what they said stands beside what was typed here; pressing again decides."""
    member = family.everyone[0]
    _revision, kept = service.stored(family, member, page)
    rows = both.differences(page.questions, mine, kept)
    notice = sitting_pages.refused(changed, both.side_by_side(rows, request.full_path.rstrip("?")))
    typed = page.typed(request.form.to_dict(flat=False))
    return show(family, member, page, typed=typed, notice=notice, status=changed.status)


def _on(family: service.Family, member: Member, page: Page) -> Response:
    """To the next step: 303, or at once its fragment for htmx."""
    sitting = family.sitting
    step: steps.Step | None
    if returns_to_summary():
        step = _still_open(family, member)
    elif member.position == ADDRESS:
        step = steps.after_household_page(page.key, sitting.definition)
    else:
        answers = family.answers(member)
        step = steps.after_person_page(member, answers, page.key, sitting.definition, sitting.day)
    if step is None:
        return _to_next_person(member)
    is_loaded = step.page != "" and step.n == member.position
    return sitting_pages.onward(step, family if is_loaded else None)


def _still_open(family: service.Family, member: Member) -> steps.Step:
    """After a change: a page that has become necessary by it, else back to the summary."""
    if not member.position:
        return steps.SUMMARY
    person = steps.person_of(member, family.sitting.day)
    key = family.sitting.definition.open_page(family.answers(member), person)
    return steps.Step("person", key, member.position) if key else steps.SUMMARY


def _to_next_person(member: Member) -> Response:
    family = my_family()
    following = steps.next_person(family.members, member.position)
    if following is None:
        return sitting_pages.onward(steps.SUMMARY, None)
    sitting = family.sitting
    step = steps.first_of_person(following, family.answers(following), sitting.definition, sitting.day)
    return sitting_pages.onward(step, family)


@sitting_pages.shows("household", "person")
def show_step(step: steps.Step, family: service.Family | None) -> Response:
    """The page of a step, for htmx after a POST."""
    family = family or my_one(step.n)
    page = family.sitting.definition.page(step.page)
    return show(family, family.member(step.n), page, path=step.url)
