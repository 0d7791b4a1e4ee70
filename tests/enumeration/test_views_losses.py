"""What other censuses lost: each of their losses tried here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled, office_reads
from webapp.enumeration.models import DraftPage, Facts, RosterPage, Version
from webapp.shared import clock
from webapp.shared.db import db

MEMBERS, ADD = "/form/members", "/form/members/add"
IDS = [f"0198b1a0-0000-7000-8000-00000000000{n}" for n in range(1, 6)]


def add(walker: Walker, name: str, at: int = 0, **more: str) -> dict[str, str]:
    walker.open(ADD)
    data = {"name": name, "relationship": "child", "nik": "", "no_nik": "newborn", "member": IDS[at], **more}
    walker.post(ADD, data)
    return data


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def states() -> list[str]:
    return list(db.session.scalars(select(Version.state)))


def test_back_to_not_here_and_here_again_wipes_no_answers(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/summary", alone(2) | {"birth_place": "Rembang"})
    pages = count(DraftPage)
    for presence in ("moved", "present"):
        lettered.open(MEMBERS)
        lettered.post(MEMBERS, filled(lettered, **{"m2-presence": presence}))
    assert count(DraftPage) == pages
    lettered.open("/form/summary")
    assert "Masih ada yang belum diisi" not in lettered.html
    lettered.walk("/receipt/")
    assert office_reads(app)["members"][1]["answers"]["birth_place"] == "Rembang"


def test_an_emptied_list_of_members_wipes_nobody(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/summary")
    before = count(RosterPage), count(DraftPage)
    assert lettered.post(MEMBERS, {}).status_code == 422
    lettered.post(MEMBERS, {"leave": "1"})
    assert (count(RosterPage), count(DraftPage)) == before
    back_in(lettered)
    assert lettered.path == "/form/summary"


def back_in(walker: Walker) -> None:
    walker.open("/")
    walker.press()
    walker.post("/pin", {"pin": PIN})


def test_back_and_send_again_adds_no_ghost(lettered: Walker, families: list[Any]) -> None:
    lettered.walk(MEMBERS)
    data = add(lettered, "Bayi Baru")
    lettered.walk(f"/form/person/{families[0]['members'] + 1}/")
    lettered.post(ADD, data)
    lettered.post(ADD, data)
    assert count(RosterPage) == families[0]["members"] + 2  # with the address
    assert lettered.html.count("<b>Bayi Baru</b>") == 1


def test_who_was_removed_does_not_come_back_by_an_old_page(lettered: Walker, families: list[Any]) -> None:
    lettered.walk(MEMBERS, alone())
    n = families[0]["members"] + 1
    add(lettered, "Tamu Semalam")
    lettered.walk(f"/form/person/{n}/identity", alone())
    old = filled(lettered)
    lettered.post(f"/form/person/{n}/identity", old)
    lettered.open(MEMBERS)
    lettered.post(MEMBERS, filled(lettered, remove=str(n)))
    assert lettered.post(f"/form/person/{n}/identity", old).status_code == 404
    lettered.open("/form/members")
    lettered.walk("/receipt/", alone())
    assert db.session.scalars(select(Facts.persons)).one() == 1


def test_an_old_page_of_who_was_removed_says_nothing_about_who_came_after(
    app: Flask, lettered: Walker, families: list[Any]
) -> None:
    lettered.walk(MEMBERS, alone())
    n = families[0]["members"] + 1
    add(lettered, "Budi Keliru", 0)
    lettered.open(f"/form/person/{n}/identity")
    old = filled(lettered, birth_place="Kupang")
    lettered.open(MEMBERS)
    lettered.post(MEMBERS, filled(lettered, remove=str(n)))
    add(lettered, "Siti Benar", 1)
    assert lettered.post(f"/form/person/{n}/identity", old).status_code == 409
    lettered.open(MEMBERS)
    lettered.walk("/receipt/", alone())
    assert office_reads(app)["members"][-1]["answers"]["birth_place"] == "Blora"


def test_an_old_list_neither_removes_nor_renames_who_came_after(
    app: Flask, lettered: Walker, families: list[Any]
) -> None:
    lettered.walk(MEMBERS, alone())
    n = families[0]["members"] + 1
    add(lettered, "Budi Keliru", 0)
    mark = re.search(r'name="remove" value="([^"]+)"', lettered.html)
    assert mark is not None
    lettered.open(f"/form/members/{n}")
    old = filled(lettered, name="Budi Salah")
    lettered.open(MEMBERS)
    lettered.post(MEMBERS, filled(lettered, remove=mark[1]))
    assert "Budi Keliru" not in lettered.html
    add(lettered, "Siti Benar", 1)
    assert lettered.post(MEMBERS, filled(lettered, remove=mark[1])).status_code == 409
    assert lettered.post(f"/form/members/{n}", old).status_code == 409
    lettered.open(MEMBERS)
    assert "Siti Benar" in lettered.html


def test_leaving_on_the_last_page_sends_nothing(lettered: Walker) -> None:
    lettered.walk("/form/summary")
    lettered.post("/leave", {})
    assert states() == ["draft"]
    assert count(Facts) == 0
    back_in(lettered)
    assert lettered.path == "/form/summary"
    lettered.open("/form/summary")
    assert states() == ["draft"]


def test_saving_and_leaving_on_the_last_question_sends_nothing(lettered: Walker) -> None:
    lettered.walk("/form/person/1/work", alone())
    lettered.post(lettered.path, filled(lettered, leave="1"))
    assert lettered.path == "/leave"
    assert states() == ["draft"]
    back_in(lettered)
    assert lettered.path == "/form/summary"


@pytest.mark.parametrize("form", [{}, {"revision": "0"}, {"revision": "0", "leave": "1"}])
def test_a_blank_page_sent_again_by_back_empties_nothing(
    app: Flask, lettered: Walker, form: dict[str, str]
) -> None:
    lettered.walk("/form/summary", alone())
    for path in ("/form/address", "/form/housing", "/form/person/1/identity", "/form/person/1/culture"):
        assert lettered.post(path, form).status_code in (409, 422), path
    lettered.open("/form/summary")
    assert "Masih ada yang belum diisi" not in lettered.html
    lettered.walk("/receipt/")
    assert office_reads(app)["members"][0]["answers"]["birth_place"] == "Blora"


def test_after_sending_a_blank_page_changes_nothing(app: Flask, lettered: Walker) -> None:
    receipt = lettered.walk("/receipt/", alone())
    before = office_reads(app)
    for path in ("/form/housing", "/form/person/1/identity", MEMBERS, ADD, "/form/summary", "/form/checks"):
        lettered.post(path, {})
        assert lettered.path == receipt, path
    assert office_reads(app) == before
    assert states() == ["sent"]


def test_relationships_stay_with_their_people(app: Flask, lettered: Walker, families: list[Any]) -> None:
    lettered.walk(MEMBERS, alone())
    n = families[0]["members"]
    told = {"Ani Satu": "parent", "Ani Dua": "grandchild", "Ani Tiga": "helper", "Ani Empat": "other"}
    for at, (name, relationship) in enumerate(told.items()):
        add(lettered, name, at, relationship=relationship)
    lettered.open(MEMBERS)
    lettered.post(MEMBERS, filled(lettered, remove=str(n + 2)))
    del told["Ani Dua"]
    lettered.walk("/receipt/", alone())
    found = [member["roster"] for member in office_reads(app)["members"]][n:]
    assert {one["name"]: one["relationship"] for one in found} == told


def test_two_people_of_one_name_are_two_people(app: Flask, lettered: Walker, families: list[Any]) -> None:
    lettered.walk(MEMBERS, alone())
    n = families[0]["members"]
    add(lettered, "Slamet", 0, relationship="parent")
    add(lettered, "Slamet", 1, relationship="grandchild")
    lettered.walk("/form/summary", alone())
    for at, place in ((n + 1, "Pati"), (n + 2, "Tuban")):
        lettered.open(f"/form/person/{at}/identity?to=summary")
        lettered.post(lettered.path, filled(lettered, birth_place=place))
    lettered.walk("/receipt/")
    found = office_reads(app)["members"][n:]
    assert [(one["roster"]["relationship"], one["answers"]["birth_place"]) for one in found] == [
        ("parent", "Pati"),
        ("grandchild", "Tuban"),
    ]


def test_a_family_of_one_is_sent(app: Flask, lettered: Walker) -> None:
    lettered.walk("/receipt/", alone())
    assert db.session.scalars(select(Facts.persons)).one() == 1
    here = [one for one in office_reads(app)["members"] if one["answers"]]
    assert len(here) == 1


@pytest.mark.parametrize("gone", ["died", "moved"])
def test_when_the_head_is_gone_another_becomes_head(
    app: Flask, new_browser: Callable[..., Walker], families: list[Any], gone: str
) -> None:
    walker = new_browser(next(one for one in families if one["members"] > 1), letter=True)
    walker.walk(MEMBERS)
    walker.post(MEMBERS, filled(walker, **(alone(2) | {"m1-presence": gone})))
    assert walker.status == 422
    assert "kode 231" in walker.html
    assert f'value="{gone}"' in walker.html
    walker.post(MEMBERS, filled(walker, **{"m2-relationship": "head"}))
    assert walker.path.startswith("/form/person/2/")
    walker.walk("/receipt/")
    first, second = office_reads(app)["members"][:2]
    assert (first["roster"]["presence"], first["answers"]) == (gone, {})
    assert second["roster"]["relationship"] == "head"


def test_what_was_saved_before_a_timeout_is_there_afterwards(lettered: Walker) -> None:
    lettered.walk("/form/person/1/culture", alone())
    with clock.shifted(timedelta(minutes=16)):
        assert lettered.open("/form/housing").status_code == 401
        back_in(lettered)
        assert lettered.path == "/form/person/1/culture"
        lettered.open("/form/person/1/identity")
        assert 'value="Blora"' in lettered.html
