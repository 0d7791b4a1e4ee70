"""What a family's pages of visits may send."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, ValidationError

from webapp.enumeration.rules.numbers import read_phone
from webapp.shared.errors import Refusal
from webapp.shared.forms import CleanTextField, DigitsField, Form
from webapp.shared.i18n import N_, gettext
from webapp.visits import rules
from webapp.visits.forms.boxes import CheckboxesField

PART_WORDS = {"any": N_("Kapan saja"), "morning": N_("Pagi"), "midday": N_("Siang"), "afternoon": N_("Sore")}
WEEKDAYS = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))


class RecogniseForm(Form):
    """Which family it is: the letter with the head's birth year, or NIK and KK."""

    letter_number = DigitsField(N_("Nomor surat sensus (10 angka)"))
    birth_year = DigitsField(N_("Tahun lahir kepala keluarga"))
    nik = DigitsField(N_("NIK salah satu anggota keluarga"))
    kk = DigitsField(N_("Nomor KK"))

    def validate(self, extra_validators: object = None) -> bool:
        """Either pair, whole; what is half there is asked for at its field."""
        good: bool = super().validate()
        letter = self.letter_number.data or self.birth_year.data
        wanted = (
            ((self.letter_number, 10), (self.birth_year, 4)) if letter else ((self.nik, 16), (self.kk, 16))
        )
        for field, length in wanted:
            if len(field.data or "") != length or not (field.data or "").isdigit():
                field.errors = [gettext("Isi %(n)s angka.") % {"n": length}]
                good = False
        return good


class SlotForm(Form):
    """One of the offered times."""

    offer = RadioField(N_("Kapan petugas boleh datang?"), validate_choice=False,
                       validators=[InputRequired(N_("Pilih salah satu waktu."))])  # fmt: skip


class WishForm(Form):
    """When a visit would suit, as long as no times are open."""

    days = CheckboxesField(N_("Hari apa yang cocok? (boleh lebih dari satu, boleh kosong)"))
    part = RadioField(N_("Pukul berapa?"), default="any", validators=[InputRequired(N_("Pilih salah satu."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [(str(n), gettext(day)) for n, day in enumerate(WEEKDAYS)]
        self.part.choices = [(key, _part_label(key)) for key in rules.PARTS]


def _part_label(key: str) -> str:
    window = rules.WINDOWS.get(key)
    return f"{gettext(PART_WORDS[key])}, {window.label}" if window else gettext(PART_WORDS[key])


def _rt(_form: Form, field: Any) -> None:
    digits = (field.data or "").upper().removeprefix("RT").strip(" .").lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        raise ValidationError(gettext("Tulis RT dengan angka 1 sampai 99, misalnya 3."))
    field.data = digits


def _phone(_form: Form, field: Any) -> None:
    try:
        field.data = read_phone(field.data or "")
    except Refusal as refusal:
        raise ValidationError(gettext(refusal.message)) from None


class PlaceForm(Form):
    """A family that the register lacks: where an officer finds it, and whom to ask for."""

    village = RadioField(
        N_("Desa atau kelurahan"), [InputRequired(N_("Pilih desa atau kelurahan tempat keluarga tinggal."))]
    )
    rt = CleanTextField(N_("RT (angka)"), [_rt], longest=10)
    name = CleanTextField(
        N_("Nama kepala keluarga"), [InputRequired(N_("Tulis nama kepala keluarga."))], longest=100
    )
    phone = CleanTextField(N_("Nomor HP (boleh dikosongkan)"), [_phone], longest=40)
