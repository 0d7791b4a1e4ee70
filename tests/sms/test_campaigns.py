"""Campaigns: counted before, dropped at the moment of sending, paused by hand and by themselves, nobody twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from sms import sender
from sms.campaigns import feeding, filling, making, watching
from sms.campaigns.kinds import KINDS, SOURCES
from sms.models.campaigns import Campaign, CampaignText
from sms.queries.audience import Audience
from tests.sms.conftest import NOW, PHONE, FamilyOfTest, PhoneOfTest, notices, worded
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import clock, outbox
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.visits import service as visits

ADMIN = StaffIdentity(new_id(), "admin", "Admin", "administrator", ("33.16",))
EVERYWHERE = Audience(("33.16",), (), tuple(SOURCES), ("id", "jv", "en"))


def campaign(kind: str = "invitation", audience: Audience = EVERYWHERE, *, started: bool = True, per_hour: int = 20000,
             day: date | None = None) -> Campaign:  # fmt: skip
    wanted = making.Wanted(kind, audience, day, None, per_hour, 100000, 350)
    made = making.draft(wanted, ADMIN)
    if started:
        making.start(made)
    return db.session.get_one(Campaign, made)


def send_all() -> None:
    worker = sender.Sender.from_settings()
    while worker.work():
        pass


def bulk() -> list[outbox.OutboxMessage]:
    db.session.rollback()
    return (
        db.session.query(outbox.OutboxMessage).filter_by(priority=9).order_by(outbox.OutboxMessage.id).all()
    )


def reason_of(household_id: object) -> tuple[str, str]:
    db.session.rollback()
    row = db.session.query(CampaignText).filter_by(household_id=household_id).one()
    return row.state, row.reason


def counted(family: FamilyOfTest) -> None:
    with transaction():
        households.record_event(family.id, "begun", "web")
        households.record_event(family.id, "submitted", "web")


@pytest.mark.usefixtures("census")
def test_the_count_before_is_what_leaves_and_nobody_gets_it_twice() -> None:
    one = campaign()
    assert one.counted > 10
    for _ in range(4):
        feeding.step()
    db.session.refresh(one)
    assert one.state == "running", "what has not left can still be paused"
    send_all()
    feeding.step()
    texts = bulk()
    assert len(texts) == one.counted == len({text.phone_index for text in texts})
    db.session.refresh(one)
    assert one.state == "done"


def test_the_invitation_is_answered_with_ya_and_the_year(family: FamilyOfTest) -> None:
    number = households.phone(family.id)
    assert number
    campaign()
    feeding.step()
    send_all()
    own = PhoneOfTest(number)
    assert "Balas YA" in next(worded(row) for row in bulk())
    assert own.says("YA") == ["ask_year"]
    assert own.says(family.year) == ["ask_wish"]


def test_whoever_finished_opted_out_or_refused_drops_out_at_the_moment_of_sending(
    families: list[FamilyOfTest],
) -> None:
    first, second, third = families[:3]
    one = campaign()
    while not filling.fill(one.id, NOW.date()):
        pass
    counted(first)
    with transaction():
        households.record_event(second.id, "refused", "visit")
    PhoneOfTest(households.phone(third.id) or "").says("STOP")
    feeding.step()
    assert reason_of(first.id) == ("dropped", "complete")
    assert reason_of(second.id) == ("dropped", "refused")
    assert reason_of(third.id) == ("dropped", "opted out")
    assert len(bulk()) == one.counted - 3


def test_what_waits_in_the_outbox_drops_out_too(family: FamilyOfTest) -> None:
    campaign()
    feeding.step()
    counted(family)
    send_all()
    row_id = db.session.query(CampaignText).filter_by(household_id=family.id).one().outbox_id
    row = db.session.get_one(outbox.OutboxMessage, row_id)
    assert (row.state, row.error) == ("DROPPED", "complete")
    assert Counter(text.state for text in bulk())["DELIVERED"] > 10


@pytest.mark.usefixtures("census")
def test_a_pause_holds_what_waits_in_the_outbox_and_resuming_lets_it_go() -> None:
    one = campaign()
    feeding.step()
    making.hold(one.id)
    send_all()
    assert {text.state for text in bulk()} == {"QUEUED"}
    making.resume(one.id)
    with clock.frozen(NOW + timedelta(minutes=2)):
        send_all()
    assert {text.state for text in bulk()} == {"DELIVERED"}


@pytest.mark.usefixtures("census")
def test_a_stop_ends_it_for_ever() -> None:
    one = campaign(per_hour=5)
    feeding.step()
    making.stop(one.id)
    send_all()
    assert {text.state for text in bulk()} == {"DROPPED"}
    with pytest.raises(making.NotNow):
        making.resume(one.id)


@pytest.mark.usefixtures("census")
def test_too_many_failures_pause_it_by_itself_and_resuming_forgives_them() -> None:
    one = campaign(per_hour=30)
    feeding.step()
    with transaction():
        for n, text in enumerate(bulk()):
            row = db.session.get_one(outbox.OutboxMessage, text.id)
            row.state, row.changed_at = ("FAILED" if n % 3 == 0 else "DELIVERED"), clock.now()
    feeding.step()
    db.session.refresh(one)
    assert (one.state, one.pause_reason) == ("paused", "failing")
    with clock.frozen(NOW + timedelta(hours=2)):
        making.resume(one.id)
        assert feeding.step() > 0


@pytest.mark.usefixtures("census")
def test_the_rate_of_an_hour_and_the_quiet_hours_are_kept() -> None:
    campaign(per_hour=7)
    assert (feeding.step(), feeding.step()) == (7, 0)
    with clock.frozen(NOW + timedelta(minutes=61)):
        assert feeding.step() == 7
    with clock.frozen(clock.at_wib(NOW.date(), 20, 30)):
        assert feeding.step() == 0


def test_a_campaign_begins_at_its_moment(family: FamilyOfTest) -> None:
    start = NOW + timedelta(hours=3)
    made = making.draft(making.Wanted("invitation", EVERYWHERE, None, start, 100, 100, 350), ADMIN)
    making.start(made)
    assert feeding.step() == 0
    with clock.frozen(start):
        assert feeding.step() > 0


def test_visits_of_tomorrow_are_reminded_of_between_four_and_eight_once(
    family: FamilyOfTest, phone: PhoneOfTest, slots: object
) -> None:
    assert callable(slots)
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    offer = visits.offers_for(family.id)[0]
    visits.book(family.id, offer.id, "sms")
    eve = offer.day - timedelta(days=1)
    campaign("visit")
    for hour, expected in ((15, 0), (16, 1), (17, 1)):
        with clock.frozen(clock.at_wib(eve, hour, 30)):
            feeding.step()
            assert notices(PHONE).count("campaign_visit") == expected, hour
    with clock.frozen(clock.at_wib(eve, 20, 1)):
        send_all()
    assert {text.state for text in bulk()} == {"EXPIRED"}, "a reminder whose moment has passed is skipped"


def test_a_visit_cancelled_meanwhile_is_not_reminded_of(
    family: FamilyOfTest, phone: PhoneOfTest, slots: object
) -> None:
    assert callable(slots)
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    offer = visits.offers_for(family.id)[0]
    visits.book(family.id, offer.id, "sms")
    campaign("visit", per_hour=1)
    visits.cancel(family.id, "sms")
    with clock.frozen(clock.at_wib(offer.day - timedelta(days=1), 16, 30)):
        feeding.step()
    assert bulk() == []


def test_a_phone_of_several_families_gets_one_text(families: list[FamilyOfTest], phone: PhoneOfTest) -> None:
    for family in families[:3]:
        phone.says(f"{family.letter} {family.year}")
    campaign(audience=Audience(("33.16",), (), ("text",), ("id",)))
    feeding.step()
    assert notices(PHONE).count("campaign_invitation") == 1


def test_the_audience_keeps_to_places_states_sources_and_languages(
    families: list[FamilyOfTest], phone: PhoneOfTest
) -> None:
    one = families[0]
    phone.says(f"{one.letter} {one.year}")
    phone.says("BAHASA JAWA")
    place = (one.village,)
    for areas, sources, languages, expected in (
        (place, ("text",), ("jv",), 1), (place, ("text",), ("id",), 0), (place, ("page",), ("jv",), 0),
        (("33.16.99",), ("text",), ("jv",), 0),
    ):  # fmt: skip
        draft = campaign(audience=Audience(areas, (), sources, languages), started=False)
        assert making.count(draft) == expected, (areas, sources, languages)
    assert making.count(campaign("thanks", Audience(place, (), ("text",), ("jv",)), started=False)) == 0


@pytest.mark.usefixtures("census")
def test_the_price_is_that_of_what_left() -> None:
    one = campaign(per_hour=9)
    feeding.step()
    assert watching.figures(one).cost == 0
    send_all()
    assert watching.figures(one).cost == 9 * 350


def test_a_fault_in_the_middle_leaves_no_text_without_its_row(
    family: FamilyOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = campaign()
    real, calls = outbox.enqueue, []

    def breaks(*args: object, **named: object) -> object:
        calls.append(args)
        if len(calls) == 4:
            raise RuntimeError("the power goes")
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "enqueue", breaks)
    with pytest.raises(RuntimeError):
        feeding.step()
    db.session.rollback()
    assert bulk() == []
    monkeypatch.setattr(outbox, "enqueue", real)
    for _ in range(3):
        feeding.step()
    assert len(bulk()) == one.counted == len({text.phone_index for text in bulk()})


def test_every_kind_has_its_words_for_two_way_and_one_way_senders() -> None:
    for kind in KINDS:
        preview = making.preview(kind)
        assert len(preview) == 6
        assert all(length <= 148 for *_, length in preview)
        one_way = [text for _, sender_kind, text, _ in preview if sender_kind == "satu arah"]
        assert not any("Balas" in text or "Reply" in text or "STOP" in text for text in one_way)


def test_a_try_goes_to_one_s_own_phone_only(family: FamilyOfTest) -> None:
    one = campaign(started=False)
    making.try_on(one, "0812 0000 0001", "en")
    assert notices(PHONE) == ["campaign_invitation"]
    assert db.session.query(CampaignText).count() == 0
    with pytest.raises(making.NumberUnusable):
        making.try_on(one, "4444", "id")


def test_families_without_any_phone_are_not_counted(family: FamilyOfTest) -> None:
    with_phone = db.session.query(Household).filter(Household.phone_index.is_not(None)).count()
    assert making.count(campaign(started=False)) <= with_phone
