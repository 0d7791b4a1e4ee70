"""The pages of the practice, in the order of a family's own. What they read and show is the family's views' code."""

from __future__ import annotations

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.doubts import ASKED, KEPT, NEW, PAGE, with_note
from webapp.enumeration.rules.members import ADDRESS, Member
from webapp.enumeration.rules.refusals import NotComplete
from webapp.enumeration.service.sittings import SavedPage
from webapp.enumeration.views import doubts as doubt_pages
from webapp.enumeration.views import questions, sending, sitting_pages
from webapp.enumeration.views.blueprint import language_asked, returns_to_summary
from webapp.enumeration.views.practice.blueprint import begin, bp, family, first_of, kept, marked, to_step
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import FamilyRefused, Value, check_family
from webapp.questionnaire.service import Page
from webapp.shared import i18n, pages
from webapp.shared.access import public
from webapp.shared.errors import NotFound


@bp.route("", methods=["GET", "POST"])
@public
def intro() -> Response:
    """What this is, whom it is for, and the button that begins with a fresh family."""
    return begin() if request.method == "POST" else pages.page("enumeration/practice.html")


@bp.get("/form")
@public
def hub() -> Response:
    """The list of what is filled in."""
    return marked(sending.show_hub(family()))


@bp.route("/form/<any(address,housing):page>", methods=["GET", "POST"])
@public
def household_page(page: str) -> Response:
    """Address and housing."""
    return _ask(ADDRESS, page)


@bp.route("/form/person/<int:n>/<page>", methods=["GET", "POST"])
@public
def person_page(n: int, page: str) -> Response:
    """One page of one person's questions."""
    if n == ADDRESS or n > 999:
        raise NotFound
    return _ask(n, page)


def _ask(n: int, key: str) -> Response:
    found = family()
    page, member = questions.page_of(found, n, key), found.member(n)
    if request.method == "GET":
        return marked(questions.show(found, member, page, asks="ask" in request.args))
    person = steps.person_of(member, found.sitting.day) if n else None
    form, answers = request.form.to_dict(flat=False), {**member.answers, **found.answers(member)}
    reading = page.read(form, answers, person, partial="leave" in form, day=found.sitting.day)
    if language_asked():
        return marked(questions.show(found, member, page, typed=page.typed(form)))
    if reading.errors:
        told = sitting_pages.error_summary(questionnaire.summary_of_errors(reading.errors, i18n.language()))
        return marked(questions.show(found, member, page, typed=page.typed(form), errors=reading.errors, notice=told,
                                     status=422))  # fmt: skip
    _put(found, member, page, reading.values)
    if "leave" in form:
        return kept(pages.go("practice.intro"), found)
    if n and _asks_now(found, member, page):
        return kept(pages.go_to(f"/practice{steps.Step('person', page.key, n).url}?ask=1"), found)
    return to_step(found, _following(found, member, page))


def _put(found: service.Family, member: Member, page: Page, values: dict[str, Value]) -> None:
    """As save_page() keeps it, in memory."""
    homes = {question.key: question.home for question in page.questions}
    revision, _ = service.stored(found, member, page)
    answers = {key: value for key, value in values.items() if homes[key] == "answers"}
    saved = SavedPage(revision + 1, answers, found.sitting.opened_at)
    found.pages.setdefault(member.id, {})[page.key] = saved
    others = {key: value for key, value in member.answers.items() if key not in page.keys}
    member.answers = others | {key: value for key, value in values.items() if homes[key] == "roster"}


def _asks_now(found: service.Family, member: Member, page: Page) -> bool:
    """Is there something odd that was not asked about yet? It is noted, as in earnest."""
    fresh = [raised for raised in service.raised_on(found, member, page) if raised.state == NEW]
    for raised in fresh:
        _note(found, raised, ASKED)
    return bool(fresh)


def _note(found: service.Family, raised: service.Raised, said: str) -> None:
    of_one = found.pages.setdefault(raised.member.id, {})
    notes = of_one[PAGE].values if PAGE in of_one else {}
    of_one[PAGE] = SavedPage(1, with_note(raised.doubt, said, notes), found.sitting.opened_at)


def _following(found: service.Family, member: Member, page: Page) -> steps.Step:
    definition, day = found.sitting.definition, found.sitting.day
    if returns_to_summary():
        return steps.SUMMARY
    if member.position == ADDRESS:
        return steps.after_household_page(page.key, definition)
    step = steps.after_person_page(member, found.answers(member), page.key, definition, day)
    return step or first_of(found, steps.next_person(found.members, member.position))


@bp.route("/form/summary", methods=["GET", "POST"])
@public
def summary() -> Response:
    """What was said; the button sends nothing and shows what a receipt looks like."""
    found = family()
    if request.method == "GET":
        return marked(sending.show_summary(found))
    try:
        if found.first_open() != steps.SUMMARY:
            raise NotComplete
        check_family([member.answers for member in found.members])
    except (NotComplete, FamilyRefused) as refusal:
        return marked(sending.show_summary(found, refusal))
    return pages.go("practice.receipt")


@bp.post("/form/checks")
@public
def checks() -> Response:
    """The summary's tap on "yes, that is right"."""
    found, right = family(), doubt_pages.said_right()
    for raised in service.raised(found):
        if raised.token in right:
            _note(found, raised, KEPT)
    return to_step(found, steps.SUMMARY)


@bp.get("/receipt")
@public
def receipt() -> Response:
    """What a family would get here, with a number that no receipt can have."""
    family()
    return marked(pages.page("enumeration/practice_receipt.html"))


@bp.get("/visit")
@public
def visit() -> Response:
    """Where a family would choose when an officer comes."""
    return marked(pages.page("enumeration/practice_visit.html"))


@bp.route("/leave", methods=["GET", "POST"])
@public
def leave() -> Response:
    """The family is forgotten."""
    response = pages.go("practice.intro")
    response.delete_cookie("practice", path="/practice", httponly=True, samesite="Lax")
    return response
