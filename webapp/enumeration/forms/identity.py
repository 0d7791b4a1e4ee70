"""What the pages of PINs, slips and conflicts may send."""

from __future__ import annotations

from uuid import UUID

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import ValidationError

from webapp.enumeration.forms.entering import reads, worded
from webapp.enumeration.rules import numbers
from webapp.enumeration.rules.refusals import ConsentMissing, PhoneRefused
from webapp.shared.forms import CleanTextField, Form
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
