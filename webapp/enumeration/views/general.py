"""Pages for everybody: the language switch and help."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, g, request

from webapp.enumeration.views.blueprint import bp, language_asked
from webapp.shared import i18n, pages
from webapp.shared.access import public
from webapp.shared.settings import settings

_A_YEAR = 365 * 24 * 3600


@bp.route("/language", methods=["GET", "POST"])
@public
def language() -> Response:
    """Switch and go back to the page at hand; saved answers are there in every language."""
    return _remember(pages.go_to(local_path(request.values.get("back", "/"))), request.values.get("to", ""))


def _remember(response: Response, chosen: str) -> Response:
    if chosen in i18n.LANGUAGES:
        response.set_cookie(
            i18n.COOKIE, chosen, max_age=_A_YEAR, path="/", httponly=True, samesite="Lax",
            secure=settings().is_https,
        )  # fmt: skip
    return response


@bp.before_request
def speak() -> None:
    """A form sent by one of the languages in its header: the view shows it again as it was typed."""
    if asked := language_asked():
        i18n.switch_to(asked)
        g.language_asked = asked


@bp.after_request
def go_on_speaking(response: Response) -> Response:
    """By what was noted before: a form that was too long to be read cannot be asked again here."""
    asked = g.get("language_asked")
    return _remember(response, asked) if asked else response


def local_path(back: str) -> str:
    """The path of an address of our own, '/' for any other."""
    parts = urlsplit(back) if back.isprintable() and "\\" not in back and len(back) < 500 else urlsplit("/")
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


@bp.get("/help")
@public
def help_page() -> Response:
    """Every way on for who cannot go on."""
    return pages.page("enumeration/help.html")
