"""Paper: A4 pages in black and white as PDF, made on the spot, small, and without a font of our own.

Every reader and printer has Helvetica, so nothing is embedded. Lengths are millimetres from the top left corner,
sizes of type are points. The same content at the same moment gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Literal

import pydyf
import segno

from webapp.shared import clock
from webapp.shared.helvetica import POINT, Style, gap, measure, paragraph, printable

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
INSIDE = WIDTH - 2 * MARGIN
LEADING = 1.32  # from one baseline to the next, of the size of the type
_FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}
_NAMES: dict[Style, str] = {"regular": "F1", "bold": "F2", "italic": "F3"}
_QUIET = 4  # modules of white around a QR code
Align = Literal["left", "center", "right"]
_SHIFT: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}


class Paper:
    """A document: add sheets, draw on them, take the bytes. `one_sided` asks the printer to leave backs empty."""

    def __init__(self, title: str, *, language: str = "id", one_sided: bool = False) -> None:
        self._pdf = pydyf.PDF()
        made = clock.to_wib(clock.now()).strftime("D:%Y%m%d%H%M%S+07'00'")
        about = {"Title": printable(title), "Producer": "Catat", "CreationDate": made}
        self._pdf.info.update({name: pydyf.String(text) for name, text in about.items()})
        wishes = {"DisplayDocTitle": "true", "PrintScaling": "/None"} | (
            {"Duplex": "/Simplex"} if one_sided else {}
        )
        self._pdf.catalog["Lang"] = pydyf.String(language)
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(wishes)
        self._fonts = pydyf.Dictionary({name: self._added(_font(base)) for name, base in _FONTS.items()})
        self._codes: dict[str, tuple[str, bytes]] = {}
        self.pages = 0

    def _added(self, thing: Any) -> bytes:
        self._pdf.add_object(thing)
        return bytes(thing.reference)

    def sheet(self) -> Sheet:
        """A new page at the end."""
        stream, codes = pydyf.Stream(compress=True), pydyf.Dictionary()
        page = {
            "Type": "/Page",
            "Parent": self._pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, round(WIDTH / POINT, 2), round(HEIGHT / POINT, 2)]),
            "Contents": self._added(stream),
            "Resources": pydyf.Dictionary({"Font": self._fonts, "XObject": codes}),
        }
        self._pdf.add_page(pydyf.Dictionary(page))
        self.pages += 1
        return Sheet(self, stream, codes)

    def code(self, address: str) -> tuple[str, bytes]:
        """Name and reference of an address's QR code, which the document holds once however often it is drawn."""
        if address not in self._codes:
            self._codes[address] = f"Q{len(self._codes)}", self._added(_qr_form(address))
        return self._codes[address]

    def to_bytes(self) -> bytes:
        """The whole file."""
        out = BytesIO()
        self._pdf.write(out, version=b"1.7", identifier=True)
        return out.getvalue()


