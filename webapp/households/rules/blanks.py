"""Letters that were printed without a family."""

from __future__ import annotations

from webapp.shared.errors import Refusal


class BlankRefused(Refusal):
    """No such blank letter, one of another place, or one that a family has already."""

    code = "136"
    status = 422
    message = (
        "Nomor surat kosong itu tidak ada, bukan untuk wilayah ini, atau sudah dipakai. Periksa 10 angkanya."
    )
    next_step = None
