"""A small made-up register with every door open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.family import Walker
from webapp.enumeration import service
from webapp.households import service as households
from webapp.places import service as places


@pytest.fixture
def families(app: Flask) -> list[households.Sample]:
    """Five families of a register of 24, every door open."""
    places.load_reference()
    service.ensure_stages(demo=True)
    households.make_demo(24, seed=7)
    return households.samples(5)


@pytest.fixture
def walker(client: FlaskClient, families: list[Any]) -> Walker:
    """The browser of the first family, without its letter."""
    return Walker(client, families[0])


@pytest.fixture
def lettered(client: FlaskClient, families: list[Any]) -> Walker:
    """The browser of the first family, with its letter."""
    return Walker(client, families[0], letter=True)


@pytest.fixture
def new_browser(app: Flask) -> Callable[..., Walker]:
    """Another browser each time."""

    def make(family: Any = None, *, letter: bool = False) -> Walker:
        return Walker(app.test_client(), family, letter=letter)

    return make
