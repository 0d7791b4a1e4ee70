"""What the staff pages may send."""

from __future__ import annotations

from wtforms import DateField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Optional

from webapp.shared.forms import CleanTextField, Form
from webapp.shared.i18n import N_


class SignInForm(Form):
    """Name and password; what is wrong with them is said for both together, so nothing is checked here."""

    username = CleanTextField(
        N_("Nama pengguna"), [InputRequired(N_("Isi nama pengguna Anda."))], longest=200
    )
    password = PasswordField(N_("Kata sandi"), [InputRequired(N_("Isi kata sandi Anda."))])


class CodeForm(Form):
    """A code of the app on the telephone, or one of those on paper."""

    code = CleanTextField(N_("Kode"), [InputRequired(N_("Isi kodenya."))], longest=40)


class InvitationForm(Form):
    """The code of a slip and the password that its owner chooses."""

    code = CleanTextField(N_("Kode undangan"), [InputRequired(N_("Isi kodenya."))], longest=40)
    password = PasswordField(N_("Kata sandi baru"), [InputRequired(N_("Isi kata sandi Anda."))])
    again = PasswordField(
        N_("Kata sandi baru sekali lagi"), [EqualTo("password", N_("Kedua kata sandi tidak sama."))]
    )


class DeputyForm(Form):
    """Who stands in, from when until when."""

    absent = CleanTextField(N_("Yang tidak ada"), longest=36)
    deputy = CleanTextField(N_("Pengganti"), longest=36)
    first = DateField(N_("Dari"), [InputRequired(N_("Pilih tanggalnya."))])
    last = DateField(N_("Sampai"), [InputRequired(N_("Pilih tanggalnya."))])


class AuditForm(Form):
    """The filter of the record of reads and changes; it changes nothing and stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    by = CleanTextField(N_("Oleh"), longest=80)
    action = CleanTextField(N_("Tindakan"), longest=60)
    day = DateField(N_("Tanggal"), [Optional()])
