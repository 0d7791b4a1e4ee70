"""What the pages of the roster and of repair may send."""

from __future__ import annotations

from wtforms import BooleanField, DateField, HiddenField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, Optional

from webapp.shared.forms import CleanTextField, Form, digits_of
from webapp.shared.i18n import N_


class WeekForm(Form):
    """Somebody's usual week."""

    weekdays = SelectMultipleField(N_("Hari kerja"), validate_choice=False)
    starts = TimeField(N_("Mulai"), [InputRequired()])
    ends = TimeField(N_("Selesai"), [InputRequired()])
    home = CleanTextField(N_("Desa tempat tinggal"), longest=13)
    languages = CleanTextField(N_("Bahasa"), longest=60)
    experienced = BooleanField(N_("Sudah berpengalaman"))
    phone = CleanTextField(N_("Nomor HP"), longest=20)

    @staticmethod
    def minutes(field: TimeField) -> int:
        """A time of day as minutes."""
        return int(field.data.hour * 60 + field.data.minute) if field.data else 0

    def home_in(self, area: str) -> str | None:
        """The village, if it is one of this area."""
        return self.home.data if self.home.data and self.home.data.startswith(f"{area}.") else None

    @property
    def e164(self) -> str | None:
        """The number in the form that texts need; None where there is none or it cannot be read."""
        digits = digits_of(self.phone.data or "").replace("+", "")
        if digits.startswith("0"):
            digits = f"62{digits[1:]}"
        return f"+{digits}" if digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 15 else None


class AbsenceForm(Form):
    """From when to when, and why."""

    first = DateField(N_("Dari"), [InputRequired()])
    last = DateField(N_("Sampai"), [InputRequired()])
    reason = HiddenField()


class BlockForm(Form):
    """A neighbourhood that cannot be reached; empty where only the plan is to be mended."""

    sls = HiddenField()
    first = DateField(N_("Dari"), [Optional()])
    last = DateField(N_("Sampai"), [Optional()])
