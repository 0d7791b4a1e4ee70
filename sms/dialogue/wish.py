"""Before times are open, JADWAL takes a wish: on which days, at which time of day."""

from sms.commands import Command, words
from sms.dialogue.state import Effect, Facts, Move, Reply, State

_DAYS = {
    "0": "SENIN SENEN SEN MONDAY MON", "1": "SELASA SLASA SLOSO SEL TUESDAY TUE", "2": "RABU REBO REB WEDNESDAY WED",
    "3": "KAMIS KEMIS KAM KEM THURSDAY THU", "4": "JUMAT JUMUAH JEMUAH JEMUWAH JUM FRIDAY FRI",
    "5": "SABTU SETU SEPTU SAB SATURDAY SAT", "6": "MINGGU NGAHAD NGAD AHAD AHAT MGG SUNDAY SUN",
}  # fmt: skip
_PARTS = {
    "morning": "PAGI ENJING ESUK ISUK MORNING",
    "midday": "SIANG AWAN SIYANG NOON MIDDAY",
    "afternoon": "SORE SONTEN SONTENAN AFTERNOON EVENING PETANG",
}
_ANY = frozenset({"BEBAS", "TERSERAH", "KAPAN", "SEMBARANG", "SAWAYAH", "SAKERSA", "ANY", "SAJA"})
_DAY_OF = {word: day for day, group in _DAYS.items() for word in group.split()}
_PART_OF = {word: part for part, group in _PARTS.items() for word in group.split()}


def answer_wish(state: State, command: Command, _facts: Facts) -> Move | None:
    """Weekdays and a time of day, in any order and number; BEBAS for any time; TIDAK for no wish."""
    said = command.said.split()
    days = "".join(sorted({_DAY_OF[word] for word in said if word in _DAY_OF}))
    parts = {_PART_OF[word] for word in said if word in _PART_OF}
    if days or parts or _ANY & set(said):
        part = parts.pop() if len(parts) == 1 else "any"
        return Move(state.cleared(), effect=Effect("wish", (days, part), state.family))
    if command.intent in {words.TIDAK, words.BUKAN, words.BATAL}:
        return Move(state.cleared(), (Reply("kept"),))
    if command.intent in {words.YA, words.CHOICE}:
        return Move(state, (Reply("ask_wish"),))
    return None
