"""What the pages of a door may send."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField

from webapp.fieldwork import rules
from webapp.shared.db import new_id
from webapp.shared.forms import CleanTextField, Form
from webapp.shared.i18n import N_


class OutcomeForm(Form):
    """What came of an attempt: the pressed button is the outcome."""

    outcome = HiddenField()
    client_id = HiddenField()
    latitude = HiddenField()
    longitude = HiddenField()
    note = CleanTextField(N_("Catatan untuk kunjungan berikutnya (boleh kosong)"), longest=rules.LONGEST_NOTE)

    @property
    def position(self) -> rules.Position | None:
        """Where the phone is, if its owner let it be known."""
        return rules.read_position(self.latitude.data or "", self.longitude.data or "")

    @property
    def id_of_page(self) -> UUID:
        """The id that the page was given; a page that lost it gets a new one, so that nothing is dropped."""
        try:
            return UUID(self.client_id.data or "")
        except ValueError:
            return new_id()
