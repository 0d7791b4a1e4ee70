"""What the pages of a seat share: the saved line, panels, going on, leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, current_app, url_for
from markupsafe import escape
from werkzeug.routing import BuildError

from webapp.enumeration import service
from webapp.enumeration.rules import practice, steps
from webapp.enumeration.views.blueprint import my_session, returns_to_summary, worded
from webapp.shared import clock, i18n, pages, sessions
from webapp.shared.db import transaction
from webapp.shared.errors import Refusal

Show = Callable[[steps.Step, "service.Family | None"], Response]
_shows: dict[str, Show] = {}


def shows(*kinds: str) -> Callable[[Show], Show]:
    """Names the function that makes the page of these kinds of steps, for htmx after a POST."""

    def put(function: Show) -> Show:
        _shows.update(dict.fromkeys(kinds, function))
        return function

    return put


def onward(step: steps.Step, family: service.Family | None) -> Response:
    """To a step: 303, or at once its fragment under its own address. family: what is loaded already and holds it."""
    url = step.url + ("?to=summary" if step.n and returns_to_summary() else "")
    if not pages.wants_fragment():
        return pages.go_to(url)
    return pages.pushed(_shows[step.kind](step, family), url)


def saved_line(sitting: service.Sitting) -> str:
    """When something was saved last, and until when this page can be left open."""
    words = i18n.catalogue(i18n.language()).gettext
    if sitting.channel == practice.CHANNEL:
        return f'<p class="hint">{words(i18n.N_("Latihan: isian ini hanya ada di HP Anda."))}</p>'
    ends_at = my_session().ends_at
    left = f'data-left="{int((ends_at - clock.now()).total_seconds())}"'  # for the warning, where there is script
    until = words(i18n.N_("Halaman ini menunggu sampai pukul %(time)s.")) % {
        "time": i18n.format_time(ends_at)
    }
    if sitting.saved_at is None:
        return f'<p class="hint" {left}>{until}</p>'
    saved = words(i18n.N_("Tersimpan pukul %(time)s")) % {"time": i18n.format_time(sitting.saved_at)}
    return f'<p class="saved" {left}>{saved}. {until}</p>'


def panel(message: str, more: str = "") -> str:
    """A refusal at the top of a page that is shown again. more: HTML."""
    return (
        f'<div class="panel stop" id="errors" role="alert" tabindex="-1"><p>{escape(message)}</p>{more}</div>'
    )


def refused(refusal: Refusal, more: str = "") -> str:
    """panel() in the words of a refusal."""
    return panel(worded(refusal), more)


def error_summary(found: Mapping[str, str]) -> str:
    """What is wrong, with links to the fields."""
    return str(current_app.jinja_env.globals["ui"].error_summary(errors=found))  # type: ignore[attr-defined]


def to_receipt(sitting: service.Sitting) -> Response:
    """A sent version is not filled in again: on to its receipt."""
    number = service.receipt_of_version(sitting.version_id)
    return pages.go("enumeration.receipt", number=number) if number else pages.go("enumeration.start")


def leave() -> Response:
    """Saved, and finished for now."""
    return leave_seat(my_session())


def leave_seat(found: sessions.Session) -> Response:
    """Finish: a family is signed out, an officer goes back to the day's list."""
    with transaction():
        if found.staff_id is None:
            sessions.end()
        else:
            sessions.attach_seat(None)
    if found.staff_id is None:
        return pages.go("enumeration.left")
    return pages.go_to(officers_page())


def officers_page() -> str:
    """The enumerator's list of today."""
    try:
        return url_for("fieldwork.today")
    except BuildError:  # an office without field work
        return "/staff"
