"""What everybody may see: how far the count is, and whether a receipt is in the published figure."""

from __future__ import annotations

from datetime import date

from flask import Response, jsonify, request
from sqlalchemy import true

from webapp.enumeration.rules import numbers
from webapp.households import queries as households
from webapp.places import queries as places
from webapp.reporting import queries, service
from webapp.reporting.rules import tiles
from webapp.reporting.views.blueprint import bp
from webapp.shared import access, pages, throttle
from webapp.shared.errors import NotFound, TooManyTries

FRESH_S = 600  # anybody's cache may keep the page for so long
FEW = 10  # a place with fewer counted families shows no figure
_DAYS_SHOWN = 14
_LOOKS, _PER_SECONDS = 60, 900  # at proofs, by one address


@bp.get("/progress")
@access.public
def progress() -> Response:
    """Counted families by sub-district: no persons, no villages, nothing below ten."""
    regency = places.regency()
    below = queries.lines_below(regency, true()) if regency else []
    total = households.total([line.figures for line in below])
    squares = [(*tiles.SUB_DISTRICTS[line.code], line) for line in below if line.code in tiles.SUB_DISTRICTS]
    page = pages.page("reporting/progress.html", below=below, total=total, few=FEW, squares=squares,
                      days=queries.newest_days(_DAYS_SHOWN))  # fmt: skip
    return _keep(page)


@bp.get("/progress/<day>.txt")
@access.public
def day_of_receipts(day: str) -> Response:
    """The published hashes of a day's receipts, one a line in their order, as hexadecimal digits."""
    try:
        leaves = queries.published_leaves(date.fromisoformat(day))
    except ValueError as problem:
        raise NotFound from problem
    if not leaves:
        raise NotFound
    return _keep(
        Response("".join(f"{leaf.hex()}\n" for leaf in leaves), content_type="text/plain; charset=utf-8")
    )


@bp.get("/progress/proof/<number>")
@access.public
def proof(number: str) -> Response:
    """For programs: the salt and the path from a receipt to the published hash of its day, as JSON."""
    if not throttle.hit("receipt", request.remote_addr or "", _LOOKS, _PER_SECONDS):
        raise TooManyTries(minutes=_PER_SECONDS // 60)
    found = service.proof_of(number) if numbers.is_receipt_number(number) else None
    if found is None:
        raise NotFound
    steps = [{"side": side, "hash": hashed.hex()} for side, hashed in found.path]
    return jsonify(day=found.day.isoformat(), salt=found.salt.hex(), path=steps, tree=found.tree.hex())


def _keep(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    response.vary.add("Cookie")  # the language
    return response
