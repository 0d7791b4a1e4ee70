"""Help by telephone: the caller proves the family by letter and birth year, and the office does what a text would."""

from __future__ import annotations

from uuid import UUID

from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.shared import access, audit, throttle
from webapp.shared.db import transaction
from webapp.shared.errors import Refusal, TooManyTries
from webapp.shared.i18n import N_
from webapp.staff import service as staff
from webapp.visits import service as visits

CHANNEL = "staff"
TRIES, WINDOW_S = 30, 3600  # of one member of staff
CASE_PAGE = "fieldwork.case"


class CallerUnknown(Refusal):
    """Letter and year fit no family of the area; one answer for every reason."""

    code = "616"
    status = 422
    message = N_("Nomor surat dan tahun lahir itu tidak cocok dengan keluarga di wilayah Anda.")
    next_step = None


def find_caller(letter_number: str, birth_year: str) -> UUID:
    """The family on the telephone. Raises CallerUnknown, TooManyTries."""
    who = access.signed_in_staff()
    if not throttle.hit("helpdesk", str(who.id), TRIES, WINDOW_S):
        raise TooManyTries(minutes=WINDOW_S // 60)
    household_id = households.find_by_letter(letter_number)
    if household_id is None or not who.covers(households.card(household_id).village_code):
        raise CallerUnknown
    if str(households.head_birth_year(household_id)) != birth_year:
        raise CallerUnknown
    with transaction():
        audit.record("caller found", str(household_id), reason="telephone")
    return household_id


def open_case(household_id: UUID) -> households.HouseholdCard:
    """The family's card. Raises UnknownHousehold, Forbidden."""
    card = households.card(household_id)
    access.require_scope(card.village_code)
    return card


def book_for_caller(household_id: UUID, offer_id: UUID) -> None:
    """Book, or move the visit that there is; the family hears of it on its phone."""
    open_case(household_id)
    by = str(access.signed_in_staff().id)
    with transaction():
        use = visits.move if visits.booking_of(household_id) else visits.book
        use(household_id, offer_id, CHANNEL, by)
        audit.record("booked by telephone", str(household_id))


def cancel_for_caller(household_id: UUID) -> None:
    """Give the visit back. Raises NoBooking."""
    open_case(household_id)
    with transaction():
        visits.cancel(household_id, CHANNEL, "asked", str(access.signed_in_staff().id))
        audit.record("cancelled by telephone", str(household_id))


def refuse_for_caller(household_id: UUID, *, hard: bool) -> None:
    """The caller wants no part: soft may be tried again, hard is for the coordinator to settle."""
    card = open_case(household_id)
    kind = "refused_hard" if hard else "refused_soft"
    with transaction():
        by = str(access.signed_in_staff().id)
        if card.state != household_rules.COMPLETE:
            households.record_event(household_id, "refused", CHANNEL, by, kind)
        if visits.booking_of(household_id) is not None:
            visits.cancel(household_id, CHANNEL, "office", by)
        if hard:
            staff.open_task(kind, card.village_code, household_id, CASE_PAGE)
        audit.record("refused by telephone", str(household_id), detail=kind)
