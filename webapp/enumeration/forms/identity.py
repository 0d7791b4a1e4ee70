"""What the pages of PINs, slips and conflicts may send."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import ValidationError

from webapp.enumeration.forms.entering import read_rt, reads, worded
from webapp.enumeration.rules import numbers
from webapp.enumeration.rules.refusals import ConsentMissing, PhoneRefused, VillageMissing
from webapp.shared.forms import CleanTextField, DigitsField, Form
from webapp.shared.i18n import N_


def _a_phone(text: str) -> str:
    number = numbers.read_phone(text)
    if not number:
        raise PhoneRefused
    return number


class ChangePinForm(Form):
    """Another PIN, by whoever knows the present one."""

    pin = PasswordField(N_("PIN sekarang"))
    new_pin = StringField(N_("PIN baru"))


class ChangePhoneForm(Form):
    """Another number for a forgotten PIN."""

    phone = CleanTextField(N_("Nomor HP"), [reads(_a_phone)], longest=40)
    consent = BooleanField(N_("Saya setuju menerima SMS pengingat dan tanda terima di nomor ini"))
    known_pin = PasswordField(N_("PIN sekarang"))

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(worded(ConsentMissing()))


class BlankForm(Form):
    """A blank letter and, where the register lacks the family, where it lives."""

    is_known = False
    number = DigitsField(N_("Nomor di surat kosong (10 angka)"))
    village = StringField(N_("Desa atau kelurahan"))
    rt = CleanTextField(N_("RT (angka)"), [reads(read_rt)], longest=10)
    name = CleanTextField(N_("Nama kepala keluarga"), longest=100)

    def validate(self, extra_validators: Any = None) -> bool:
        """For a family of the register only the number is needed."""
        if self.is_known:
            del self.village, self.rt, self.name
        return super().validate(extra_validators)

    def validate_name(self, field: CleanTextField) -> None:
        if not field.data:
            raise ValidationError(N_("Tulis nama kepala keluarga."))

    def validate_village(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(worded(VillageMissing()))


class SlipForm(Form):
    """Why a slip is given. phone: verified by the officer, for a family that has a PIN."""

    card_seen = BooleanField(N_("Saya sudah melihat KTP atau KK keluarga ini"))
    reason = CleanTextField(N_("Alasan, misalnya lupa PIN atau selesai didata"), longest=200)
    phone = CleanTextField(
        N_("Nomor HP keluarga untuk angka masuk (boleh dikosongkan)"), [reads(numbers.read_phone)], longest=40
    )

    def validate_reason(self, field: CleanTextField) -> None:
        if not field.data:
            raise ValidationError(N_("Tulis alasannya dengan singkat."))


class DecisionForm(Form):
    """Which of the versions counts, and how that was found out."""

    version = StringField(N_("Kiriman mana yang berlaku?"))
    ground = StringField(N_("Bagaimana Anda memeriksanya?"))
    card_seen = BooleanField(N_("KTP atau KK sudah dilihat"))
    reason = CleanTextField(N_("Catatan untuk berkas (tanpa jawaban sensus)"), longest=200)

    @property
    def version_id(self) -> UUID | None:
        """The version that was chosen, None for anything else."""
        try:
            return UUID(self.version.data or "")
        except ValueError:
            return None
