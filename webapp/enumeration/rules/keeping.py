"""Every "no" about going on later: 140-149."""

from __future__ import annotations

from webapp.shared.errors import Refusal


class CorrectionBegun(Refusal):
    """Another phone of the family mends its answers; the PIN opens what it has done so far."""

    code = "140"
    status = 409
    message = "Perbaikan jawaban sudah dimulai dari HP lain. Masuk lagi dengan PIN untuk melanjutkannya."
    next_step = ("Masuk lagi", "enumeration.start")
