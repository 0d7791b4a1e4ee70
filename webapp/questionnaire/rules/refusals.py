"""Every "no" of the questionnaire: 20x-21x an answer, 22x a NIK or KK number, 23x the family as a whole.

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
    message = "Tahun itu terlalu lama berlalu. Periksa tahunnya, misalnya 1990."


class SeveralAnswers(AnswerRefused):
    code = "211"
    message = "Ada lebih dari satu jawaban. Pilih satu saja."


class ShortYear(AnswerRefused):
    code = "212"
    message = "Tulis tahun dengan empat angka, misalnya 1990."


class NoLetter(AnswerRefused):
    code = "213"
    message = "Nama harus memuat huruf. Tulis nama seperti di KTP atau KK."


class WrongNikLength(AnswerRefused):
    code = "221"
    message = "NIK terdiri dari 16 angka, yang tertulis %(count)s angka. Periksa lagi di KTP atau KK."


class NikNotDigits(AnswerRefused):
    code = "222"
    message = "NIK hanya berisi angka. Hapus huruf atau tanda lainnya."


class NikSerialZero(AnswerRefused):
    code = "223"
    message = "Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi di KTP atau KK."


class WrongKkLength(AnswerRefused):
    code = "224"
    message = "Nomor KK terdiri dari 16 angka, yang tertulis %(count)s angka. Periksa lagi di bagian atas KK."


class KkNotDigits(AnswerRefused):
    code = "225"
    message = "Nomor KK hanya berisi angka. Hapus huruf atau tanda lainnya."


class KkSerialZero(AnswerRefused):
    code = "226"
    message = "Empat angka terakhir nomor KK tidak mungkin 0000. Periksa lagi di bagian atas KK."


class FamilyRefused(Refusal):
    """A hard rule about the members together. `members` are the positions it is about, in the order given."""

    code = "230"
    status = 422
    message = "Susunan keluarga ini belum benar. Periksa lagi daftar anggota."
    next_step = None
    members: tuple[int, ...] = ()

    def about(self, *members: int) -> FamilyRefused:
        self.members = members
        return self


class NoHead(FamilyRefused):
    code = "231"
    message = "Belum ada kepala keluarga. Pilih satu anggota yang tinggal di sini sebagai kepala keluarga."


class SeveralHeads(FamilyRefused):
    code = "232"
    message = "Kepala keluarga lebih dari satu. Pilih satu saja di antara yang tinggal di sini."


class SameNikTwice(FamilyRefused):
    code = "233"
    message = (
        "Ada NIK yang sama pada dua anggota. Perbaiki NIK salah satunya, atau hapus yang tertulis dua kali."
    )


class TooManyMembers(FamilyRefused):
    code = "234"
    message = "Daftar ini memuat paling banyak %(most)s anggota. Minta petugas mencatat anggota lainnya."


class UnknownDefinition(LookupError):
    """No questionnaire of that version exists; a fault of the program, never of a person."""
