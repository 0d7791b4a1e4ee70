"""What other rooms announce reaches the family's phones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Flask

from sms import queries, service
from sms.models import Binding
from tests.sms.conftest import OTHER_PHONE, PHONE, FamilyOfTest, PhoneOfTest, notices, worded
from webapp.households import service as households
from webapp.shared import outbox
from webapp.shared.db import db, new_id, transaction

DAY = date(2030, 6, 5)


def tell(handler: Callable[..., None], household_id: UUID, **facts: object) -> None:
    with transaction():
        handler(household_id=household_id, **facts)


def visit(channel: str, **more: object) -> dict[str, object]:
    return {
        "booking_id": new_id(),
        "offer_id": new_id(),
        "day": DAY,
        "window": "midday",
        "channel": channel,
    } | more


def test_a_visit_booked_on_the_page_is_told_to_the_bound_phone(
    family: FamilyOfTest, phone: PhoneOfTest
) -> None:
    phone.says(f"{family.letter} {family.year}")
    tell(service.on_booked, family.id, **visit("web"))
    tell(service.on_moved, family.id, **visit("web", old_day=DAY, old_window="morning"))
    tell(service.on_cancelled, family.id, **visit("visit", reason="office"))
    assert notices(PHONE) == ["notice_booked", "notice_moved", "notice_cancelled"]


def test_what_was_asked_by_text_is_not_told_twice(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    phone.says(f"{family.letter} {family.year}")
    tell(service.on_booked, family.id, **visit("sms"))
    tell(service.on_cancelled, family.id, **visit("sms", reason="asked"))
    assert notices(PHONE) == []


def test_a_family_that_answered_hears_that_its_visit_falls_away(
    family: FamilyOfTest, phone: PhoneOfTest
) -> None:
    phone.says(f"{family.letter} {family.year}")
    tell(service.on_cancelled, family.id, **visit("web", reason="answered"))
    (row,) = [
        row
        for row, _ in queries.thread(PHONE)
        if isinstance(row, outbox.OutboxMessage) and not row.in_reply_to
    ]
    assert worded(row) == (
        f"SENSUS: Keluarga surat ..{family.tail} sudah tercatat, "
        "maka kunjungan Rab 5/6 13.00-15.30 dibatalkan. Terima kasih."
    )
    assert row.expires_at is not None


def test_without_a_bound_phone_the_one_in_the_register_is_told(families: list[FamilyOfTest]) -> None:
    known = next(family for family in families if households.phone(family.id))
    tell(service.on_cancelled, known.id, **visit("web", reason="answered"))
    assert notices(households.phone(known.id) or "") == ["notice_answered"]


def test_thanks_go_only_where_a_phone_with_consent_is_known(
    families: list[FamilyOfTest], phone: PhoneOfTest
) -> None:
    bound, silent = families[0], next(f for f in families[1:] if households.phone(f.id))
    phone.says(f"{bound.letter} {bound.year}")
    for family in (bound, silent):
        tell(
            service.on_submitted,
            family.id,
            version_id=new_id(),
            channel="web",
            by=None,
            receipt="BLR-7K4M-2Q9D",
        )
    assert notices(PHONE) == ["notice_thanks"]
    assert notices(households.phone(silent.id) or "") == []
    tell(
        service.on_submitted,
        silent.id,
        version_id=new_id(),
        channel="web",
        by=None,
        receipt="R",
        phone=OTHER_PHONE,
    )
    assert notices(OTHER_PHONE) == ["notice_thanks"]


def test_a_correction_is_confirmed_with_the_newer_receipt(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    phone.says(f"{family.letter} {family.year}")
    tell(service.on_corrected, family.id, version_id=new_id(), channel="web", by=None, receipt="123456789012")
    assert notices(PHONE) == ["notice_corrected"]


def test_a_phone_given_with_consent_stands_for_the_family(family: FamilyOfTest, census: Flask) -> None:
    tell(service.on_phone_given, family.id, phone="0812-0000-0001", consent=False)
    assert db.session.query(Binding).count() == 0
    tell(service.on_phone_given, family.id, phone="0812-0000-0001", consent=True)
    assert PhoneOfTest(PHONE).says("STATUS") == ["status_open"]
