"""What the pages before the questions may send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, DateField, Field, PasswordField, StringField
from wtforms.validators import ValidationError

from webapp.enumeration.rules import numbers, stages
from webapp.enumeration.rules.refusals import ConsentMissing, LetterRefused, RtUnreadable
from webapp.households.rules import is_letter_number
from webapp.questionnaire.rules import read_kk, read_nik
from webapp.questionnaire.rules.text import plain_digits
from webapp.shared.errors import Refusal
from webapp.shared.forms import CleanTextField, DigitsField, Form
from webapp.shared.i18n import N_, gettext


def worded(refusal: Refusal) -> str:
    """The sentence of a refusal with its code."""
    return (
        f"{gettext(refusal.message) % refusal.params} ({gettext('kode %(code)s') % {'code': refusal.code}})"
    )


def reads(read: Callable[[str], Any]) -> Callable[[Form, Field], None]:
    """A validator that keeps what `read` returns and words what it refuses."""

    def check(_form: Form, field: Field) -> None:
        try:
            field.data = read(field.data or "")
        except Refusal as refusal:
            raise ValidationError(worded(refusal)) from None

    return check


def _letter(text: str) -> str:
    if text and not is_letter_number(text):
        raise LetterRefused
    return text


def read_rt(text: str) -> str:
    plain = plain_digits(text).upper().removeprefix("RT").strip(" .").lstrip("0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 2):
        raise RtUnreadable
    return plain


class StartForm(Form):
    """Who is it? What was typed is shown again as it was typed."""

    nik = DigitsField(N_("NIK salah satu anggota keluarga"), [reads(read_nik)])
    kk = DigitsField(N_("Nomor Kartu Keluarga (KK)"), [reads(read_kk)])
    letter_number = DigitsField(N_("Nomor surat sensus (bila ada)"), [reads(_letter)])


class NewPinForm(Form):
    """The first claim: a PIN, and perhaps a number for reminders."""

    pin = StringField(N_("Buat PIN"))
    phone = CleanTextField(N_("Nomor HP (boleh dikosongkan)"), [reads(numbers.read_phone)], longest=40)
    consent = BooleanField(N_("Saya setuju menerima SMS pengingat dan tanda terima di nomor ini"))

    def validate_consent(self, field: BooleanField) -> None:
        if self.phone.data and not self.phone.errors and not field.data:
            raise ValidationError(worded(ConsentMissing()))


class PinForm(Form):
    """Back again."""

    pin = PasswordField(N_("PIN keluarga Anda"))


class NumberForm(Form):
    """A number that replaces the PIN: of a text, or of a slip."""

    number = DigitsField(N_("Angka dari SMS atau dari lembar PIN"))


class UnmatchedForm(Form):
    """Where a family lives that the register lacks. The village is chosen on a second page."""

    rt = CleanTextField(N_("RT (angka)"), [reads(read_rt)], longest=10)


class StagesForm(Form):
    """From and until, by door; a day ends at 23:59:59 WIB."""


for _door in stages.DOORS:
    for _end in ("opens", "closes"):
        setattr(StagesForm, f"{_door}_{_end}", DateField(format="%Y-%m-%d"))
