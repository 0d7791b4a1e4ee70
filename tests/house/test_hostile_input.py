"""Every route x method with hostile values, bodies, cookies, headers and addresses: 4xx at worst, never a fault,
never raw markup, and one next step on every error page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bench.family import answers
from bench.pageforms import Form, Page
from config import CHECKOUT
from tests.house import hostile
from tests.house import world as worlds
from tests.house.world import World
from webapp.shared import db
from webapp.shared.throttle import Tries

ENDING = {
    "enumeration.left",
    "staff.sign_out",
    "staff.set_active",
}  # they end the session that others still need
ASKED = sorted({name for path in (*(CHECKOUT / "webapp").rglob("*.py"), *(CHECKOUT / "sms").rglob("*.py"))
                for name in re.findall(r'(?:args|values)\.get\("(\w+)"', Path(path).read_text())})  # fmt: skip
LAST = re.compile(r"/leave|/sign-out|/active")
UUID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
FORM = "application/x-www-form-urlencoded"
MESSAGES = ["From", "To", "Body", "MessageSid", "MessageStatus", "SmsStatus", "ErrorCode", "sender", "text"]


@pytest.fixture
def world(app: Flask) -> World:
    app.config["MAX_FORM_PARTS"] = 1000
    return worlds.build(app)


class Markup(HTMLParser):
    """What of a page's markup would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if (tag == "script" and "src" not in names) or any(name.startswith("on") for name in names):
            self.alive.append(tag)


def unharmed(answer: TestResponse, *sent: object) -> None:
    """What holds for every answer to whatever was sent."""
    assert answer.status_code < 500, (answer.status_code, *sent)
    assert not re.search(r"[\r\n]", answer.headers.get("Location", "")), sent
    assert not answer.headers.get("Location", "/").startswith(("//", "http", "\\")), sent
    if "html" not in answer.headers.get("Content-Type", "") or "Content-Encoding" in answer.headers:
        return
    assert "Traceback" not in answer.text, sent
    assert "evil" not in answer.text or Markup(answer.text).alive == [], sent
    if answer.status_code >= 400 and answer.data:
        assert re.search(r"<a [^>]*href=|<form", answer.text), ("no next step", *sent)


def routes(world: World, method: str) -> list[Rule]:
    found = [rule for rule in world.rules() if method in (rule.methods or ()) and rule.endpoint not in ENDING]
    assert len(found) > 15
    return found


def calm(world: World) -> None:
    """Forget the tries, so that the next hostile value is read and not turned away at the gate."""
    with db.transaction():
        db.db.session.execute(delete(Tries))


def everybody(world: World) -> dict[str, FlaskClient]:
    """One browser of each kind; a family at its first member's questions."""
    found = {role: worlds.sign_in(world, name) for role, name in world.staff.items()}
    return {"stranger": world.app.test_client(), "family": worlds.sit_down(world), **found}


def fitting(world: World, rule: Rule, people: dict[str, FlaskClient]) -> list[tuple[str, FlaskClient]]:
    """Those whom the route lets in."""
    mark = world.mark(rule)
    if mark.kind == "staff":
        return [(role, people[role]) for role in mark.roles if role in people]
    names = {"seat": ["family"], "public": ["stranger", "family"]}.get(mark.kind, ["stranger"])
    return [(name, people[name]) for name in names]


def forms_of(client: FlaskClient, address: str) -> list[Form]:
    answer = client.get(address)
    return Page(answer.text).forms if answer.status_code == 200 and "html" in answer.content_type else []


def names_of(forms: list[Form]) -> list[str]:
    named = {field.name for form in forms for field in form.fields}
    return sorted(named | {name for form in forms for name, _ in form.buttons if name} | set(MESSAGES))


def encoded(sent: list[tuple[str, str]], name: str, value: str) -> bytes:
    pairs = [(key, quote_plus(said)) for key, said in sent if key != name] + [(name, value)]
    return "&".join(f"{quote(key)}={said}" for key, said in pairs).encode()


