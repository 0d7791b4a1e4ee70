"""Who lives in the sub-district, what is true of them, and what they mean to do. Seed in, the same world out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from webapp.households.rules.shares import apportion

# What a family does, and how many of a hundred do it. The words are the report's, too.
WAYS = {
    "web": 17, "web_without_letter": 6, "web_break": 4, "web_two_phones": 3, "web_forgot_pin": 3,
    "web_deadline": 6, "web_late": 3, "web_asks_visit": 6, "new_card": 3, "new_card_visit": 2,
    "sms": 11, "sms_numbers": 3, "sms_then_web": 4, "sms_moves": 3, "sms_cancels": 2, "missed_call": 3,
    "door": 10, "absent_mornings": 4, "refuses": 2, "refuses_once": 3, "moved_away": 3, "house_gone": 1,
}  # fmt: skip
NOT_THERE = ("moved_away", "house_gone")
BY_PHONE = ("sms", "sms_numbers", "sms_then_web", "sms_moves", "sms_cancels", "missed_call")


@dataclass
class Person:
    """A member as the register has it. really: present, died, elsewhere; "new" is a baby that no register knows."""

    nik: str | None
    name: str
    sex: str
    birth_date: date
    relationship: str
    really: str = "present"


@dataclass
class Family:
    """A family: what is on its papers, what is true, and its way."""

    number: int
    village_code: str
    rt: str
    kk: str
    card_kk: str
    letter_number: str | None
    address: str
    phone: str
    members: list[Person]
    way: str = "web"
    lines: str = "good"  # or 2g: replies get lost
    receipt: str = ""
    counted_by: str = ""
    booked: tuple[date, str] | None = None  # what it was promised last
    visited_as_promised: bool = False
    attempts: int = 0
    heard: list[str] = field(default_factory=list, repr=False)

    @property
    def head(self) -> Person:
        return self.members[0]

    @property
    def nik(self) -> str:
        return next((one.nik for one in self.members if one.nik), "")

    @property
    def lives_here(self) -> bool:
        return self.way not in NOT_THERE

    @property
    def persons(self) -> int:
        """Who really lives there."""
        return sum(one.really in ("present", "new") for one in self.members) if self.lives_here else 0

    @property
    def values(self) -> set[str]:
        """What nobody else may be shown."""
        own = {self.kk, self.card_kk, self.letter_number or "", self.phone.lstrip("+"), self.address}
        own |= {one.nik or "" for one in self.members} | {one.name for one in self.members}
        return own - {""}


def world(rows: list[dict[str, Any]], seed: int) -> list[Family]:
    """Families with their ways; the seed decides everything."""
    rng = Random(f"rehearsal:{seed}")
    known = [row for row in rows if row["letter_number"]]
    ways = [
        way for way, n in zip(WAYS, apportion(len(known), list(WAYS.values())), strict=True) for _ in range(n)
    ]
    rng.shuffle(ways)
    found = []
    for number, row in enumerate(rows, 1):
        family = _family(number, row, rng)
        family.way = ways.pop() if row["letter_number"] else rng.choice(("new_card", "new_card_visit"))
        if family.way.startswith("new_card") and family.card_kk == family.kk and row["letter_number"]:
            family.card_kk = (
                f"{family.kk[:10]}26{9000 + number:04}"  # a card of this year, that no register has
            )
        family.lines = "2g" if rng.random() < 0.2 else "good"
        found.append(family)
    return found


def _family(number: int, row: dict[str, Any], rng: Random) -> Family:
    members = [
        Person(
            one["nik"], one["name"], one["sex"], date.fromisoformat(one["birth_date"]), one["relationship"]
        )
        for one in row["members"]
    ]
    for one, told in zip(members[1:], row["members"][1:], strict=True):
        drawn = rng.random()
        one.really = "elsewhere" if told["lives_elsewhere"] else "died" if drawn < 0.02 else "present"
    phone = row["phone"] or f"+62899{number:07}"  # who has none borrows the neighbour's for a text
    return Family(number, row["village_code"], row["rt"], row["kk"], row["card_kk"], row["letter_number"],
                  row["address"], phone, members)  # fmt: skip
