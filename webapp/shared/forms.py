"""What every form shares: our CSRF answer, Indonesian messages, fields that clean what people type."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wtforms import Form as WtForm
from wtforms import StringField
from wtforms.csrf.core import CSRF
from wtforms.validators import ValidationError

from webapp.shared import access
from webapp.shared.errors import FormExpired
from webapp.shared.i18n import N_, gettext

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_GROUPING = " .-–—/\t\r\n\u00a0"

_NOT_LISTED = N_("Pilih salah satu dari daftar.")
_BUILT_IN = {
    "Not a valid date value.": N_("Tanggal itu belum dapat dibaca. Pilih tanggalnya sekali lagi."),
    "Not a valid integer value.": N_("Tulis dengan angka saja."),
    "Not a valid choice.": _NOT_LISTED,
    "Invalid Choice: could not coerce.": _NOT_LISTED,
    "Invalid choice(s): one or more data inputs could not be coerced.": _NOT_LISTED,
}


class SessionCsrf(CSRF):
    """WTForms' hook for access.csrf_ok(); a stale page keeps what was typed and asks to press once more."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return access.csrf_token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if not access.csrf_ok():
            raise ValidationError(gettext(FormExpired.message))


class _Words:
    """WTForms' own few messages in our words: of its English ones, those that a page of ours can call forth."""

    def gettext(self, message: str) -> str:
        return gettext(_BUILT_IN.get(message, message))

    def ngettext(self, _one: str, _many: str, _n: int) -> str:
        return gettext(_NOT_LISTED)  # "'x' is not a valid choice for this field": it repeats what was typed


class Form(WtForm):
    """The base of all forms."""

    class Meta:
        csrf = True
        csrf_class = SessionCsrf
        csrf_field_name = "csrf_token"

        def get_translations(self, form: Any) -> _Words:
            return _Words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:  # labels and messages stand in the classes as msgids
            field.label.text = gettext(field.label.text)

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [gettext(message) for message in field.errors]
        return good


def clean(text: str) -> str:
    """NFC, without invisible and control characters, blanks folded. What stays is what a person meant to type."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def digits_of(text: str) -> str:
    """Digits as ASCII (full-width and Arabic ones too), without blanks, dots and dashes; letters stay to be refused."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text if c not in _GROUPING)


class CleanTextField(StringField):
    """One line of text; longer than `longest` characters is refused kindly, never cut."""

    def __init__(self, label: str = "", validators: Any = None, longest: int = 200, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.longest = longest

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean(str(valuelist[0])) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        if len(self.data or "") > self.longest:
            too_long = gettext("Terlalu panjang: paling banyak %(n)s huruf.")
            raise ValidationError(too_long % {"n": self.longest})


class DigitsField(StringField):
    """A number as printed on a card; `data` holds the bare digits, the page shows again what was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = clean(str(valuelist[0]))[:60] if valuelist else ""
        self.data = digits_of(self.typed)

    def _value(self) -> str:
        return getattr(self, "typed", "") or self.data or ""
