"""Families that answer by themselves, on a page without script."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from bench.pageforms import Form
from bench.rehearsal.actors.cast import Cast, name_of
from bench.rehearsal.actors.promises import read
from bench.rehearsal.phone import Phone
from bench.rehearsal.tale import Act
from bench.rehearsal.world import Family

MOST_PAGES = 140
PRESENCE = {"present": "present", "died": "died", "elsewhere": "moved"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def says(family: Family, *, letter: bool) -> dict[str, str]:
    """What the family writes into fields of these names."""
    known = {
        "nik": family.nik,
        "kk": family.card_kk,
        "letter_number": family.letter_number or "" if letter else "",
    }
    known |= {f"m{n}-presence": PRESENCE[one.really] for n, one in enumerate(family.members, 1)}
    if letter:
        return known
    known |= {f"m{n}-name": f"Orang {LETTERS[n]}" for n in range(1, 25)}
    return known | {"m1-relationship": "head", "m2-relationship": "spouse", "name": family.head.name}


def answer(cast: Cast, family: Family, *, letter: bool = True) -> Act:
    """From the start page to the receipt, with this family's habits."""
    phone = cast.family_phone(family, letter=letter)
    chance = cast.chance(name_of(family))
    phone.open("/")
    if chance.random() < 0.1:
        phone.open("/prepare")
        phone.open("/")
    yield from walk(cast, phone, family, letter=letter)
    phone.close()


def walk(cast: Cast, phone: Phone, family: Family, *, letter: bool) -> Act:
    """Page by page. Breaks, Back and double taps come as the way and the chance have it."""
    chance, known = cast.chance(f"pages:{family.number}"), says(family, letter=letter)
    paused = False
    for n in range(MOST_PAGES):
        if phone.path.startswith("/receipt/"):
            _receipt(cast, phone, family)
            return
        if family.way == "web_break" and n == 9 and not paused:
            paused = True
            yield cast.stage.now() + timedelta(hours=3)
            phone.open(phone.path)  # hours later, on the same page
        if chance.random() < 0.03 and n > 5:
            phone.open(phone.path)  # Back and forth, or pressed "reload"
        before = phone.path
        if phone.status in (401, 403):
            phone.open("/")  # the session has ended: in again, with the PIN
        form = _chosen(phone)
        if form is None:
            cast.notes.stuck(phone.who, f"{phone.status} at {phone.path}: no form that goes on")
            return
        twice = chance.random() < 0.03
        phone.press(_here(phone, family, known), form=form)
        if twice and phone.status == 200 and phone.path != before:
            again = _chosen(phone)  # a double tap: the next page's form is sent twice
            if again is not None and not phone.path.startswith("/receipt/"):
                phone.press(_here(phone, family, known), form=again)
        yield cast.stage.now() + timedelta(seconds=chance.randint(5, 40))
    cast.notes.stuck(phone.who, f"still at {phone.path} ({phone.status}) after {MOST_PAGES} pages")


def _go_on(phone: Phone, family: Family) -> None:
    """One page further with the letter; in again where a lost reply has taken the cookie with it."""
    if phone.status == 401:
        phone.open("/")
    if not phone.path.startswith("/receipt/"):
        phone.press(says(family, letter=True), form=_chosen(phone))


def _chosen(phone: Phone) -> Form | None:
    forms = [
        one
        for one in phone.page.forms
        if one.method == "post" and not one.action.startswith(("/leave", "/stay"))
    ]
    if not forms:
        return None
    return max(forms, key=lambda form: ("hx-post" in form.attributes, len(form.fields)))


def _here(phone: Phone, family: Family, known: dict[str, str]) -> dict[str, str]:
    """On pages that ask where the family lives, the truth."""
    if phone.path.startswith("/unmatched"):
        area = family.village_code.rpartition(".")[0]
        return {"area": area, "village": family.village_code, "rt": family.rt.lstrip("0")}
    return known


def _receipt(cast: Cast, phone: Phone, family: Family) -> None:
    family.receipt = phone.path.removeprefix("/receipt/").partition("?")[0]
    family.counted_by = "web"
    cast.notes.tell(f"{cast.stage.now():%F %H:%M} {phone.who} holds a receipt")


def on_two_phones(cast: Cast, family: Family) -> Act:
    """Two of the family begin on their own phones with the same letter."""
    first, second = cast.family_phone(family), cast.family_phone(family)
    first.open("/")
    for _ in range(6):
        _go_on(first, family)
        yield cast.stage.now() + timedelta(seconds=20)
    second.open("/")
    yield from walk(cast, second, family, letter=True)
    if family.receipt:
        first.open("/form")
        if first.status >= 400 and not (first.page.forms or first.page.links):
            cast.notes.stuck(first.who, f"the other phone, {first.status} at {first.path}")
    first.close()
    second.close()


