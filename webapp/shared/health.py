"""/health/live, /health/ready and /metrics: what an operator's monitor asks."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.shared import schema
from webapp.shared.access import operator, public
from webapp.shared.db import db
from webapp.shared.keyring import KeysUnusable

bp = Blueprint("health", __name__)

_gauges: dict[str, tuple[str, Callable[[], float]]] = {}


def gauge(name: str, meaning: str, read: Callable[[], float]) -> None:
    """Show a figure on /metrics as catat_<name>."""
    _gauges[name] = (meaning, read)


@bp.get("/health/live")
@public
def live() -> Response:
    """The process answers."""
    return jsonify(status="live")


@bp.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """Database reached, schema current, keys fit: 200; otherwise 503 with the reason in one word."""
    try:
        db.session.execute(text("SELECT 1"))
        if not schema.is_current():
            return jsonify(status="schema"), 503
        schema.check_key_prints()
    except SQLAlchemyError:
        return jsonify(status="database"), 503
    except KeysUnusable:
        return jsonify(status="keys"), 503
    return jsonify(status="ready"), 200


@bp.get("/metrics")
@operator
def metrics() -> Response:
    """Figures in the Prometheus text format; from loopback or with CATAT_METRICS_TOKEN."""
    lines = []
    for name, (meaning, read) in sorted(_gauges.items()):
        lines += [f"# HELP catat_{name} {meaning}", f"# TYPE catat_{name} gauge", f"catat_{name} {read():g}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
