"""What every answer shares: security headers, compression, and refusals as pages with a true status code."""

from __future__ import annotations

import logging
from traceback import extract_tb
from typing import Any

from flask import Flask, Response, render_template, request, url_for
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BuildError

import config
from webapp.shared import access, assets, csrf, lean, pages, schema, sessions
from webapp.shared.db import db, permit_transactions_by
from webapp.shared.errors import ChangedMeanwhile, DatabaseAway, NotFound, Refusal
from webapp.shared.group_commit import GroupLost
from webapp.shared.i18n import N_, gettext
from webapp.shared.keyring import KeysUnusable

log = logging.getLogger("catat.web")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {hash}; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# Sentences for what Werkzeug refuses before a view is reached; other 4xx get the general one.
_OUR_FAULT = N_("Ada gangguan pada layanan kami. Jawaban yang sudah disimpan tetap aman. Coba lagi.")
_HTTP_WORDS = {
    404: NotFound.message,
    405: N_("Halaman ini tidak menerima kiriman seperti itu."),
    413: N_("Kiriman terlalu besar. Perkecil isian Anda, lalu coba lagi."),
}


def init(app: Flask) -> None:
    """Hang the guard, the error pages and the headers onto the application."""
    app.request_class = lean.LeanRequest
    app.config["MAX_CONTENT_LENGTH"] = lean.LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = lean.LARGEST_BODY
    app.before_request(_check_keys)
    app.before_request(access.guard)
    app.register_error_handler(Refusal, refusal_page)
    app.register_error_handler(HTTPException, _http_page)
    for fault in (SQLAlchemyError, GroupLost, KeysUnusable):
        app.register_error_handler(fault, _database_page)
    for unreadable in (UnicodeError, OverflowError):  # a number beyond the database's, half a character
        app.register_error_handler(unreadable, _unreadable_page)
    app.register_error_handler(Exception, _fault_page)
    app.after_request(_finish)
    _add_headers(app)
    permit_transactions_by(csrf.refuse_unproven)


def refusal_page(refusal: Refusal) -> Response:
    """The error page: code, sentence, one next step."""
    try:
        text = gettext(refusal.message) % refusal.params
    except (KeyError, TypeError, ValueError):
        log.error("the words of refusal %s do not take its parameters", refusal.code)
        text = gettext(Refusal.message)
    response = error_page(refusal.code, refusal.status, text, refusal.next_step)
    if isinstance(minutes := refusal.params.get("minutes"), int):
        response.headers["Retry-After"] = str(60 * minutes)
    return response


def error_page(code: str, status: int, message: str, next_step: tuple[str, str] | None) -> Response:
    """As refusal_page(), for what is not a Refusal. Falls back to a page that needs no database."""
    step = (gettext(next_step[0]), _address(next_step[1])) if next_step else None
    values: dict[str, Any] = {"code": code, "message": message, "next_step": step}
    try:
        db.session.rollback()  # what failed may have left its transaction unusable
        response = pages.page("errors/error.html", status=status, **values)
    except (SQLAlchemyError, GroupLost, KeysUnusable):
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


def _check_keys() -> None:
    """Before the first row is read or written: are these the keys that this database was sealed with?"""
    if not schema.keys_fit() and request.blueprint not in ("assets", "health"):
        schema.check_key_prints()


def _database_page(error: Exception) -> Response:
    """503 while the database is away, 4xx for what it cannot take, 500 for what is our fault."""
    orig = getattr(error, "orig", None)
    if isinstance(error, DataError):  # a NUL byte, a number too large
        log.warning("database: %s", type(orig).__name__)
        return refusal_page(Refusal())
    if isinstance(error, IntegrityError) and _is_taken(orig):
        log.warning("database: unique %s", getattr(getattr(orig, "diag", None), "constraint_name", orig))
        return refusal_page(ChangedMeanwhile())
    if not _is_away(error, orig):
        return _fault_page(error)
    # a connection's trouble names no values, unlike what refuses a row
    log.error("database: %s %s", type(error).__name__, str(orig or error).partition("\n")[0])
    return refusal_page(DatabaseAway())


def _is_taken(orig: Any) -> bool:
    return getattr(orig, "sqlstate", "") == "23505" or "UNIQUE constraint failed" in str(orig)


def _is_away(error: Exception, orig: Any) -> bool:
    away = (OperationalError, InterfaceError, PoolTimeout, PendingRollbackError, GroupLost, KeysUnusable)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    # a table or column that is not there yet: the schema is being migrated
    return isinstance(error, away) or lost or getattr(orig, "sqlstate", "") in ("42P01", "42703")


def _unreadable_page(error: Exception) -> Response:
    log.warning("unreadable: %s", type(error).__name__)
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
    if request.method == "HEAD":
        return response
    return assets.compress(response)


def _add_headers(app: Flask) -> None:
    """The same headers on every answer, put on below Flask: header by header they cost more than the dispatch."""
    same = [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=()"),
    ]
    chosen: config.Settings = app.config["CATAT"]
    if chosen.is_https:
        same.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    inner = app.wsgi_app

    def outer(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            names = dict(headers)
            if "Cache-Control" not in names:
                headers.append(("Cache-Control", "no-store"))
            if names.get("Content-Type", "").startswith("text/html"):
                hashed = _POLICY.format(hash=app.extensions["catat_assets"].start_style_hash)
                headers.append(("Content-Security-Policy", hashed))
            headers += same
            return start_response(status, headers, exc_info)

        return inner(environ, start)

    app.wsgi_app = outer  # type: ignore[method-assign]
    if chosen.proxies:  # of our own: what they say of the visitor's address is believed, and nobody else
        app.wsgi_app = ProxyFix(app.wsgi_app, chosen.proxies, chosen.proxies)  # type: ignore[method-assign]
