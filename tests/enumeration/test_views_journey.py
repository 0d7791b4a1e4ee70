"""From the start page to the receipt."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.enumeration.family import Walker


def test_a_family_goes_from_the_start_page_to_its_receipt(client: FlaskClient, families: list[Any]) -> None:
    walker = Walker(client, families[0])
    path = walker.walk("/receipt/")
    assert "Terima kasih" in walker.html
    assert len(path.removeprefix("/receipt/")) == 12
