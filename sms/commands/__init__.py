"""The grammar of the text messages: one text in, one command out, never an error.

`parse` knows nothing of who wrote or what was asked before; the dialogue decides what a command means there.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sms.commands import spelling, words
from sms.commands.normalise import FULL_LENGTHS, Token, looks_like_year, tokens

LONGEST_SAID = 160  # characters of free words that a question takes
MOST_WORDS = 3  # meaningful words in a command; more is a sentence, for a person to read
OFFICER_DIGITS = range(4, 10)  # P-1234567 has seven; with a slip it is still a question about an officer


@dataclass(frozen=True, slots=True)
class Command:
    """What one text asks for.

    `corrected`: the word was not written as the grammar has it. `rest` holds the words after the first one
    ("tidak jadi", "waktu lain", "ya batalkan"), for the dialogue; `courtesy` marks thanks and nothing else.
    `said` is the whole text made plain, for questions that take free words (a village, a day of the week).
    """

    intent: str
    args: tuple[str, ...] = ()
    corrected: bool = False
    rest: tuple[str, ...] = ()
    courtesy: bool = False
    said: str = field(default="", compare=False)


def parse(text: str) -> Command:
    """The command in a text; UNKNOWN when there is none, EMPTY when there is no letter and no digit."""
    found = tokens(text)
    if not found:
        return Command(words.EMPTY)
    said = " ".join(token.text for token in found)
    return replace(_read(found), said=said[:LONGEST_SAID])


def _read(found: list[Token]) -> Command:
    numbers = [token.text for token in found if token.kind == "number"]
    if any(len(number) in FULL_LENGTHS for number in numbers):
        whose = tuple(n for n in numbers if len(n) in FULL_LENGTHS or looks_like_year(n))
        return Command(words.IDENT, whose, rest=_wanted(found))
    if len(found) == 1 and found[0].text in words.STOP_WORDS:
        return Command(words.STOP)
    return _officer(found) or _meaning(_unspaced(found))


def _wanted(found: list[Token]) -> tuple[str, ...]:
    """What is wanted for the family whose number stands beside it: JADWAL 1234567897 1965."""
    asked = (spelling.exact(token.text) for token in found if token.kind == "word")
    return tuple(intent for intent in asked if intent in words.ACTIONS and intent != words.DAFTAR)


def _officer(found: list[Token]) -> Command | None:
    """PETUGAS P-1234567, and the number alone."""
    for before, token in pairwise(found):
        if token.kind == "number" and len(token.text) in OFFICER_DIGITS and before.kind == "word":
            asked = spelling.exact(before.text) == words.PETUGAS and not looks_like_year(token.text)
            if asked or before.text == "P":
                return Command(words.CHECK, (f"P-{token.text}",))
    return None


def _unspaced(found: list[Token]) -> list[Token]:
    """B A T A L is one word."""
    letters = [token.text for token in found if token.kind == "word" and len(token.text) == 1]
    return [Token("word", "".join(letters))] if len(letters) == len(found) > MOST_WORDS else found


def _meaning(found: list[Token]) -> Command:
    said = _without_fillers(found)
    spoken = [token.text for token in said if token.kind == "word"]
    numbers = tuple(token.text for token in said if token.kind == "number")
    if not said:
        if [token.text for token in found] == [
            "NO"
        ]:  # alone it is the English word; before a number it is "nomor"
            return Command(words.TIDAK)
        return Command(words.UNKNOWN, courtesy=any(token.text in words.THANKS for token in found))
    if len(spoken) > MOST_WORDS:
        return Command(words.UNKNOWN)
    if said[0].kind == "number":
        return _number_first(numbers, spoken)
    return _word_first(spoken, numbers)


def _without_fillers(found: list[Token]) -> list[Token]:
    kept: list[Token] = []
    before = ""
    for token in found:
        if token.text in words.NUMBERS:
            kept.append(Token("number", words.NUMBERS[token.text]))
        elif token.text not in words.FILLERS and not (
            before in words.BEFORE_DAYTIME and token.text in words.DAYTIME
        ):
            kept.append(token)
        before = token.text
    return kept


def _number_first(numbers: tuple[str, ...], spoken: list[str]) -> Command:
    if spoken and spelling.exact(spoken[0]) in words.ACTIONS:  # "2 batal"
        return _word_first(spoken, numbers)
    year = next((number for number in numbers if looks_like_year(number)), None)
    month = bool(spoken) and spoken[0] in words.MONTHS
    if year and (len(numbers) == 1 or month or _is_date(numbers)):
        return Command(words.YEAR, (year,))
    if month or (spoken and spoken[0] in words.UNITS):
        return Command(words.UNKNOWN)
    if len(numbers) <= 2 and all(len(number) <= 2 for number in numbers):
        return Command(words.CHOICE, _short(numbers), rest=_following(spoken))
    return Command(words.UNKNOWN)


def _is_date(numbers: tuple[str, ...]) -> bool:
    return bool(re.fullmatch(r"\d{1,2} \d{1,2} \d{4}|\d{4} \d{1,2} \d{1,2}", " ".join(numbers)))


def _word_first(spoken: list[str], numbers: tuple[str, ...]) -> Command:
    first, *others = spoken
    recognised = spelling.recognise(first)
    if first in words.POLITE and others and (asked := spelling.recognise(others[0])):
        recognised, others = asked, others[1:]
    if recognised is None and len(spoken) == 1 and first in words.LANGUAGES and len(first) > 3:
        return Command(words.BAHASA, (words.LANGUAGES[first],))  # the answer to BAHASA
    if recognised is None:
        return Command(words.UNKNOWN)
    intent, corrected = recognised
    rest = _following(others)
    if intent == words.GANTI and rest[:1] == (words.BAHASA,):  # "ganti bahasa" is not about the visit
        intent = words.BAHASA
    if intent == words.BAHASA:
        named = tuple(words.LANGUAGES[word] for word in spoken if word in words.LANGUAGES)
        return Command(intent, named[:1], corrected)
    return Command(intent, _short(numbers), corrected, rest)


def _short(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Option and family numbers without leading noughts; longer numbers as they are."""
    return tuple(str(int(number)) if len(number) <= 2 else number for number in numbers)


def _following(others: list[str]) -> tuple[str, ...]:
    return tuple(spelling.exact(word) or word for word in others)
