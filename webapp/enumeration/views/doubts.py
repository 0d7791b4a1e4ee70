"""Soft checks on the pages: "is this right?", answered with one tap, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.doubts import ASKED, NEW
from webapp.enumeration.rules.members import Member
from webapp.enumeration.rules.refusals import PageChanged
from webapp.enumeration.views import sitting_pages
from webapp.enumeration.views.blueprint import bp, my_family, returns_to_summary
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.service import Page
from webapp.shared import i18n, pages
from webapp.shared.access import csrf_ok, seat
from webapp.shared.i18n import gettext

_MOST_TOKENS = 400  # of a family of forty, every check


def said_right() -> frozenset[str]:
    """The tokens of what was said to be right by this press."""
    return frozenset(request.form.get("right", "").split(" ", _MOST_TOKENS)[:_MOST_TOKENS])


def panel(family: service.Family, member: Member, page: Page) -> str:
    """What was just asked about the answers of this page, for the top of its form; "" when it is answered."""
    asked = [each for each in service.raised_on(family, member, page) if each.state == ASKED]
    if not asked:
        return ""
    found = [_worded(family, each, page) for each in asked]
    tokens = " ".join(each.token for each in asked)
    return render_template("enumeration/doubts.html", found=found, tokens=tokens)


def again(url: str, show: Callable[[], Response]) -> Response:
    """The same page once more, with what is odd on top: 303, or at once its fragment for htmx."""
    url += "?to=summary&ask=1" if returns_to_summary() else "?ask=1"
    return pages.pushed(show(), url) if pages.wants_fragment() else pages.go_to(url)


def on_summary(family: service.Family) -> list[dict[str, Any]]:
    """What nobody was asked about on a page: it compares two members, or an answer changed elsewhere."""
    return [_worded(family, each) for each in service.raised(family) if each.state == NEW]


def _worded(family: service.Family, raised: service.Raised, page: Page | None = None) -> dict[str, Any]:
    check, member = raised.doubt.check, raised.member
    head = next((one for one in family.members if one.answers.get("relationship") == "head"), None)
    text = questionnaire.doubt_text(
        raised.doubt, family.sitting.voice(member), i18n.language(),
        name=member.shown_name(""), head=head.shown_name("") if head else "",
    )  # fmt: skip
    definition = family.sitting.definition
    home = page or next(each for each in definition.pages("person") if check.field in each.keys)
    field = next(key for key in (check.field, *check.looks_at) if key in home.keys)
    step = steps.Step("person", home.key, member.position)
    return {
        "text": text, "field": field, "short": gettext(definition.questions[field].short),
        "token": raised.token, "url": f"{step.url}?to=summary#{field}",
    }  # fmt: skip


@bp.post("/form/checks")
@seat
def checks() -> Response:
    """The summary's tap on "yes, that is right"."""
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    if csrf_ok():
        try:
            service.keep(family, said_right())
        except PageChanged:
            family = my_family()  # another device was faster; what is still open is shown again
    return sitting_pages.onward(steps.SUMMARY, family)
