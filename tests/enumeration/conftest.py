"""A small made-up register with every door open."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.enumeration import service
from webapp.households import service as households
from webapp.places import service as places


@pytest.fixture
def families(app: Flask) -> list[households.Sample]:
    """Three families of a register of 120, every door open."""
    places.load_reference()
    service.ensure_stages(demo=True)
    households.make_demo(120, seed=7)
    return households.samples(3)
