"""Waves: the lowest response first, rest between campaigns, a cap for the day."""

from datetime import date, timedelta

from sms.campaigns.waves import Village, propose

TODAY = date(2030, 6, 10)


def village(code: str, complete: int, begun: int = 0, **last: date) -> Village:
    return Village(code, f"Desa {code}", 100, 100 - complete - begun, begun, complete, last)


def test_the_village_with_the_lowest_response_comes_first_until_the_cap() -> None:
    villages = [village("a", 40), village("b", 5), village("c", 20)]
    (wave,) = propose(villages, TODAY, cap=180)
    assert (wave.kind, wave.areas, wave.families) == ("invitation", ("b", "c"), 175)


def test_where_many_have_begun_they_are_reminded_before_others_are_invited() -> None:
    kinds = [wave.kind for wave in propose([village("a", 10, begun=30)], TODAY, cap=1000)]
    assert kinds == ["reminder", "invitation"]


def test_a_village_rests_after_a_campaign() -> None:
    for days, expected in ((4, 0), (5, 1)):
        told = village("a", 5, invitation=TODAY - timedelta(days=days))
        assert len(propose([told], TODAY, cap=1000)) == expected


def test_where_half_have_answered_nobody_is_invited() -> None:
    assert propose([village("a", 50)], TODAY, cap=1000) == []
    assert propose([], TODAY, cap=1000) == []
