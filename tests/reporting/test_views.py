"""The pages of the figures: who may see which, and what they say."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.family import Walker
from webapp.households.service import Sample
from webapp.reporting import service
from webapp.shared import clock

SignedIn = Callable[[str], FlaskClient]
ENDINGS = ("", ".csv", ".xlsx")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_coordinator_sees_her_own_sub_district_and_no_other(
    sent: Walker, signed_in: SignedIn, ending: str
) -> None:
    mine = signed_in("koordinator.cepu")
    assert mine.get(f"/reporting/coverage/33.16.05{ending}").status_code == 200
    assert mine.get(f"/reporting/coverage/33.16.01{ending}").status_code == 403
    assert mine.get(f"/reporting/coverage/33.16{ending}").status_code == 403


@pytest.mark.parametrize("ending", ENDINGS)
def test_strangers_families_and_enumerators_see_no_coverage(
    sent: Walker, app: Flask, signed_in: SignedIn, ending: str
) -> None:
    path = f"/reporting/coverage/33.16.05{ending}"
    assert app.test_client().get(path).status_code == 401
    assert sent.client.get(path).status_code == 401
    assert signed_in("petugas.cepu.1").get(path).status_code == 403


def test_the_administrator_goes_from_the_regency_down_to_a_neighbourhood(
    families: list[Sample], sent: Walker, signed_in: SignedIn
) -> None:
    admin, village = signed_in("admin"), families[0]["village_code"]
    around = village.rpartition(".")[0]
    regency = admin.get("/reporting/coverage/33.16").get_data(as_text=True)
    assert f'href="/reporting/coverage/{around}"' in regency
    assert regency.count("<rect") == 16
    below = admin.get(f"/reporting/coverage/{around}").get_data(as_text=True)
    assert f'href="/reporting/coverage/{village}"' in below
    assert "RT 0" in admin.get(f"/reporting/coverage/{village}").get_data(as_text=True)
    assert admin.get("/reporting/coverage/33.16.99").status_code == 404


def test_the_sums_of_page_and_file_are_the_same(sent: Walker, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    read = csv.DictReader(StringIO(admin.get("/reporting/coverage/33.16.csv").get_data().decode("utf-8-sig")))
    rows = list(read)
    assert sum(int(row["Tercatat"]) for row in rows[:-1]) == int(rows[-1]["Tercatat"]) == 1
    assert rows[-1]["Keluarga"] == "24"
    page = admin.get("/reporting/coverage/33.16").get_data(as_text=True)
    assert "<b>1</b> dari <b>24</b>" in page
    book = ZipFile(BytesIO(admin.get("/reporting/coverage/33.16.xlsx").get_data()))
    assert b"<v>24</v>" in book.read("xl/worksheets/sheet1.xml")


def test_everybody_sees_progress_by_sub_district_without_small_figures(sent: Walker, app: Flask) -> None:
    answer = app.test_client().get("/progress")
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
    page = answer.get_data(as_text=True)
    assert "kurang dari 10" in page
    assert "<b>1</b> dari <b>24</b>" not in page  # one family is nobody's business


def test_a_receipts_page_names_the_figure_that_holds_it(sent: Walker, app: Flask) -> None:
    assert "Belum masuk angka harian" in app.test_client().get(sent.path).get_data(as_text=True)
    day = clock.today()
    with clock.frozen(clock.now() + timedelta(days=1)):
        service.publish_days()
    page = app.test_client().get(sent.path).get_data(as_text=True)
    assert "Sudah termasuk dalam angka tanggal" in page
    listed = app.test_client().get(f"/progress/{day.isoformat()}.txt")
    assert len(listed.get_data().split()) == 1
    proof = app.test_client().get(f"/progress/proof/{sent.path.rpartition('/')[2]}").get_json()
    assert proof["day"] == day.isoformat()


@pytest.mark.parametrize(
    "path", ["/progress/2030-01-01.txt", "/progress/x.txt", "/progress/proof/1", "/progress/proof/x"]
)
def test_what_is_not_published_is_not_found(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
