"""A small made-up register to try things on."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.households import service
from webapp.places import service as places


@pytest.fixture
def register(app: Flask) -> list[service.Sample]:
    """300 families of seed 7; three of them as samples."""
    places.load_reference()
    service.make_demo(300, seed=7)
    return service.samples(3)
