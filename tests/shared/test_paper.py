"""The PDF maker: what is drawn can be read again, and the same content gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.printed import Printed
from webapp.shared import clock
from webapp.shared.helvetica import measure, paragraph, printable
from webapp.shared.paper import INSIDE, MARGIN, Paper

NOON = datetime(2030, 3, 1, 5, tzinfo=UTC)


def drawn(text: str, width: float = INSIDE) -> Printed:
    paper = Paper("Coba")
    paper.sheet().block(MARGIN, 40, width, text)
    return Printed(paper.to_bytes())


def test_what_is_written_can_be_read_again() -> None:
    assert drawn("Nama (keluarga) \\ 100 % – “é”").text() == "Nama (keluarga) \\ 100 % – “é”"


def test_a_paragraph_breaks_at_blanks_and_stays_inside_its_width() -> None:
    text = "Sensus mencatat setiap keluarga satu kali saja. " * 12
    lines = paragraph(text, "regular", 80, 11)
    assert len(lines) > 5
    assert all(sum(measure(run.text, 11, run.style) for run in line) <= 80 for line in lines)
    assert drawn(text, 80).text() == text.strip()
    assert drawn(text, 80).faults() == []


def test_stars_make_bold_without_adding_blanks() -> None:
    (line,) = paragraph("kirim **DAFTAR**, lalu **pilih** waktu", "regular", 170, 11)
    assert [(run.text, run.style, run.glued) for run in line] == [
        ("kirim", "regular", True),
        ("DAFTAR", "bold", False),
        (", lalu", "regular", True),
        ("pilih", "bold", False),
        ("waktu", "regular", False),
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Ārif", "Arif"), ("Nguyễn", "Nguyen"), ("日本", "??"), ("a\x00b\nc", "a b c"), ("é", "é"), ("🙂", "?")],
)
def test_what_helvetica_lacks_is_replaced(typed: str, shown: str) -> None:
    assert printable(typed) == shown
    assert drawn(typed).text() == shown


def test_a_code_is_read_by_a_camera_and_kept_once() -> None:
    paper = Paper("Kode")
    address = "https://sensus.example.go.id"
    for _ in range(20):
        paper.sheet().qr(50, 50, 40, address)
    printed = Printed(paper.to_bytes())
    assert printed.codes(0) == printed.codes(19) == [address]
    assert printed.content.count(b"/Subtype /Form") == 1
    assert len(printed.content) < 12_000


def test_the_same_content_at_the_same_moment_gives_the_same_bytes() -> None:
    with clock.frozen(NOON):
        assert drawn("sama").content == drawn("sama").content
        assert b"D:20300301120000+07'00'" in drawn("sama").content


def test_one_sided_paper_tells_the_printer() -> None:
    assert b"/Duplex /Simplex" in Paper("Surat", one_sided=True).to_bytes()
    assert b"/Duplex" not in Paper("Panduan").to_bytes()


def test_the_title_is_the_documents() -> None:
    assert drawn("x").title == "Coba"


def test_the_reader_of_paper_finds_what_is_planted() -> None:
    paper = Paper("Salah")
    sheet = paper.sheet()
    sheet.text(180, 40, "sampai ke luar kertas", 20)
    sheet.text(MARGIN, 80, "satu baris")
    sheet.text(MARGIN, 82, "baris lain")
    faults = Printed(paper.to_bytes()).faults()
    assert any("beyond the edge" in fault for fault in faults)
    assert any("runs into" in fault for fault in faults)
