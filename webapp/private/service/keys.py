"""What is sealed for what: the names that bind keys, pages and answers to their rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from webapp.shared import clock, sealing

ABOUT = "about"  # the page that holds what is known of the person; no question page has this name


def office_info(version_id: UUID) -> bytes:
    """HPKE info of a data key wrapped to the statistics office."""
    return b"catat private office " + version_id.bytes


def own_info(version_id: UUID) -> bytes:
    """HPKE info of a data key wrapped to the member, as long as the version is a draft."""
    return b"catat private own " + version_id.bytes


def page_aad(version_id: UUID, page: str) -> bytes:
    """What a draft page is sealed for."""
    return b"private draft" + version_id.bytes + page.encode()


def answer_aad(version_id: UUID) -> bytes:
    """What a sent answer is sealed for."""
    return b"private answer" + version_id.bytes


def page_row(
    version_id: UUID, key: bytes, page: str, values: dict[str, Any], revision: int
) -> dict[str, Any]:
    """A page as a row of private_pages."""
    sealed = sealing.seal_with(key, page_aad(version_id, page), sealing.to_json(values))
    return {
        "version_id": version_id,
        "page": page,
        "revision": revision,
        "sealed": sealed,
        "saved_at": clock.now(),
    }
