"""Reminders of tomorrow's visits leave without anybody having to make a campaign."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sms.campaigns import feeding, making, standing
from sms.models.campaigns import Campaign
from tests.sms.conftest import PHONE, FamilyOfTest, PhoneOfTest, notices
from tests.sms.test_campaigns import campaign
from webapp.shared import clock
from webapp.shared.db import db
from webapp.visits import service as visits


def test_families_are_reminded_without_anybody_having_made_a_campaign(
    family: FamilyOfTest, phone: PhoneOfTest, slots: object
) -> None:
    assert callable(slots)
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    offer = visits.offers_for(family.id)[0]
    visits.book(family.id, offer.id, "sms")
    with clock.frozen(clock.at_wib(offer.day - timedelta(days=1), 16, 30)):
        for _ in range(2):
            standing.remind_of_visits()
            feeding.step()
        assert notices(PHONE).count("campaign_visit") == 1
    assert db.session.query(Campaign).count() == 1


@pytest.mark.usefixtures("census")
def test_reminders_that_a_person_has_stopped_do_not_start_again() -> None:
    making.stop(campaign("visit").id)
    standing.remind_of_visits()
    assert [one.state for one in db.session.query(Campaign)] == ["stopped"]
