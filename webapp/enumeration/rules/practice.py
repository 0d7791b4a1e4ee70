"""The practice family: made up, held in the browser alone, as plain values fit for JSON."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from webapp.enumeration.rules.members import ADDRESS, Member

CHANNEL = "practice"
NIK = "3316991203850001"  # of sub-district 99, which there is not; the head's, who answers
_PEOPLE = (
    {"name": "Budi Contoh", "relationship": "head", "sex": "male", "birth_date": "1985-03-12", "nik": NIK},
    {"name": "Siti Contoh", "relationship": "spouse", "sex": "female", "birth_date": "1988-07-16",
     "nik": "3316995607880002"},
    {"name": "Dewi Contoh", "relationship": "child", "sex": "female", "birth_date": "2015-01-05",
     "nik": "3316994501150003"},
)  # fmt: skip
State = dict[str, Any]


def fresh(opened_at: str) -> State:
    """Return a family of three before its first page. opened_at: ISO, of the clock."""
    everyone: list[dict[str, Any]] = [_kept(Member(_id(0), ADDRESS, answers={"rt": 3, "rw": 1}))]
    for position, answers in enumerate(_PEOPLE, 1):
        member = Member(_id(position), position, answers=dict(answers), person=_id(position).hex, named=True)
        everyone.append(_kept(member))
    return {"opened": opened_at, "next": len(everyone), "everyone": everyone, "pages": {}}


def members(state: State) -> list[Member]:
    """Return the address and the members as the pages know them."""
    return [
        Member(UUID(one["id"]), one["at"], one["revision"], dict(one["answers"]), one["person"], named=one["named"])
        for one in state["everyone"]
    ]  # fmt: skip


def with_members(state: State, everyone: list[Member]) -> State:
    """Return the state with these members."""
    return {**state, "everyone": [_kept(member) for member in everyone]}


def newcomer(state: State, everyone: list[Member], answers: dict[str, Any]) -> Member:
    """Return somebody who is added, and count on."""
    state["next"] += 1
    last = max(member.position for member in everyone)
    return Member(_id(state["next"]), last + 1, answers={**answers, "presence": "new"})


def _id(n: int) -> UUID:
    return UUID(int=n + 1)


def _kept(member: Member) -> dict[str, Any]:
    return {"id": member.id.hex, "at": member.position, "revision": member.revision, "answers": member.answers,
            "person": member.person, "named": member.named}  # fmt: skip
