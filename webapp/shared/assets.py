"""Static files under versioned names, compressed once when first asked for, cached for ever by browsers.

A handful of small files does not need a library: they are held in memory and found by one dictionary look-up.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import re
import zlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
from flask import Blueprint, Flask, Response, current_app, request, url_for
from werkzeug.datastructures import Headers

from webapp.shared.access import public
from webapp.shared.errors import NotFound

bp = Blueprint("assets", __name__)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VERSION = re.compile(r"\.[0-9a-f]{8}\.(?=[a-z]+$)")
_IMPORT = re.compile(r'@import "([a-z]+\.css)";')
FOR_EVER = "public, max-age=31536000, immutable"
_SERVED = {".css", ".js", ".svg", ".png", ".ico", ".webmanifest"}


@dataclass(frozen=True)
class Asset:
    """One static file. Commands and loops never ask for one, so they do not pay for compressing it."""

    name: str
    versioned: str
    type: str
    plain: bytes = field(repr=False)
    is_text: bool

    @cached_property
    def br(self) -> bytes:
        """Brotli 11."""
        packed: bytes = brotli.compress(self.plain, quality=11)
        return packed

    @cached_property
    def gz(self) -> bytes:
        """The same for browsers that know gzip only."""
        return gzip.compress(self.plain, 9, mtime=0)


class Assets:
    """All static files of the application, by name and by versioned name."""

    def __init__(self, folder: Path) -> None:
        paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _SERVED]
        files = [_read(path.relative_to(folder).as_posix(), path) for path in paths]
        files.append(_read("vendor/htmx.min.js", _htmx()))
        self.by_name = {asset.name: asset for asset in files}
        self.by_version = {asset.versioned: asset for asset in files}
        start = self.by_name.get("start.css")
        self.start_style = start.plain.decode() if start else ""
        digest = hashlib.sha256(self.start_style.encode()).digest()
        self.start_style_hash = f"'sha256-{base64.b64encode(digest).decode()}'"


def _htmx() -> Path:
    """htmx is never committed: it is served out of the pinned wheel django-js-lib-htmx (which needs no Django)."""
    spec = find_spec("js_lib_htmx")
    assert spec is not None and spec.submodule_search_locations  # noqa: S101, PT018  it is in requirements.txt
    return Path(spec.submodule_search_locations[0]) / "static" / "htmx" / "htmx.min.js"


def _bundled(path: Path) -> bytes:
    """A stylesheet as it is served: its imports put in (one request, not two), comments left out."""
    text = _COMMENT.sub("", path.read_text())
    text = _IMPORT.sub(lambda found: _bundled(path.parent / found[1]).decode(), text)
    return re.sub(r"\n\n+", "\n", text).strip().encode()


def _read(name: str, path: Path) -> Asset:
    plain = _bundled(path) if path.suffix == ".css" else path.read_bytes()
    mark = hashlib.sha256(plain).hexdigest()[:8]
    stem, dot, ending = name.rpartition(".")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or ending in {"js", "svg", "webmanifest"}
    return Asset(name, f"{stem}.{mark}{dot}{ending}", kind, plain, text)


def init(app: Flask, folder: Path) -> None:
    """Read the files and offer asset() and start_style to the templates."""
    assets = _kept(folder)
    app.extensions["catat_assets"] = assets
    app.jinja_env.globals["asset"] = asset_url
    app.jinja_env.globals["start_style"] = assets.start_style


@cache
def _kept(folder: Path) -> Assets:
    return Assets(folder)


def assets() -> Assets:
    """The running application's static files."""
    found: Assets = current_app.extensions["catat_assets"]
    return found


def asset_url(name: str) -> str:
    """The address of a static file under its versioned name; KeyError for a file that is not there."""
    return url_for("assets.serve", name=assets().by_name[name].versioned)


@bp.get("/static/<path:name>")
@public
def serve(name: str) -> Response:
    """One static file, in the best coding that the browser takes."""
    asset = assets().by_version.get(name)
    if asset is not None:
        return _answer(asset, FOR_EVER)
    # a page of the version before or after, while processes are replaced one by one: better today's file than none
    asset = assets().by_name.get(_VERSION.sub(".", name))
    if asset is None:
        raise NotFound
    return _answer(asset, "no-cache")


def _answer(asset: Asset, caching: str) -> Response:
    coding = _coding() if asset.is_text else ""
    body = asset.br if coding == "br" else asset.gz if coding else asset.plain
    response = Response(body, mimetype=asset.type)
    response.headers["Cache-Control"] = caching
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(f"{asset.versioned}{coding}")
    if coding:
        response.headers["Content-Encoding"] = coding
    response.make_conditional(request)
    return response


def _coding() -> str:
    """The best coding that the browser takes: br, gzip, or none ("")."""
    taken = request.environ.get("HTTP_ACCEPT_ENCODING", "")
    if "q" in taken and "q=0" in taken.replace(
        " ", ""
    ):  # hardly anybody forbids one, and reading it properly is slow
        taken = " ".join(coding for coding, quality in request.accept_encodings if quality > 0)
    return "br" if "br" in taken else "gzip" if "gzip" in taken else ""


_WORTH_IT = 300  # bytes from which compressing pays
PAGE_HEADERS = Headers(
    [("Content-Type", "text/html; charset=utf-8"), ("Vary", "HX-Request, Cookie, Accept-Encoding")]
)


class PageResponse(Response):
    """A page of ours: one body, headers made once. Setting them one by one costs as much as answering questions."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Out with it as it stands: nothing in it is corrected, streamed or closed."""
        if type(self.response) is not list:
            return super().__call__(environ, start_response)
        self.headers["Content-Length"] = str(sum(map(len, self.response)))  # as it is now, packed or not
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.response


def _compress_page(response: PageResponse) -> PageResponse:
    body = response.get_data()
    coding = _coding()
    if coding and len(body) >= _WORTH_IT:
        response.response = [brotli.compress(body, quality=5) if coding == "br" else _gzip(body)]
        response.headers.add("Content-Encoding", coding)
    return response


def compress(response: Response) -> Response:
    """Brotli 5 (or gzip where there is no br) for pages; never 11 on the fly, it costs 40 times as much."""
    if isinstance(response, PageResponse) and type(response.response) is list:
        return _compress_page(response)
    if response.is_streamed or "Content-Encoding" in response.headers or response.status_code == 304:
        return response
    kind = response.mimetype or ""
    if not (kind.startswith("text/") or kind == "application/json"):
        return response
    body, coding = response.get_data(), _coding()
    if len(body) < _WORTH_IT or not coding:
        return response
    response.set_data(brotli.compress(body, quality=5) if coding == "br" else _gzip(body))
    response.headers["Content-Encoding"] = coding
    response.headers.add("Vary", "Accept-Encoding")
    return response


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
