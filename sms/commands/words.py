"""The words of the grammar: commands, what people say instead, fillers, numbers, real words (words.toml)."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

DAFTAR, STATUS, JADWAL, GANTI, BATAL, LAIN = "DAFTAR", "STATUS", "JADWAL", "GANTI", "BATAL", "LAIN"
BAHASA, BANTU, PETUGAS, STOP, MULAI = "BAHASA", "BANTU", "PETUGAS", "STOP", "MULAI"
YA, TIDAK, BUKAN = "YA", "TIDAK", "BUKAN"
IDENT, CHOICE, YEAR, CHECK, EMPTY, UNKNOWN = "IDENT", "CHOICE", "YEAR", "CHECK", "EMPTY", "UNKNOWN"
ACTIONS = frozenset({DAFTAR, STATUS, JADWAL, GANTI, BATAL})
SHORTEST_CORRECTED = 5  # letters; shorter words have too many neighbours that mean something else

_data: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def _set(groups: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(groups).split())


def _by_word(groups: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, group in groups.items() for word in group.split()}


COMMANDS = {**{command: command for command in _data["commands"]}, **_by_word(_data["commands"])}
STOP_WORDS = _set([_data["single"]["STOP"]])
POLITE = _set([_data["single"]["POLITE"]])
CORRECTED = _set([_data["corrected"]["WORDS"]]) | {
    command for command in _data["commands"] if len(command) >= SHORTEST_CORRECTED
}
GUARDED = _set(_data["guarded"].values())
FILLERS = _set(_data["fillers"].values())
THANKS = _set([_data["fillers"]["THANKS"]])
BEFORE_DAYTIME = _set([_data["greetings"]["BEFORE"]])
DAYTIME = _set([_data["greetings"]["DAYTIME"]])
NUMBERS = _by_word(_data["numbers"])
UNITS = _set(_data["units"].values())
MONTHS = _set(_data["months"].values())
LANGUAGES = _by_word(_data["languages"])
