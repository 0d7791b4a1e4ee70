"""What the inbox, the telephone desk and the pages of helpers may send."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from sms.service.inbox import FREE, LONGEST
from webapp.shared.forms import CleanTextField, DigitsField, Form
from webapp.shared.i18n import N_

NEEDED = InputRequired(N_("Bagian ini perlu diisi."))


class AnswerForm(Form):
    """One of the ready answers, or a few words of one's own."""

    message = RadioField(N_("Jawaban"), validators=[InputRequired(N_("Pilih salah satu."))])
    own_words = CleanTextField(N_("Kata-kata sendiri (bila dipilih)"), longest=LONGEST)

    def offer(self, ready: list[tuple[str, str]]) -> None:
        """The ready answers in the language of the phone."""
        self.message.choices = [*ready, (FREE, N_("Dengan kata-kata sendiri"))]


class HeadForm(Form):
    """A neighbourhood head's phone and her RT."""

    village = SelectField(N_("Desa atau kelurahan"), validators=[NEEDED])
    rt = DigitsField(N_("RT"), [NEEDED])
    rw = DigitsField(N_("RW (bila ada)"))
    phone = CleanTextField(N_("Nomor HP ketua RT"), [NEEDED], longest=30)
    digest = BooleanField(N_("Setiap pagi kirim daftar surat yang belum tercatat"))


class ConsentForm(Form):
    """A family's phone, given with its spoken consent."""

    letter_number = DigitsField(N_("Nomor surat keluarga (10 angka)"), [NEEDED])
    phone = CleanTextField(N_("Nomor HP keluarga"), [NEEDED], longest=30)
    consent = BooleanField(N_("Keluarga setuju secara lisan menerima pesan sensus di nomor ini"),
                           [InputRequired(N_("Tanpa persetujuan keluarga nomor tidak dicatat."))])  # fmt: skip


class CallerForm(Form):
    """How a caller proves which family it is."""

    letter_number = DigitsField(N_("Nomor surat keluarga (10 angka)"), [NEEDED])
    birth_year = DigitsField(N_("Tahun lahir kepala keluarga"), [NEEDED])
