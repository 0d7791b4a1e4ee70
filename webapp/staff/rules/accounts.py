"""Decisions about staff on plain values: names to sign in with, passwords, officer numbers, what a refusal says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from webapp.shared.errors import Refusal

TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS = 10, 60  # failed sign-ins in one window; good ones are given back
TRIES_WINDOW_S = 15 * 60
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
DEMO_PASSWORD = "sensus-blora-contoh"  # noqa: S105  printed by `make run`; production refuses it
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")
_NUMBER = re.compile(r"P-?(\d{7})")

Item = TypeVar("Item")


class SignInRefused(Refusal):
    """Unknown name, wrong password, disabled or expired account: one answer for all of them."""

    code = "701"
    status = 422
    message = (
        "Nama pengguna atau kata sandi tidak cocok. Periksa lagi, atau minta bantuan administrator kabupaten."
    )
    next_step = ("Masuk", "staff.sign_in")


class SignInBlocked(Refusal):
    """Too many tries for this account or from this address."""

    code = "702"
    status = 429
    message = "Terlalu banyak percobaan masuk. Tunggu %(minutes)s menit, lalu coba lagi."
    next_step = ("Masuk", "staff.sign_in")


class WeakPassword(Refusal):
    """The password is too short, too long, or the one of the demo."""

    code = "703"
    status = 422
    message = "Kata sandi harus %(least)s sampai %(most)s huruf, dan bukan kata sandi contoh."
    next_step = None


class AccountUnusable(Refusal):
    """The name, role or area of a new account cannot be used."""

    code = "704"
    status = 422
    message = "Akun tidak dapat dibuat: %(what)s."
    next_step = None


class UnknownAccount(Refusal):
    """There is no such account."""

    code = "705"
    status = 404
    message = "Akun petugas ini tidak ada."
    next_step = ("Ke daftar akun", "staff.accounts")


class DemoAccountsInProduction(Refusal):
    """The database holds accounts of the demo, whose passwords everybody knows."""

    code = "706"
    status = 500
    message = "Basis data ini berisi akun contoh. Layanan sungguhan tidak boleh memakainya."
    next_step = None


class UnknownTask(Refusal):
    """There is no such task, or it is not for this area."""

    code = "707"
    status = 404
    message = "Tugas ini tidak ada atau sudah selesai."
    next_step = ("Ke daftar tugas", "staff.tasks")


class PageTooOld(Refusal):
    """The press of a button did not come from a page of this session."""

    code = "708"
    status = 422
    message = "Tombol ini ditekan dari halaman yang sudah lama terbuka. Buka lagi halamannya, lalu tekan sekali lagi."
    next_step = ("Kembali ke halaman petugas", "staff.home")


def username_of(text: str) -> str:
    """What was typed, as names are stored; what cannot be a name becomes ''."""
    name = text.strip().lower()
    return name if _USERNAME.fullmatch(name) else ""


def check_password(password: str, *, demo: bool) -> None:
    """Raise WeakPassword."""
    if demo and password == DEMO_PASSWORD:
        return
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password == DEMO_PASSWORD:
        raise WeakPassword(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)


def officer_number(text: str) -> str | None:
    """'p 1234567', 'P-1234567' or '1234567' as 'P-1234567'; None for what cannot be one."""
    compact = "".join(text.upper().split())[:12]
    found = _NUMBER.fullmatch(compact if compact.startswith("P") else f"P{compact}")
    return f"P-{found[1]}" if found and found[1].isascii() else None


def areas_around(code: str) -> list[str]:
    """A region's code and those of the regions around it: '33.16.05.2001' -> itself, '33.16.05', '33.16'."""
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 1, -1)]


def share_out(items: Sequence[Item], parts: int) -> list[list[Item]]:
    """Neighbouring items in `parts` lists as equal as can be; fewer lists when there are fewer items."""
    parts = min(parts, len(items))
    bounds = [round(n * len(items) / parts) for n in range(parts + 1)] if parts else [0]
    return [list(items[a:b]) for a, b in pairwise(bounds)]
