"""What every answer shares: security headers, compression, and refusals as pages with a true status code."""

from __future__ import annotations

import logging
from traceback import extract_tb
from typing import Any

from flask import Flask, Response, render_template, request, url_for
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError

from webapp.shared import access, assets, pages, sessions
from webapp.shared.errors import DatabaseAway, NotFound, Refusal
from webapp.shared.group_commit import GroupLost
from webapp.shared.i18n import N_, gettext
from webapp.shared.settings import settings

log = logging.getLogger("catat.web")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {hash}; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_BODY = 256 * 1024

# Sentences for what Werkzeug refuses before a view is reached; other 4xx get the general one.
_OUR_FAULT = N_("Ada gangguan pada layanan kami. Jawaban yang sudah disimpan tetap aman. Coba lagi.")
_HTTP_WORDS = {
    404: NotFound.message,
    405: N_("Halaman ini tidak menerima kiriman seperti itu."),
    413: N_("Kiriman terlalu besar. Perkecil isian Anda, lalu coba lagi."),
}


def init(app: Flask) -> None:
    """Hang the guard, the error pages and the headers onto the application."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.before_request(access.guard)
    app.register_error_handler(Refusal, refusal_page)
    app.register_error_handler(HTTPException, _http_page)
    for fault in (OperationalError, InterfaceError, PoolTimeout, GroupLost):
        app.register_error_handler(fault, _database_page)
    app.register_error_handler(UnicodeError, _unreadable_page)
    app.register_error_handler(Exception, _fault_page)
    app.after_request(_finish)


def refusal_page(refusal: Refusal) -> Response:
    """The error page: code, sentence, one next step."""
    text = gettext(refusal.message) % refusal.params
    return error_page(refusal.code, refusal.status, text, refusal.next_step)


def error_page(code: str, status: int, message: str, next_step: tuple[str, str] | None) -> Response:
    """As refusal_page(), for what is not a Refusal. Falls back to a page that needs no database."""
    step = (gettext(next_step[0]), _address(next_step[1])) if next_step else None
    values: dict[str, Any] = {"code": code, "message": message, "next_step": step}
    try:
        response = pages.page("errors/error.html", status=status, **values)
    except (SQLAlchemyError, GroupLost):
        # the layout asked who is signed in while the database is away
        response = pages.html_response(render_template("errors/bare.html", **values), status)
    if status in (429, 503):
        response.headers["Retry-After"] = "30"
    return response


def _address(endpoint: str) -> str:
    try:
        return url_for(endpoint)
    except BuildError:  # the endpoint wants more than we know here
        return "/"


def _http_page(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    message = gettext(_HTTP_WORDS.get(status, Refusal.message))
    response = error_page(str(status), status, message, Refusal.next_step)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _database_page(error: Exception) -> Response:
    log.error("database: %s", type(error).__name__)
    return refusal_page(DatabaseAway())


def _unreadable_page(_error: Exception) -> Response:
    return refusal_page(Refusal())


def _fault_page(error: Exception) -> Response:
    """Our fault. The traceback's frames hold answers, so only its places are logged."""
    places = [
        f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)
    ]
    log.error("fault %s at %s", type(error).__name__, " < ".join(reversed(places[-6:])))
    return error_page("500", 500, gettext(_OUR_FAULT), Refusal.next_step)


def _finish(response: Response) -> Response:
    sessions.set_cookie(response)
    headers = response.headers
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self), payment=()"
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = _POLICY.format(hash=assets.assets().start_style_hash)
    if settings().is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.method == "HEAD":
        return response
    return assets.compress(response)
