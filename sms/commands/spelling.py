"""Which command a word is, also when the finger slipped: one edit, two in long words, if nothing else fits.

The distance is optimal string alignment: inserting, leaving out, changing one letter and swapping two
neighbours cost one each.
"""

import re
from functools import lru_cache

from sms.commands import words

TWO_EDITS_FROM = 7  # letters
LONGEST_WORD = 14  # letters of any command, mistyped

_REPEATED = re.compile(r"(.)\1+")
_SQUEEZED = {_REPEATED.sub(r"\1", word): intent for word, intent in reversed(words.COMMANDS.items())}
_CORRECTED = tuple((word, words.COMMANDS[word]) for word in sorted(words.CORRECTED))
_OTHER_WORDS = words.FILLERS | words.UNITS | words.STOP_WORDS | words.NUMBERS.keys() | words.LANGUAGES.keys()


def exact(word: str) -> str | None:
    """The command of a correctly written word or synonym."""
    return words.COMMANDS.get(word)


@lru_cache(maxsize=4096)
def recognise(word: str) -> tuple[str, bool] | None:
    """(command, was it corrected) or None if the word is no command, not even a mistyped one."""
    if intent := words.COMMANDS.get(word):
        return intent, False
    if word in words.GUARDED or word in _OTHER_WORDS or not 2 <= len(word) <= LONGEST_WORD:
        return None
    if _REPEATED.search(word) and (intent := _SQUEEZED.get(_REPEATED.sub(r"\1", word))):
        return intent, True
    nearest = _nearest(word)
    return (nearest, True) if nearest else None


def _nearest(word: str) -> str | None:
    """The one command at the least distance; None if there is none or more than one."""
    reached: dict[str, int] = {}
    for candidate, intent in _CORRECTED:
        allowed = 2 if len(candidate) >= TWO_EDITS_FROM and len(word) >= words.SHORTEST_CORRECTED else 1
        if abs(len(candidate) - len(word)) <= allowed and (distance := osa(word, candidate)) <= allowed:
            reached[intent] = min(distance, reached.get(intent, distance))
    best = [intent for intent, distance in reached.items() if distance == min(reached.values())]
    return best[0] if len(best) == 1 else None


def osa(first: str, second: str) -> int:
    """Optimal string alignment distance of two words, in edits."""
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
