"""What the pages of visits may send."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.shared.forms import DigitsField, Form
from webapp.shared.i18n import N_, format_day, gettext
from webapp.visits import rules

PART_WORDS = {"any": N_("Kapan saja"), "morning": N_("Pagi"), "midday": N_("Siang"), "afternoon": N_("Sore")}
WEEKDAYS = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))


class CheckboxesField(SelectMultipleField):
    """Several of a list, as boxes whose whole row is the target."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


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


class OpeningForm(Form):
    """Villages, days, windows and places that a coordinator opens."""

    villages = CheckboxesField(N_("Desa"), [InputRequired(N_("Pilih paling sedikit satu desa."))])
    days = CheckboxesField(N_("Hari"), [InputRequired(N_("Pilih paling sedikit satu hari."))])
    windows = CheckboxesField(N_("Jam"), [InputRequired(N_("Pilih paling sedikit satu jam."))])
    capacity = IntegerField(
        N_("Berapa keluarga dapat dikunjungi pada setiap waktu, di semua desa ini bersama-sama?"),
        [InputRequired(N_("Isi jumlahnya.")),
         NumberRange(1, rules.MOST_CAPACITY, N_("Isi angka 1 sampai 200."))],
    )  # fmt: skip
    confirmed = HiddenField()

    def offer_choices(self, villages: list[tuple[str, str]], days: list[date]) -> None:
        """What can be chosen here."""
        self.villages.choices = villages
        self.days.choices = [(day.isoformat(), format_day(day)) for day in days]
        self.windows.choices = [(key, window.label) for key, window in rules.WINDOWS.items()]

    @property
    def chosen_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.days.data or ()]
