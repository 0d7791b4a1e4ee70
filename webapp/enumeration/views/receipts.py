"""The receipt: a page and a sheet of paper for whoever sent, a bare confirmation for everybody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from markupsafe import Markup

from webapp.enumeration import queries, service
from webapp.enumeration.rules import numbers
from webapp.enumeration.rules.refusals import UnknownReceipt
from webapp.enumeration.views import qr, sitting_pages
from webapp.enumeration.views.blueprint import bp
from webapp.shared import pages, sessions, throttle
from webapp.shared.access import current_staff, public
from webapp.shared.errors import TooManyTries
from webapp.shared.settings import settings

_LOOKS, _PER_SECONDS = 60, 900  # at receipts, by one address


@bp.get("/receipt/<number>")
@public
def receipt(number: str) -> Response:
    """The proof: whole for whoever sent it, for everybody else only that the number is registered."""
    found = queries.receipt(number) if numbers.is_receipt_number(number) else None
    replaced = found is not None and queries.is_replaced(number)
    if found is not None and not replaced and (mine := _sent_by_me(found[2], number)):
        return pages.page("enumeration/receipt.html", number=numbers.grouped(number), sent_at=found[1],
                          household_id=found[0],
                          qr=qr_of(number), link=f"{settings().public_url}/receipt/{number}",
                          correctable=not mine["officer"] and service.door_open("corrections"),
                          counted_on=service.counted_on(number), **mine)  # fmt: skip
    if not throttle.hit("receipt", request.remote_addr or "", _LOOKS, _PER_SECONDS):
        raise TooManyTries(minutes=_PER_SECONDS // 60)
    if found is None:
        raise UnknownReceipt
    return pages.page(
        "enumeration/receipt_public.html", number=numbers.grouped(number), sent_at=found[1],
        replaced=replaced, counted_on=service.counted_on(number),
    )  # fmt: skip


@bp.get("/receipt/<number>.pdf")
@public
def receipt_paper(number: str) -> Response:
    """The receipt as one sheet to keep, for whoever sent it; for everybody else the way to the page."""
    found = queries.receipt(number) if numbers.is_receipt_number(number) else None
    mine = _sent_by_me(found[2], number) if found and not queries.is_replaced(number) else None
    if found is None or mine is None:
        return pages.go("enumeration.receipt", number=number)
    persons = mine["facts"].persons if mine["facts"] else None
    response = Response(service.receipt_paper(number, found[1], persons), mimetype="application/pdf")
    name = "-".join(("tanda-terima", *numbers.grouped(number).split()))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _sent_by_me(version_id: UUID, number: str) -> dict[str, Any] | None:
    """What the sender's own session sees more; None for everybody else."""
    facts = queries.facts_of_receipt(number)
    staff = current_staff()
    if staff is not None:
        own = facts is not None and facts.enumerator_id == staff.id
        return {"facts": facts, "officer": True, "back": sitting_pages.officers_page()} if own else None
    found = sessions.current()
    if found is None or found.seat_id is None:
        return None
    own = service.may_see(found.seat_id, version_id)
    return {"facts": facts, "officer": False, "back": "", "ends_at": found.ends_at} if own else None


def qr_of(number: str) -> Markup:
    """The receipt's public address as inline SVG."""
    return Markup(qr.svg(f"{settings().public_url}/receipt/", number))  # noqa: S704  made here from our own address
