"""What the coordinator's pages of visits may send."""

from __future__ import annotations

from datetime import date

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from webapp.shared.forms import Form
from webapp.shared.i18n import N_, format_day
from webapp.visits import rules
from webapp.visits.forms.boxes import CheckboxesField


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
