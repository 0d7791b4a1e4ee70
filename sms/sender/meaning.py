"""What a provider's answer means for a text: try again and when, give up, or ask a person. Pure.

Codes are Twilio's (its error dictionary); other gateways translate theirs into these.
"""

from dataclasses import dataclass
from datetime import timedelta

from webapp.shared.i18n import N_

SLOW_DOWN = frozenset({"20429"})
ABSENT = frozenset({"30003"})  # the phone is off or out of reach
DEAD = frozenset({"21211", "21614", "30005", "30006"})  # no such number, or one that cannot get texts
OPTED_OUT = frozenset({"21610"})
ACCOUNT = frozenset({"20003", "30002"})  # wrong secret, or suspended: nothing will leave
CONFIGURATION = frozenset({"21408", "21606", "21612"})
CROWDED = frozenset({"21611", "30001"})
FILTERED = frozenset({"30007"})
UNEXPLAINED = frozenset({"30008"})
CONNECT = frozenset({"connect", "connection"})

MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Verdict:
    """What becomes of the text (state, and after how long RETRY is due), of its phone and of its channel."""

    state: str
    after: timedelta = timedelta()
    flag: str = ""  # mark the phone: dead, or opted_out
    pause: timedelta = timedelta()  # the channel
    only_bulk: bool = False  # pause bulk texts only
    alarm: bool = False


def of_failure(code: str, attempt: int, *, said_no: bool) -> Verdict:
    """The verdict on a code after `attempt` tries. said_no: the provider refused (otherwise it asked for patience)."""
    verdict = _KNOWN.get(code) or (Verdict("REJECTED") if said_no else Verdict("RETRY", timedelta(minutes=1)))
    if code in ABSENT and attempt > 1:
        verdict = Verdict("RETRY", timedelta(hours=24)) if attempt == 2 else Verdict("FAILED")
    if code in UNEXPLAINED and attempt > 1:
        verdict = Verdict("FAILED")
    if verdict.state == "RETRY" and attempt >= MOST_ATTEMPTS and not verdict.pause:
        return Verdict("FAILED")
    return verdict


_KNOWN: dict[str, Verdict] = {
    **dict.fromkeys(SLOW_DOWN, Verdict("RETRY", timedelta(seconds=30), pause=timedelta(seconds=15))),
    **dict.fromkeys(ABSENT, Verdict("RETRY", timedelta(hours=4))),
    **dict.fromkeys(DEAD, Verdict("REJECTED", flag="dead")),
    **dict.fromkeys(OPTED_OUT, Verdict("REJECTED", flag="opted_out")),
    **dict.fromkeys(
        ACCOUNT, Verdict("RETRY", timedelta(minutes=15), pause=timedelta(minutes=15), alarm=True)
    ),
    **dict.fromkeys(CONFIGURATION, Verdict("RETRY", timedelta(hours=1), alarm=True)),
    **dict.fromkeys(
        CROWDED, Verdict("RETRY", timedelta(minutes=10), pause=timedelta(minutes=10), only_bulk=True)
    ),
    **dict.fromkeys(FILTERED, Verdict("FAILED", alarm=True)),
    **dict.fromkeys(UNEXPLAINED, Verdict("RETRY", timedelta(minutes=30))),
    **dict.fromkeys(CONNECT, Verdict("RETRY", timedelta(seconds=5), pause=timedelta(seconds=5))),
}

# What a report may change: states only move forward, and a late failure never overrides a delivery.
FORWARD: dict[str, frozenset[str]] = {
    "ACCEPTED": frozenset({"SENDING", "UNKNOWN"}),
    "DELIVERED": frozenset({"SENDING", "UNKNOWN", "ACCEPTED", "FAILED", "RETRY"}),
    "FAILED": frozenset({"SENDING", "UNKNOWN", "ACCEPTED"}),
}


def may_become(state: str, reported: str) -> bool:
    """May a report move a text from this state to that?"""
    return state in FORWARD.get(reported, frozenset())


_WORDS: dict[frozenset[str], str] = {
    SLOW_DOWN: N_("Penyedia minta lebih lambat; dicoba lagi sendiri."),
    ABSENT: N_("Ponsel mati atau di luar jangkauan; dicoba 3 kali."),
    DEAD: N_("Nomor tidak ada atau tidak dapat menerima SMS; ditandai."),
    OPTED_OUT: N_("Penerima berhenti berlangganan; dihormati di sini juga."),
    ACCOUNT: N_("Akun atau kata sandi gateway salah, atau akun dibekukan: hubungi penyedia."),
    CONFIGURATION: N_("Pengirim atau negara tidak diizinkan: periksa setelan gateway."),
    CROWDED: N_("Antrean penyedia penuh; kiriman massal dijeda."),
    FILTERED: N_("Disaring operator: isi pesan perlu diperiksa, tidak diulang."),
    UNEXPLAINED: N_("Gagal tanpa sebab; dicoba sekali lagi."),
    CONNECT: N_("Gateway tidak terhubung."),
    frozenset({"unknown"}): N_("Tidak diketahui sampai atau tidak, setelah dua kali kirim."),
}
_OTHER = N_("Sebab lain; lihat kode di daftar penyedia.")


def words_of(code: str) -> str:
    """What a code means for people: a msgid."""
    return next((words for codes, words in _WORDS.items() if code in codes), _OTHER)
