"""What is sealed for what: the names that bind keys, pages and versions to their rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from webapp.shared import sealing

VERSIONS, ROSTER = "versions", "roster_pages"


def office_info(version_id: UUID) -> bytes:
    """HPKE info of a data key wrapped to the statistics office."""
    return b"catat office " + version_id.bytes


def household_info(version_id: UUID) -> bytes:
    """HPKE info of a data key wrapped to the household."""
    return b"catat household " + version_id.bytes


def wrapped_keys(
    version_id: UUID, data_key: bytes, public_key: bytes | None, *, officer: bool
) -> dict[str, Any]:
    """The three columns of a version that hold its data key."""
    return {
        "office_key": sealing.wrap_for(sealing.office_public_key(), data_key, office_info(version_id)),
        "household_key": (
            sealing.wrap_for(public_key, data_key, household_info(version_id)) if public_key else None
        ),
        "officer_key": sealing.seal(VERSIONS, version_id, "officer_key", data_key) if officer else None,
    }


def page_aad(version_id: UUID, member_id: UUID, page: str) -> bytes:
    """What a draft page is sealed for."""
    return b"draft" + version_id.bytes + member_id.bytes + page.encode()


def answers_aad(version_id: UUID) -> bytes:
    """What the answers of a sent version are sealed for."""
    return b"answers" + version_id.bytes


def seal_roster(version_id: UUID, member_id: UUID, roster: dict[str, Any]) -> bytes:
    """One member as the family states them, under the field key."""
    return sealing.seal_json(ROSTER, f"{version_id}{member_id}", "roster", roster)


def open_roster(version_id: UUID, member_id: UUID, sealed: bytes) -> dict[str, Any]:
    """What seal_roster() sealed."""
    return dict(sealing.unseal_json(ROSTER, f"{version_id}{member_id}", "roster", sealed))


def pin_key(pin: str, salt: bytes) -> bytes:
    """What a PIN, spelled as pins.py does, makes of a household's salt. 26 ms: never inside transaction()."""
    return sealing.slow_key(pin, salt)


def seal_private(key: bytes, public: bytes, private: bytes) -> bytes:
    """A claim's private key under what pin_key() made."""
    return sealing.seal_with(key, _private_aad(public), private)


def open_private(key: bytes, public: bytes, wrapped: bytes) -> bytes | None:
    """The private key, None when the PIN is another's."""
    try:
        return sealing.unseal_with(key, _private_aad(public), wrapped)
    except sealing.SealBroken:
        return None


def _private_aad(public: bytes) -> bytes:
    return b"household-private" + public
