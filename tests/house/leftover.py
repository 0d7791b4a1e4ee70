"""Finds Indonesian that was left over in a page of another language."""

from __future__ import annotations

import html as html_module
import re

# Words that Indonesian cannot do without, and that neither English nor Javanese krama has. Names of places and of
# people, the law's own title and what one types into a text message are not among them.
INDONESIAN = ("dan", "yang", "Anda", "atau", "untuk", "tidak", "dengan", "belum", "sudah", "dari", "pada", "ini",
              "itu", "nomor", "Nomor", "keluarga", "Kembali", "Simpan", "Tulis", "jawaban",
              "Jawaban", "Siapa", "Apa", "Apakah", "Mengapa", "Ya", "Tidak", "Lanjut", "Silakan", "Tunggu",
              "Periksa", "halaman", "Halaman", "Lainnya", "Terima kasih", "Mulai")  # fmt: skip
_KEPT = re.compile(
    r"<style.*?</style>|<script.*?</script>|<datalist.*?</datalist>|hreflang=[^<]*<|<!--.*?-->", re.S
)
_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r'\b(?:aria-label|title|alt|placeholder|content)="([^"]*)"')
_WORD = re.compile(rf"\b(?:{'|'.join(INDONESIAN)})\b")


def indonesian_in(html: str) -> list[str]:
    """Pieces of the page, as read or as spoken by a screen reader, that hold an Indonesian word."""
    page = _KEPT.sub("<i>", html)
    pieces = [piece.strip() for piece in _TAG.split(page)] + _SAID.findall(page)
    return sorted({html_module.unescape(piece) for piece in pieces if _WORD.search(piece)})
