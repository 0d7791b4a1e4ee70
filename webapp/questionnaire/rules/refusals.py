"""Every "no" to an answer, with codes 20x and 21x.

Those of NIK and KK numbers (22x) stand in rules/identity.py, those of the family as a whole (23x) in rules/family.py.

The messages are Indonesian msgids; `%(name)s` places are filled from `params` after translation.
"""

from __future__ import annotations

from webapp.shared.errors import Refusal


class AnswerRefused(Refusal):
    """An answer cannot be kept as it was given. The field itself is the next step."""

    code = "200"
    status = 422
    message = "Jawaban ini belum dapat dibaca. Periksa lagi tulisannya."
    next_step = None


class NotAnswered(AnswerRefused):
    code = "201"
    message = "Bagian ini belum diisi. Tulis jawabannya."


class NotChosen(NotAnswered):
    """The same code as NotAnswered, worded for a list of options."""

    message = "Belum ada jawaban. Pilih salah satu."


class TooLong(AnswerRefused):
    code = "202"
    message = "Tulisan terlalu panjang, paling banyak %(most)s huruf. Singkatkan tulisannya."


class UnknownChoice(AnswerRefused):
    code = "203"
    message = "Jawaban itu tidak ada dalam daftar. Pilih salah satu dari daftar."


class UnusableSign(AnswerRefused):
    code = "204"
    message = "Tanda “%(sign)s” tidak dapat dipakai di sini. Hapus tanda itu."


class NotANumber(AnswerRefused):
    code = "205"
    message = "Tulis dengan angka saja, misalnya %(example)s."


class OutOfRange(AnswerRefused):
    code = "206"
    message = "Tulis angka antara %(least)s dan %(most)s."


class DateIncomplete(AnswerRefused):
    code = "207"
    message = "Tanggal belum lengkap. Isi tanggal, bulan, dan tahun, misalnya 17 8 1990."


class ImpossibleDate(AnswerRefused):
    code = "208"
    message = "Tanggal itu tidak ada di kalender. Periksa tanggal, bulan, dan tahunnya."


class FutureDate(AnswerRefused):
    code = "209"
    message = "Tanggal itu belum terjadi. Periksa tahunnya."


class TooLongAgo(AnswerRefused):
    code = "210"
    message = "Tahun itu terlalu lampau. Periksa tahunnya, misalnya 1990."


class SeveralAnswers(AnswerRefused):
    code = "211"
    message = "Ada lebih dari satu jawaban. Pilih satu saja."


class ShortYear(AnswerRefused):
    code = "212"
    message = "Tulis tahun dengan empat angka, misalnya 1990."


class NoLetter(AnswerRefused):
    code = "213"
    message = "Nama harus memuat huruf. Tulis nama seperti di KTP atau KK."


class UnknownDefinition(LookupError):
    """No questionnaire of that version exists; a fault of the program, never of a person."""
