"""Answering with a page: whole, or only its named block when htmx asks; 303 or HX-Push-Url after a POST."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, current_app, url_for
from htmx_flask import request
from jinja2 import Template
from werkzeug.datastructures import Headers
from werkzeug.urls import iri_to_uri

from webapp.shared import assets

FRAGMENT = "main"
_PLAIN = re.compile(r"/[a-z0-9/?=&_.-]*")  # an address with nothing to be quoted


def wants_fragment() -> bool:
    """Did htmx ask for a swap (not a boosted link, not a page restored from history)?"""
    if "HTTP_HX_REQUEST" not in request.environ:
        return False
    asked = request.htmx
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def page(template: str, fragment: str | None = FRAGMENT, status: int = 200, **values: Any) -> Response:
    """Render a template, or only its block `fragment` when htmx asks."""
    found = current_app.jinja_env.get_or_select_template(template)
    current_app.update_template_context(values)
    html = _fragment(found, fragment, values) if fragment and wants_fragment() else found.render(values)
    return html_response(html, status)


def html_response(html: str, status: int = 200) -> Response:
    """An HTML answer that caches must keep apart for htmx and browser."""
    return assets.PageResponse([html.encode()], status, assets.PAGE_HEADERS.copy())


def _fragment(template: Template, name: str, values: dict[str, Any]) -> str:
    """The block, after the title that htmx puts into the window: a reader must hear that the page is another."""
    title = f"<title>{_block(template, 'title', values)}</title>" if "title" in template.blocks else ""
    return title + _block(template, name, values)


def _block(template: Template, name: str, values: dict[str, Any]) -> str:
    context = template.new_context(values)
    return "".join(template.blocks[name](context))


def go(endpoint: str, **values: Any) -> Response:
    """On to another page: 303, or for htmx a swap to it (HX-Location keeps the one page that htmx has loaded)."""
    return go_to(url_for(endpoint, **values))


def go_to(url: str) -> Response:
    """go() to an address of our own."""
    if wants_fragment():
        return Response(status=200, headers={"HX-Redirect": url})
    address = url if _PLAIN.fullmatch(url) else iri_to_uri(url)
    headers = Headers([("Location", address), ("Content-Type", "text/html; charset=utf-8")])
    return assets.PageResponse([b""], 303, headers)


def pushed(response: Response, url: str) -> Response:
    """After an htmx POST: the next step's fragment, under its own address."""
    if wants_fragment():
        response.headers["HX-Push-Url"] = url
    return response