def forgets_pin(cast: Cast, family: Family) -> Act:
    """Begins, comes back on another day without the PIN, and makes a new one with the letter."""
    phone = cast.family_phone(family)
    phone.open("/")
    for _ in range(8):
        _go_on(phone, family)
        yield cast.stage.now() + timedelta(seconds=15)
    phone.close()
    yield cast.stage.now() + timedelta(hours=20)
    phone = cast.family_phone(family)
    phone.open("/")
    phone.press(says(family, letter=True))
    if phone.path.startswith("/pin"):
        phone.press({"pin": "999999"})
        if phone.status == 401:  # the reply was lost, and with it the cookie
            phone.open("/")
            phone.press(says(family, letter=True))
        phone.open("/pin/forgotten")
        if not phone.button("/pin/forgotten"):
            cast.notes.stuck(phone.who, "the page of a forgotten PIN has no way on")
            return
    yield from walk(cast, phone, family, letter=True)
    phone.close()


def comes_too_late(cast: Cast, family: Family) -> Act:
    """After the deadline: the start page must say what to do now, and a visit is asked for."""
    phone = cast.family_phone(family)
    phone.open("/")
    if not any(link.startswith(("/visit", "/help")) for link in [*phone.page.links, *_targets(phone)]):
        cast.notes.stuck(
            phone.who, f"the closed start page shows no other way: {phone.page.links} {_targets(phone)}"
        )
    yield cast.stage.now() + timedelta(minutes=1)
    yield from ask_for_visit(cast, family)


def _targets(phone: Phone) -> list[str]:
    return [form.action for form in phone.page.forms]


def ask_for_visit(cast: Cast, family: Family) -> Act:
    """By the page: recognised by the letter, a time chosen or a wish said."""
    phone = cast.family_phone(family)
    phone.open("/visit")
    known = {"letter_number": family.letter_number or "", "birth_year": str(family.head.birth_date.year),
             "nik": "", "kk": ""}  # fmt: skip
    if not family.letter_number:
        known |= {"letter_number": "", "birth_year": "", "nik": family.nik, "kk": family.card_kk}
    phone.press(known)
    yield cast.stage.now() + timedelta(seconds=40)
    if not family.letter_number or phone.path.startswith("/visit/place") or phone.status >= 400:
        yield from _by_place(cast, phone, family)
    _choose(cast, phone, family)
    phone.close()


def _by_place(cast: Cast, phone: Phone, family: Family) -> Act:
    phone.open("/visit/place")
    area = {"area": family.village_code.rpartition(".")[0]}
    phone.press(area)
    phone.press({**area, "village": family.village_code, "rt": family.rt.lstrip("0"), "name": family.head.name,
                 "phone": ""})  # fmt: skip
    yield cast.stage.now() + timedelta(seconds=30)


def _choose(cast: Cast, phone: Phone, family: Family) -> None:
    form = phone.form_to("/visit")
    if form is None:
        cast.notes.stuck(phone.who, f"{phone.status} at {phone.path}: no time and no wish")
        return
    phone.press(form=form)
    found = read(phone.text)
    if found:
        family.booked = found
        cast.notes.tell(f"{cast.stage.now():%F %H:%M} {phone.who} booked on the page")
    elif phone.status != 200:
        cast.notes.stuck(phone.who, f"{phone.status} after choosing a time")


def book_then_answer(cast: Cast, family: Family) -> Act:
    """A visit is booked already; then the family answers on the page, and its visit must be called off at once."""
    phone = cast.family_phone(family)
    phone.open("/")
    had = cast.mobile.count(family.phone)
    booked = family.booked
    yield from walk(cast, phone, family, letter=True)
    sent = time.monotonic()
    if family.receipt and booked:
        at = cast.mobile.wait_for(family.phone, "dibatalkan", had)
        if at is None:
            cast.notes.broken_windows.append(f"{phone.who}: a receipt, and nobody said that the visit is off")
        else:
            cast.notes.receipt_to_cancel_s.append(max(0.0, at - sent))
            family.booked = None
    phone.close()


def early_bird(cast: Cast, family: Family) -> Act:
    """The evening before the web opens: told from when, with something to do until then."""
    phone = cast.family_phone(family)
    phone.open("/")
    if not (phone.page.links or phone.page.forms):
        cast.notes.stuck(f"{phone.who}, early", "the closed start page shows nothing to do")
    phone.close()
    yield from _nothing()


def _nothing() -> Act:
    moments: tuple[datetime, ...] = ()
    yield from moments