def test_hostile_values_in_every_field_of_every_form(world: World) -> None:
    people = everybody(world)
    posted, seen = 0, set()
    for rule in routes(world, "GET"):
        for who, client in fitting(world, rule, people):
            for form in forms_of(client, world.address(rule)):
                action = form.action or world.address(rule)
                shape = (re.sub(UUID, "", action), tuple(field.name for field in form.fields))
                if form.method == "post" and shape not in seen and not LAST.search(action):
                    posted += one_field_at_a_time(client, action, form, who)
                    calm(world)
                seen.add(shape)
    assert posted > 60


def one_field_at_a_time(client: FlaskClient, action: str, form: Form, who: str) -> int:
    """Each field gets a share of the values, each value comes to a share of the fields."""
    honest, values = answers(form), list(hostile.VALUES)
    names = sorted({name for name, _ in honest} | {field.name for field in form.fields})
    step = 2 if len(names) <= 4 else 6
    for at, name in enumerate(names):
        for value in values[at % step :: step]:
            body = encoded(honest, name, hostile.VALUES[value])
            unharmed(client.post(action, data=body, content_type=FORM), who, action, name, value)
    return len(names)


def test_hostile_values_in_every_field_at_once_and_bodies_that_no_page_sends(world: World) -> None:
    people = everybody(world)
    for rule in routes(world, "POST"):
        address = world.address(rule)
        for who, client in fitting(world, rule, people):
            names = names_of(forms_of(client, address))
            for value, text in list(hostile.VALUES.items())[len(names) % 2 :: 2]:
                body = "&".join(f"{quote(name)}={text}" for name in names)
                unharmed(client.post(address, data=body, content_type=FORM), who, address, "all", value)
            for body_kind, make in hostile.BODIES.items():
                unharmed(client.post(address, **make(names)), who, address, body_kind)
            calm(world)


def test_hostile_values_in_every_query(world: World) -> None:
    assert {"area", "from", "day", "back", "to"} <= set(ASKED)
    people = everybody(world)
    for at, rule in enumerate(routes(world, "GET")):
        who, client = fitting(world, rule, people)[0]
        for value, text in list(hostile.VALUES.items())[at % 3 :: 3]:
            address = world.address(rule) + "?" + "&".join(f"{name}={text}" for name in ASKED)
            unharmed(client.get(address), who, rule.rule, value)


def test_hostile_parts_of_addresses(world: World) -> None:
    people = everybody(world)
    for method in worlds.METHODS:
        for rule in routes(world, method):
            who, client = fitting(world, rule, people)[0]
            for argument in rule.arguments:
                for part in hostile.PARTS:
                    address = world.address(rule, **{argument: part})
                    answer = client.open(address, method=method)
                    unharmed(answer, who, method, address)


def test_hostile_cookies_and_headers(world: World) -> None:
    stranger = world.app.test_client(use_cookies=False)
    for rule in routes(world, "GET"):
        for cookie in hostile.COOKIES:
            line = "; ".join(f"{name}={cookie}" for name in ("catat", "lang", "session"))
            headers = {"Cookie": line.encode("latin-1", "replace").decode("latin-1")}
            unharmed(stranger.get(world.address(rule), headers=headers), rule.rule, cookie)
        for sent in hostile.HEADERS:
            unharmed(stranger.get(world.address(rule), headers=sent), rule.rule, sent)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW"])
def test_methods_that_nobody_uses(world: World, method: str) -> None:
    stranger = world.app.test_client()
    for rule in world.rules():
        unharmed(stranger.open(world.address(rule), method=method), method, rule.rule)


def test_every_page_gives_its_fragment_to_htmx(world: World) -> None:
    """Nothing of a page may stand outside the block that is swapped: imports and names at its top are lost there."""
    people = everybody(world)
    for rule in routes(world, "GET"):
        for who, client in fitting(world, rule, people):
            plain = client.get(world.address(rule))
            part = client.get(world.address(rule), headers={"HX-Request": "true"})
            unharmed(part, who, rule.rule)
            assert part.status_code in (plain.status_code, 200), (who, rule.rule)
