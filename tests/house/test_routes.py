"""Every address is marked, well named, and carries nobody's data."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from webapp.shared.access import mark_of

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
ROOT_FILES = {"sw.js"}  # a service worker answers for what lies below its own address
PERSONAL = {"nik", "kk", "name", "phone", "letter_number", "pin", "birth_date", "birth_year", "address"}


@pytest.fixture
def rules(plain_app: Flask) -> list[Rule]:
    found = list(plain_app.url_map.iter_rules())
    assert found
    return found


def test_every_route_says_who_may_open_it(plain_app: Flask, rules: list[Rule]) -> None:
    unmarked = [rule.rule for rule in rules if mark_of(plain_app.view_functions[rule.endpoint]) is None]
    assert unmarked == []


def test_every_address_is_in_kebab_case(rules: list[Rule]) -> None:
    parts = {part for rule in rules for part in rule.rule.split("/") if part and "<" not in part}
    assert sorted(part for part in parts - ROOT_FILES if not KEBAB.match(part)) == []


def test_no_address_carries_personal_data(rules: list[Rule]) -> None:
    own = [rule for rule in rules if rule.endpoint != "assets.serve"]  # there a name is a file's
    assert [rule.rule for rule in own if rule.arguments & PERSONAL] == []
