"""The page on which a family books its visit, in each language, without Indonesian left over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.house.leftover import indonesian_in
from tests.visits.conftest import FRIDAY, MONDAY_NOON, MakeFamily, MakeOffer
from webapp.shared import clock

PAIR = {"nik": "3316990101900001", "kk": "3316990202100001"}  # of the first family that the fixture makes


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["en", "jv"])
def test_a_family_books_moves_and_cancels_in_its_language(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient, language: str
) -> None:
    client.set_cookie("lang", language)
    seen: list[str] = []

    def see(path: str = "/visit", **typed: str) -> None:
        answer = client.post(path, data=typed) if typed else client.get(path)
        if answer.status_code == 303:
            answer = client.get(answer.headers["Location"])
        seen.append(answer.text)

    family()
    see()
    see(**PAIR)  # no time is open yet: a wish is asked
    see(action="wish", part="morning")
    first, second = offer(), offer(FRIDAY, "midday")
    see()
    see(offer=str(first))
    for asked in ("?change=1", "?cancel=1"):
        see("/visit" + asked)
    see(offer="none")
    see(offer=str(second))
    with clock.frozen(MONDAY_NOON + timedelta(days=4)):
        see(offer=str(first))
    see(action="cancel")
    see(action="leave")
    assert sorted({piece for page in seen for piece in indonesian_in(page)}) == []
    assert all(f'lang="{language}"' in page for page in seen)
