"""What the page of a campaign may send."""

from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from sms.campaigns.kinds import KINDS
from webapp.places import queries as places
from webapp.shared.forms import CleanTextField, Form
from webapp.shared.i18n import N_, gettext

NEEDED = InputRequired(N_("Bagian ini perlu diisi."))


class BoxesField(SelectMultipleField):
    """Several of a list, as boxes whose whole row is the target."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CampaignForm(Form):
    """Who gets which message, when, how fast, at what price."""

    kind = RadioField(N_("Pesan"), validators=[InputRequired(N_("Pilih salah satu."))])
    areas = BoxesField(N_("Kecamatan (kosong berarti seluruh kabupaten)"))
    villages = CleanTextField(N_("Hanya desa dengan kode ini (dipisah koma)"), longest=8000)
    states = BoxesField(N_("Keadaan keluarga"))
    sources = BoxesField(N_("Asal nomor HP"), validators=[InputRequired(N_("Pilih paling sedikit satu."))])
    languages = BoxesField(N_("Bahasa ponsel"), validators=[InputRequired(N_("Pilih paling sedikit satu."))])
    day = DateField(N_("Tanggal yang disebut dalam pesan"), validators=[Optional()])
    starts_on = DateField(N_("Mulai dikirim pada (kosong berarti sekarang)"), validators=[Optional()])
    starts_hour = IntegerField(
        N_("Pukul (8-19 WIB)"), [Optional(), NumberRange(8, 19, N_("Isi 8 sampai 19."))], default=9
    )
    per_hour = IntegerField(N_("Paling banyak per jam"), [NEEDED, NumberRange(1, 20000, N_("Isi 1 sampai 20.000."))],
                            default=600)  # fmt: skip
    per_day = IntegerField(N_("Paling banyak per hari"), [NEEDED, NumberRange(1, 100000, N_("Isi 1 sampai 100.000."))],
                           default=5000)  # fmt: skip
    price = IntegerField(N_("Harga satu pesan (rupiah)"), [InputRequired(N_("Bagian ini perlu diisi.")),
                         NumberRange(0, 5000, N_("Isi 0 sampai 5.000."))], default=350)  # fmt: skip

    def village_codes(self) -> tuple[str, ...]:
        """The codes typed, each once."""
        return tuple(
            dict.fromkeys(code for code in (self.villages.data or "").replace(" ", "").split(",") if code)
        )

    def validate(self, extra_validators: object = None) -> bool:
        """Codes must be villages; a message that names a day needs one."""
        good: bool = super().validate()
        wrong = [code for code in self.village_codes() if places.village(code) is None]
        if wrong:
            self.villages.errors = [
                gettext("Kode desa ini tidak ada: %(codes)s.") % {"codes": ", ".join(wrong[:5])}
            ]
        if self.kind.data in KINDS and KINDS[self.kind.data].names_day and self.day.data is None:
            self.day.errors = [gettext("Isi tanggalnya.")]
        return good and not self.villages.errors and not self.day.errors