class Sheet:
    """One page. Things are drawn where it is said; what takes lines returns the baseline after them."""

    def __init__(self, paper: Paper, stream: pydyf.Stream, codes: pydyf.Dictionary) -> None:
        self._paper, self._out, self._codes = paper, stream, codes

    def text(
        self, x: float, y: float, text: str, size: float = 11, *, style: Style = "regular",
        align: Align = "left", gray: float = 0, spacing: float = 0,
    ) -> float:  # fmt: skip
        """One line on the baseline y that starts, is centred or ends at x. Returns its width."""
        shown = printable(text)
        width = measure(shown, size, style) + spacing * max(len(shown) - 1, 0)
        self._show(x - _SHIFT[align] * width, y, shown, size, style=style, gray=gray, spacing=spacing)
        return width

    def _show(
        self, x: float, y: float, shown: str, size: float, *, style: Style, gray: float, spacing: float = 0
    ) -> None:
        out = self._out
        out.begin_text()
        out.stream.append(b"%.2f g %.3f Tc" % (gray, spacing / POINT))
        out.set_font_size(_NAMES[style], size)
        out.set_text_matrix(1, 0, 0, 1, *_points(x, y))
        out.show_text_string(shown.encode("cp1252"))
        out.end_text()

    def block(
        self, x: float, y: float, width: float, text: str, size: float = 11, *, style: Style = "regular",
        align: Align = "left", gray: float = 0, leading: float = LEADING,
    ) -> float:  # fmt: skip
        """A paragraph from the baseline y on, broken at blanks; **words** are bold."""
        for line in paragraph(text, style, width, size):
            ends = [gap(word, size) + measure(word.text, size, word.style) for word in line]
            at = x + _SHIFT[align] * (width - sum(ends))
            for word, advance in zip(line, ends, strict=True):
                self._show(at + gap(word, size), y, word.text, size, style=word.style, gray=gray)
                at += advance
            y += size * POINT * leading
        return y

    def bullets(
        self, x: float, y: float, width: float, items: list[str], size: float = 11, *,
        numbered: bool = False, between: float = 1.2,
    ) -> float:  # fmt: skip
        """A list, with dots or numbered."""
        indent = size * (0.6 if numbered else 0.4)
        for number, item in enumerate(items, 1):
            self.text(x, y, f"{number}." if numbered else "•", size, style="bold")
            y = self.block(x + indent, y, width - indent, item, size) + between
        return y

    def line(
        self, x: float, y: float, to_x: float, to_y: float, weight: float = 0.25, *, dashed: bool = False
    ) -> None:
        """A straight line, `weight` millimetres wide."""
        out = self._out
        out.push_state()
        out.set_line_width(weight / POINT)
        if dashed:
            out.set_dash([2, 3], 0)
        out.move_to(*_points(x, y))
        out.line_to(*_points(to_x, to_y))
        out.stroke()
        out.pop_state()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        weight: float = 0.4,
        gray: float | None = None,
    ) -> None:
        """A frame with its upper left corner at x, y; with `gray` (0 black, 1 white) it is filled instead."""
        out = self._out
        out.push_state()
        left, bottom = _points(x, y + height)
        out.rectangle(left, bottom, _rounded(width), _rounded(height))
        if gray is None:
            out.set_line_width(weight / POINT)
            out.stroke()
        else:
            out.stream.append(b"%.2f g" % gray)
            out.fill()
        out.pop_state()

    def qr(self, x: float, y: float, size: float, address: str) -> None:
        """An address as a QR code, its white margin included in `size` millimetres square."""
        name, reference = self._paper.code(address)
        self._codes[name] = reference
        out = self._out
        out.push_state()
        out.set_matrix(_rounded(size), 0, 0, _rounded(size), *_points(x, y + size))
        out.draw_x_object(name)
        out.pop_state()


def _rounded(length: float) -> float:
    return round(length / POINT, 2)


def _points(x: float, y: float) -> tuple[float, float]:
    """A place on our page as PDF counts: points from the bottom left."""
    return _rounded(x), _rounded(HEIGHT - y)


def _font(base: str) -> pydyf.Dictionary:
    names = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{base}", "Encoding": "/WinAnsiEncoding"}
    return pydyf.Dictionary(names)


def _qr_form(address: str) -> pydyf.Stream:
    """A QR code as black bars in a square of one by one, drawn by name wherever it is needed."""
    rows = segno.make_qr(address, error="m").matrix
    side = len(rows) + 2 * _QUIET
    form = pydyf.Stream(
        [b"0 g"],
        {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, side, side]),
         "Matrix": pydyf.Array([1 / side, 0, 0, 1 / side, 0, 0])},
        compress=True,
    )  # fmt: skip
    for down, row in enumerate(rows):
        for start, length in _bars(bytes(row)):
            form.rectangle(start + _QUIET, side - _QUIET - down - 1, length, 1)
    form.fill()
    return form


def _bars(row: bytes) -> list[tuple[int, int]]:
    """Where the dark runs of a row begin and how long they are."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found
