"""The drawn pages with the longest that may stand on them: nothing runs into anything, every code can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.printed import Printed
from webapp.households import service
from webapp.households.service.papers.cover import draw_cover
from webapp.households.service.papers.letter import Bundle, Letter, draw_letter
from webapp.households.service.papers.poster import Office, draw_guide, draw_poster
from webapp.shared.paper import Paper

ADDRESS = "https://sensus-penduduk.blorakab.go.id"
OFFICE = Office(ADDRESS, "Kantor Badan Pusat Statistik Kabupaten Blora", "+62 812-0000-0000")
LONGEST = Bundle(
    "Sidorejo Kidul Wetan, Kec. Randublatung", "012", "008", 999, ADDRESS, OFFICE.help_address, OFFICE.sms_number,
    sms_is_free=True, until="30 September 2030", part=12,
)  # fmt: skip
PLAINEST = Bundle("Gadon, Kec. Cepu", "", "", 1, "http://127.0.0.1:8000", "BPS")


def a_letter(number: int, name: str = "Raden Mas Suryaningrat Kusumawardhana Hadiwinoto " * 3) -> Letter:
    return Letter("8888888884", name, "Perumahan Griya Indah Permai Blok WW-88 Nomor 188 " * 3, number)


@pytest.mark.parametrize("bundle", [LONGEST, PLAINEST])
@pytest.mark.parametrize("name", ["Mo", "", "M" * 300, "Ārif 日本 \x00 Nguyễn"])
def test_a_letter_holds_the_longest_and_the_shortest(bundle: Bundle, name: str) -> None:
    paper = Paper("Surat")
    draw_letter(paper, bundle, a_letter(999, name))
    printed = Printed(paper.to_bytes())
    assert printed.faults() == []
    assert printed.codes() == [bundle.public_url]
    assert "8888 888 884" in printed.text()
    assert ("gratis." if bundle.sms_is_free else "tarif SMS biasa") in printed.text()


@pytest.mark.parametrize("count", [1, 18, 19, 23, 24, 51, 52, 150])
def test_a_list_of_any_length_fits_its_pages(count: int) -> None:
    paper = Paper("Daftar")
    letters = [a_letter(number) for number in range(1, count + 1)]
    draw_cover(paper, LONGEST, letters, "30 September 2030")
    printed = Printed(paper.to_bytes())
    for page in range(len(printed)):
        assert printed.faults(page) == [], page
    assert "Nama dan tanggal" in printed.text(len(printed) - 1)
    assert f"Halaman {len(printed)} dari {len(printed)}" in printed.text(len(printed) - 1)
    assert f" {count} ..84" in printed.text(len(printed) - 1)


@pytest.mark.parametrize("language", ["id", "jv"])
@pytest.mark.parametrize("office", [OFFICE, Office("http://127.0.0.1:8000", "BPS")])
def test_poster_and_guide_fit_one_page(language: str, office: Office) -> None:
    for draw in ("poster", "guide"):
        paper = Paper("Dinding", language=language)
        if draw == "poster":
            draw_poster(paper, language, "village_kelurahan", LONGEST.village, office)
        else:
            draw_guide(paper, language, office)
        printed = Printed(paper.to_bytes())
        assert len(printed) == 1
        assert printed.faults() == [], draw
        assert printed.codes() == [office.public_url]


def test_the_commands_write_one_file_a_language(
    app: Flask, register: list[service.Sample], tmp_path: Path
) -> None:
    run = app.test_cli_runner()
    village = register[0]["village_code"]
    done = run.invoke(args=["households", "posters", "--village", village, "--out", str(tmp_path)])
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        f"poster-{village}-{language}.pdf" for language in ("id", "jv")
    ]
    label = register[0]["village"]
    assert label in Printed((tmp_path / f"poster-{village}-id.pdf").read_bytes()).text()
    assert run.invoke(args=["households", "guide", "--out", str(tmp_path)]).exit_code == 0
    assert "Langkahnya" in Printed((tmp_path / "guide-id.pdf").read_bytes()).text()
    of_all = run.invoke(args=["households", "posters", "--village", village[:8], "--out", str(tmp_path)])
    assert len(of_all.stdout.splitlines()) > 10
    wrong = run.invoke(args=["households", "posters", "--village", "33.99", "--out", str(tmp_path)])
    assert wrong.exit_code == 2
