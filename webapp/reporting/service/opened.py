"""Opening what was sealed, for the statistics build alone: it needs the office's private key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from webapp.enumeration.service import keys
from webapp.private.queries import SentAnswer
from webapp.private.service import keys as private_keys
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules.question import Known
from webapp.reporting import queries
from webapp.reporting.queries import SealedVersion
from webapp.reporting.rules import records
from webapp.reporting.rules.records import Row
from webapp.shared import clock, sealing

Rows = tuple[list[Row], list[Row]]  # families, persons


class Opener:
    """Makes rows of sealed versions. Its names for families and persons come from the office's key: the same in each
    build, and of no use to whoever has the database or the tables alone."""

    def __init__(self, private: bytes, day: date) -> None:
        self._private, self._day = private, day
        self._names = sealing.key_from(private, b"record names")
        self._alone = queries.private_answers()

    def rows(self, code: str, bps_code: str) -> Rows:
        """A village's families and persons, in an order that tells nothing of when they answered."""
        place = {"village_code": code, "bps_code": bps_code}
        families, persons = [], []
        for version in queries.counting_versions(code):
            family, members = self._family(version, place)
            families.append(family)
            persons += members
        return (
            sorted(families, key=lambda row: str(row["family"])),
            sorted(persons, key=lambda row: (row["family"], row["number"])),
        )

    def _family(self, version: SealedVersion, place: dict[str, str]) -> tuple[Row, list[Row]]:
        told = self._told(version)
        definition = questionnaire.definition(told["definition"])
        asked_on = clock.to_wib(version.opened_at).date()
        name = self._name("family", version.household_id.hex)
        persons = []
        for number, member in enumerate(records.living_here(told), 1):
            known_by = version.household_id.hex + (member["person"] or member["id"])
            row = records.person_row(definition, member, asked_on, self._day)
            persons.append({**place, "family": name, "number": number,
                            "person": self._name("person", known_by), "record_key": self._record_key(known_by),
                            "nik_name": self._nik(member), **row})  # fmt: skip
        counted = sum(row["counted"] == records.COUNTED for row in persons)
        family = {**place, "family": name, "record_key": self._record_key(version.household_id.hex),
                  "channel": version.channel, "persons": counted,
                  **records.coded(definition, Known(told["household"]), family=True)}  # fmt: skip
        return family, persons

    def _told(self, version: SealedVersion) -> dict[str, Any]:
        told = self._open(version.office_key, keys.office_info(version.id),
                          version.sealed, keys.answers_aad(version.id))  # fmt: skip
        for alone in self._alone.get(version.household_id, ()):
            records.override(told, self._told_alone(alone), alone.person_id.hex if alone.person_id else "")
        return told

    def _told_alone(self, alone: SentAnswer) -> dict[str, Any]:
        at = alone.version_id
        return self._open(
            alone.office_key, private_keys.office_info(at), alone.sealed, private_keys.answer_aad(at)
        )

    def _open(self, wrapped: bytes, info: bytes, sealed: bytes, aad: bytes) -> dict[str, Any]:
        data_key = sealing.unwrap_with(self._private, wrapped, info)
        found: dict[str, Any] = json.loads(sealing.unseal_with(data_key, aad, sealed))
        return found

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._names, f"{purpose}\x1f{value}".encode(), "sha256")

    def _name(self, purpose: str, value: str) -> str:
        return self._digest(purpose, value)[:10].hex()

    def _record_key(self, value: str) -> int:
        """A number by chance that stays with the record: what the noise of published tables is drawn from."""
        return int.from_bytes(self._digest("record key", value)[:4], "big")

    def _nik(self, member: dict[str, Any]) -> str | None:
        nik = member["roster"].get("nik")
        return self._name("nik", str(nik)) if nik else None


def villages(private: bytes, day: date) -> Iterator[Rows]:
    """Every village's rows, one village in memory at a time."""
    opener = Opener(private, day)
    for code, bps_code in queries.villages():
        yield opener.rows(code, bps_code)
