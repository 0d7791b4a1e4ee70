"""Decisions about the second factor and invitations on plain values."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.shared.errors import Refusal

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
STEP_S = 30  # a code lives for half a minute (RFC 6238)
TOLERANCE = 1  # and is taken half a minute early or late: telephones' clocks are not exact
CODE_TRIES, CODE_WINDOW_S = 10, 15 * 60  # wrong codes of an account in one window; good ones are given back
RECOVERY_CODES, RECOVERY_SIGNS = 10, 10
INVITATION_SIGNS, INVITATION_DAYS = 10, 14
INVITATION_TRIES, INVITATION_WINDOW_S = 30, 15 * 60  # wrong invitation codes from one address
ISSUER = "Catat Blora"
SEES_PEOPLE = frozenset(
    ("administrator", "coordinator", "supervisor", "enumerator", "agent", "neighbourhood_head")
)
MAY_DEPUTISE = ("coordinator", "supervisor")
HANDED_OVER = (
    "supervisor",
    "enumerator",
    "neighbourhood_head",
)  # by a coordinator; the rest by an administrator


class CodeRefused(Refusal):
    """Wrong, too old, or used before: one answer for all of them."""

    code = "710"
    status = 422
    message = (
        "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya. Jam ponsel Anda harus otomatis."
    )
    next_step = None


class CodesBlocked(Refusal):
    """Too many wrong codes. Recovery codes are counted apart."""

    code = "711"
    status = 429
    message = "Terlalu banyak kode yang salah. Tunggu %(minutes)s menit, atau pakai salah satu kode cadangan."
    next_step = None


class InvitationRefused(Refusal):
    """Unknown, used or past its time: one answer for all of them."""

    code = "712"
    status = 422
    message = "Kode undangan ini tidak dikenal, sudah dipakai, atau habis waktunya. Minta lembar baru."
    next_step = None


class DeputyRefused(Refusal):
    """The deputy or the dates cannot be."""

    code = "713"
    status = 422
    message = "Pengganti harus koordinator atau pengawas lain yang aktif, dengan tanggal yang berurutan."
    next_step = None


def may_hand_over(role: str, areas: Sequence[str], whose: str, their_areas: Sequence[str]) -> bool:
    """May somebody of `role` in `areas` print the invitation and the card of a `whose` who works in `their_areas`?"""
    if role == "administrator":
        return True
    inside = [any(code == area or code.startswith(f"{area}.") for area in areas) for code in their_areas]
    return role == "coordinator" and whose in HANDED_OVER and bool(inside) and all(inside)


def code_of(text: str) -> str:
    """A typed code without blanks and dashes, in small letters; at most 40 signs are looked at."""
    return "".join(sign for sign in text[:40].lower() if sign.isalnum())


def is_six_digits(code: str) -> bool:
    """Is it a code of the app (and not one on paper)?"""
    return len(code) == 6 and code.isascii() and code.isdigit()


def in_groups(code: str, size: int = 5) -> str:
    """'abcdefghjk' as people read it: 'abcde-fghjk'."""
    return "-".join(code[n : n + size] for n in range(0, len(code), size))


def steps_around(now_s: float, after: int) -> list[int]:
    """The half minutes whose codes may be taken now, none that was taken before."""
    here = int(now_s) // STEP_S
    return [step for step in range(here - TOLERANCE, here + TOLERANCE + 1) if step > after]
