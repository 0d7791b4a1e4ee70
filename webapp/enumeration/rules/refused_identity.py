"""Every "no" about who speaks for a family: 131-139."""

from __future__ import annotations

from webapp.shared.errors import Refusal


class ClaimsFull(Refusal):
    """More people answer for one family than a desk can tell apart."""

    code = "131"
    status = 409
    message = (
        "Keluarga ini sebaiknya dicatat bersama petugas. Minta dikunjungi, atau datang ke kantor kecamatan."
    )
    next_step = ("Lihat cara lain", "enumeration.help_page")


class NumberRefused(Refusal):
    """Wrong, used, or out of date: never told which."""

    code = "132"
    status = 422
    message = "Angka itu tidak cocok atau sudah tidak berlaku. Periksa lagi, atau minta yang baru."
    next_step = None


class NoSuchVersion(Refusal):
    """The desk chose a version that is none of the family's sent ones, or no ground."""

    code = "133"
    status = 422
    message = "Pilih salah satu kiriman keluarga ini, dan cara Anda memeriksanya."
    next_step = None


class CardNotSeen(Refusal):
    """A slip is only for who has shown the card."""

    code = "134"
    status = 422
    message = "Lembar PIN hanya untuk keluarga yang menunjukkan KTP atau KK. Centang setelah Anda melihatnya."
    next_step = None


class NotFoundInArea(Refusal):
    """At the office: no such family, or one of another area."""

    code = "135"
    status = 422
    message = "Keluarga dengan NIK dan KK ini tidak ada di wilayah Anda."
    next_step = None
