"""A field that both kinds of pages use."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class CheckboxesField(SelectMultipleField):
    """Several of a list, as boxes whose whole row is the target."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
