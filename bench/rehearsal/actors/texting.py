"""Families without data: they text as people write, and read what comes back."""

from __future__ import annotations

import re
from datetime import timedelta

from bench.rehearsal.actors.cast import Cast, name_of
from bench.rehearsal.actors.promises import read
from bench.rehearsal.tale import Act
from bench.rehearsal.world import Family

_OPTION = re.compile(r"(?:^|\. |: |\s)(\d+): [A-Z]")
MOST_TEXTS = 12
TYPING = {"DAFTAR": "DAFTRA", "JADWAL": "JADWL", "GANTI": "GANTI", "BATAL": "BATAL"}


def confirm_and_book(cast: Cast, family: Family) -> Act:
    """Until a visit is booked, and how many texts that took."""
    chance, who = cast.chance(name_of(family)), name_of(family)
    clumsy, sent, reply = chance.random() < 0.3, 0, ""
    if family.way == "missed_call":
        reply = cast.mobile.ring(family.phone)
        yield cast.stage.now() + timedelta(minutes=4)
    words = _first(family, clumsy=clumsy, rang=bool(reply))
    for _ in range(MOST_TEXTS):
        reply, sent = cast.mobile.text(family.phone, words), sent + 1
        _hear(cast, family, reply)
        if not reply:
            cast.notes.stuck(who, f"no answer to its text number {sent}")
            return
        if "dicatat" in reply and read(reply):
            family.booked = read(reply)
            cast.notes.texts_to_booking.append(sent)
            cast.notes.tell(f"{cast.stage.now():%F %H:%M} {who} booked by text number {sent}")
            return
        if "Keinginan Anda dicatat" in reply:
            cast.notes.tell(f"{who} left a wish")
            return
        answer = _next(family, reply, chance.random(), clumsy=clumsy)
        if answer is None:
            cast.notes.stuck(who, f"does not know what to answer to: {reply[:90]}")
            return
        words = answer
        late = chance.random() < 0.08
        yield cast.stage.now() + (timedelta(hours=5) if late else timedelta(minutes=chance.randint(1, 9)))
    cast.notes.stuck(who, f"still no visit after {MOST_TEXTS} texts")


def _first(family: Family, *, clumsy: bool, rang: bool) -> str:
    if family.way == "sms_numbers":
        return f"{'REG ' if clumsy else ''}{family.nik}#{family.kk}#"
    both = f"{family.letter_number} {family.head.birth_date.year}"
    if rang:
        return both
    return f"{TYPING['DAFTAR'] if clumsy else 'DAFTAR'} {both}"


def _next(family: Family, reply: str, drawn: float, *, clumsy: bool) -> str | None:
    """What a person does who reads this."""
    if options := _OPTION.findall(reply):
        if drawn < 0.15 and "LAIN" in reply:
            return "LAIN"
        return options[int(drawn * len(options))] if not clumsy else f"no {options[0]} pak"
    both = f"{family.letter_number} {family.head.birth_date.year}"
    asked = (("Maksud Anda", "YA"), ("Balas tahun lahir", both[-4:]), ("Balas nomor", both),
             ("BEBAS", "SABTU PAGI" if drawn < 0.5 else "BEBAS"),
             ("JADWAL", TYPING["JADWAL"] if clumsy and drawn < 0.5 else "JADWAL"))  # fmt: skip
    return next((words for question, words in asked if question in reply), None)


def move(cast: Cast, family: Family) -> Act:
    """GANTI, and another time; the old one holds until then."""
    reply = cast.mobile.text(family.phone, "GANTI")
    _hear(cast, family, reply)
    yield cast.stage.now() + timedelta(minutes=3)
    if "Maksud" in reply:
        reply = cast.mobile.text(family.phone, "YA")
    options = _OPTION.findall(reply)
    if not options:
        cast.notes.stuck(name_of(family), f"wants to move its visit: {reply[:90]}")
        return
    reply = cast.mobile.text(family.phone, options[-1])
    _hear(cast, family, reply)
    if (found := read(reply)) and "pindah" in reply:
        family.booked = found
        cast.notes.tell(f"{cast.stage.now():%F %H:%M} {name_of(family)} moved its visit")
    else:
        cast.notes.stuck(name_of(family), f"its visit did not move: {reply[:90]}")


def cancel(cast: Cast, family: Family) -> Act:
    """BATAL, and YA."""
    reply = cast.mobile.text(family.phone, "BATAL")
    yield cast.stage.now() + timedelta(minutes=2)
    if "YA" in reply:
        reply = cast.mobile.text(family.phone, "YA")
    _hear(cast, family, reply)
    if "dibatalkan" in reply:
        family.booked = None
    else:
        cast.notes.stuck(name_of(family), f"cannot cancel: {reply[:90]}")


def robot(cast: Cast, number: str) -> Act:
    """Another machine that answers whatever comes; Catat must fall silent, and nobody's data may leave."""
    answered = 0
    for n in range(8):
        had = cast.mobile.count(number)
        cast.mobile.give(number, f"Terima kasih telah menghubungi kami. Tiket {n}")
        cast.stage.settle()
        answered += cast.mobile.count(number) > had
        yield cast.stage.now() + timedelta(minutes=1)
    if answered == 8:
        cast.notes.tell("a robot was answered 8 times of 8")


def _hear(cast: Cast, family: Family, reply: str) -> None:
    family.heard.append(reply)
    for _value in cast.notes.foreign(reply, set()):
        cast.notes.leaks.append(f"a text to {name_of(family)} holds what texts must not hold")
