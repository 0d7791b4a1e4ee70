"""The coordinator plans, changes, publishes and mends on plain pages."""

from __future__ import annotations

from uuid import UUID

from flask.testing import FlaskClient

from tests.fieldwork.conftest import SignedIn
from tests.fieldwork.plans import AREA, DAYS, coordinator, draft, published, register, stops
from webapp.fieldwork import queries, rules, service
from webapp.shared import jobs
from webapp.visits import service as visits

__all__ = ["register"]


def press_plan(client: FlaskClient, **more: object) -> str:
    people = [str(one.who.id) for one in service.crew(AREA)]
    sent = {"area": AREA, "days": [day.isoformat() for day in DAYS], "people": people, "minutes": "20",
            "terrain": "plain"}  # fmt: skip
    answer = client.post("/fieldwork/plans", data={**sent, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_from_the_choice_to_everybodys_lists(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    assert "Susun rencana" in client.get("/fieldwork/plans").text
    page = press_plan(client)
    waiting = client.get(page)
    assert waiting.headers["Refresh"] == "2"
    assert "Sedang dihitung" in waiting.text
    jobs.work_once()
    ready = client.get(page)
    assert "Refresh" not in ready.headers
    assert "Terbitkan" in ready.text
    assert client.get(f"{page}/days/{DAYS[0]}").status_code == 200
    assert client.post(f"{page}/publish").status_code == 303
    assert "Diterbitkan" in client.get(page).text
    assert stops()
    assert client.get(f"{page}/days/{DAYS[0]}").text.count("<li><label") == sum(
        s.day == DAYS[0] for s in stops()
    )


def test_without_days_the_form_comes_back_filled(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    answer = client.post(
        "/fieldwork/plans", data={"area": AREA, "minutes": "25", "days": ["x"], "people": ["y"]}
    )
    assert answer.status_code == 422
    assert 'value="25"' in answer.text
    assert "(331)" in answer.text
    assert client.post("/fieldwork/plans", data={"area": AREA, "minutes": "900"}).status_code == 422


def test_the_second_coordinator_is_told_who_was_first(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    mine, other = draft(), draft()
    service.publish(other, coordinator())
    answer = client.post(f"/fieldwork/plans/{mine}/publish")
    assert answer.status_code == 409
    assert "baru saja diterbitkan oleh" in answer.text


def test_a_move_says_what_it_costs_before_it_is_done(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    plan_id = draft()
    row = next(one for one in queries.plan_visits(plan_id) if one.day == DAYS[0])
    sent = {"doors": str(row.household_id), "to": f"{row.enumerator_id} {DAYS[1]}"}
    asked = client.post(f"/fieldwork/plans/{plan_id}/move", data=sent)
    assert "menjadi" in asked.text
    assert {one.day for one in queries.plan_visits(plan_id) if one.household_id == row.household_id} == {
        DAYS[0]
    }
    assert client.post(f"/fieldwork/plans/{plan_id}/move", data={**sent, "confirmed": "1"}).status_code == 303
    assert {one.day for one in queries.plan_visits(plan_id) if one.household_id == row.household_id} == {
        DAYS[1]
    }
    nobody = client.post(f"/fieldwork/plans/{plan_id}/move", data={"doors": "x", "to": "y"})
    assert nobody.status_code == 409


def test_illness_is_one_press_and_says_what_became_of_the_visits(
    register: list[UUID], signed_in: SignedIn
) -> None:
    client = signed_in("koordinator.cepu")
    published()
    person = next(one.enumerator_id for one in stops())
    sent = {"area": AREA, "first": str(DAYS[0]), "last": str(DAYS[2]), "reason": "ill"}
    answer = client.post(f"/fieldwork/roster/{person}/absence", data=sent)
    assert answer.status_code == 200
    assert "kunjungan lain tidak berubah" in answer.text
    assert person not in {one.enumerator_id for one in stops()}


def test_a_week_is_saved_and_a_wrong_one_refused(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    member = service.crew(AREA)[0].who.id
    sent = {
        "area": AREA,
        "weekdays": ["0", "2"],
        "starts": "07:30",
        "ends": "15:00",
        "phone": "0860 0000 0009",
    }
    assert client.post(f"/fieldwork/roster/{member}/week", data=sent).status_code == 303
    found = service.crew(AREA)[0]
    assert (found.week.weekdays, found.week.starts, found.week.ends) == ("02", 450, 900)
    assert found.phone_tail == "0009"
    assert "0860" not in client.get("/fieldwork/roster").text
    assert client.post(f"/fieldwork/roster/{member}/week", data={**sent, "ends": "06:00"}).status_code == 422
    assert client.post(f"/fieldwork/roster/{member}/week", data={"area": AREA}).status_code == 422


def test_a_flood_is_noted_and_mended_in_one_press(register: list[UUID], signed_in: SignedIn) -> None:
    client = signed_in("koordinator.cepu")
    plan_id = published()
    row = queries.published_visits(plan_id, DAYS[0])[0]
    assert client.get("/fieldwork/mend").status_code == 200
    sent = {"area": AREA, "sls": str(row.sls_id), "first": str(DAYS[0]), "last": str(DAYS[2])}
    answer = client.post("/fieldwork/mend", data=sent)
    assert answer.status_code == 200, answer.text
    assert row.household_id not in {one.household_id for one in stops()}
    assert client.post("/fieldwork/mend", data={**sent, "sls": "x"}).status_code == 422


def test_the_evening_before_names_what_is_not_well_and_announces(
    register: list[UUID], signed_in: SignedIn
) -> None:
    client = signed_in("koordinator.cepu")
    assert "Belum ada rencana" in client.get("/fieldwork/evening").text
    published()
    absent = service.crew(AREA)[0].who
    service.add_absence(absent.id, DAYS[0], DAYS[0], "leave")
    page = client.get("/fieldwork/evening").text
    assert "Tidak masuk besok" in page
    assert absent.name in page
    assert client.post("/fieldwork/evening", data={"area": AREA}).status_code == 303
    assert "sudah diumumkan" in client.get("/fieldwork/evening").text


def test_an_enumerator_who_opens_her_list_has_seen_it(register: list[UUID], signed_in: SignedIn) -> None:
    plan_id = published()
    person = next(one.who for one in service.crew(AREA) if one.who.id in queries.notices(plan_id))
    signed_in(person.username).get("/fieldwork/today")
    assert queries.notices(plan_id)[person.id].seen_at is not None


def test_a_colleague_sees_and_changes_no_plan_of_ours(register: list[UUID], signed_in: SignedIn) -> None:
    plan_id, stranger = draft(), signed_in("koordinator.jati")
    assert stranger.get(f"/fieldwork/plans/{plan_id}").status_code == 403
    assert stranger.post(f"/fieldwork/plans/{plan_id}/publish").status_code == 403
    assert stranger.post("/fieldwork/mend", data={"area": AREA}).status_code == 403
    assert stranger.get("/fieldwork/roster", query_string={"area": AREA}).status_code == 403
    assert service.plan_of(plan_id).state == rules.READY


def test_the_desk_shows_plan_progress_places_left_and_families_waiting(
    register: list[UUID], signed_in: SignedIn
) -> None:
    published(minutes=5)
    visits.set_wish(register[0], "", "any", "web")
    page = signed_in("koordinator.cepu").get("/coverage/33.16.05").text
    assert f"0 / {len(stops())}" in page
    assert "<dt>Keluarga menunggu waktu</dt><dd>1</dd>" in page
    assert "<dt>Tempat janji tersisa</dt><dd>0</dd>" not in page
