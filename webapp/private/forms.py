"""What the pages of a private answer may send."""

from __future__ import annotations

from typing import Any

from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from webapp.enumeration.rules import numbers
from webapp.households.rules import is_letter_number
from webapp.questionnaire.rules import read_kk, read_nik
from webapp.shared.errors import Refusal
from webapp.shared.forms import CleanTextField, DigitsField, Form
from webapp.shared.i18n import N_, gettext

_NIK = N_("NIK Anda")


def worded(refusal: Refusal) -> str:
    """The sentence of a refusal with its code."""
    return (
        f"{gettext(refusal.message) % refusal.params} ({gettext('kode %(code)s') % {'code': refusal.code}})"
    )


def _nik(_form: Form, field: Field) -> None:
    try:
        field.data = read_nik(field.data or "")
    except Refusal as refusal:
        raise ValidationError(worded(refusal)) from None


def _phone(_form: Form, field: Field) -> None:
    try:
        field.data = numbers.read_phone(field.data or "")
    except Refusal as refusal:
        raise ValidationError(worded(refusal)) from None


class EnterForm(Form):
    """The NIK, and the number that was given or the own PIN."""

    nik = DigitsField(_NIK, [_nik])
    secret = PasswordField(
        N_("Angka masuk 8 digit, atau PIN Anda sendiri"),
        [InputRequired(N_("Isi angka masuk atau PIN Anda."))],
    )


class TextForm(Form):
    """Another number to the own phone."""

    nik = DigitsField(_NIK, [_nik])
    phone = CleanTextField(
        N_("Nomor HP Anda sendiri"), [InputRequired(N_("Isi nomor HP Anda.")), _phone], longest=40
    )


class PinForm(Form):
    """A PIN that nobody else knows."""

    pin = StringField(N_("Buat PIN Anda sendiri"))


class GiveForm(Form):
    """The officer's page: whose card was seen, and of which family."""

    household = HiddenField()
    nik = DigitsField(N_("NIK di KTP yang Anda lihat"), [_nik])
    kk = DigitsField(N_("Nomor KK"))
    letter_number = DigitsField(N_("Atau nomor surat sensus keluarga itu"))
    phone = CleanTextField(N_("Nomor HP orang itu sendiri (boleh kosong)"), [_phone], longest=40)

    def validate(self, extra_validators: Any = None) -> bool:
        """The card's number or the letter's, unless the family is known from the door."""
        good: bool = super().validate(extra_validators)
        if not self.household.data:
            good = self._names_a_family() and good
        return good

    def _names_a_family(self) -> bool:
        if self.letter_number.data:
            if not is_letter_number(self.letter_number.data):
                self.letter_number.errors = [gettext("Isi %(n)s angka.") % {"n": 10}]
            return not self.letter_number.errors
        try:
            self.kk.data = read_kk(self.kk.data or "")
        except Refusal as refusal:
            self.kk.errors = [worded(refusal)]
        return not self.kk.errors
