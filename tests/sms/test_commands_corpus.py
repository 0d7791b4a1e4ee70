"""The grammar against messages as people write them (data/corpus.txt) and against slips of the finger."""

import codecs
import string
from pathlib import Path

import pytest

from sms.commands import Command, parse, words

CORPUS = Path(__file__).parent / "data" / "corpus.txt"
UNDERSTOOD_AT_LEAST = 0.97  # goals.md: single-edit errors in words of five letters or more


def corpus() -> list[tuple[str, Command]]:
    rows = []
    for line in CORPUS.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            text, expected = line.split(" => ")
            intent, *args = expected.split()
            corrected = args[-1:] == ["~"]
            rows.append(
                (
                    codecs.decode(text, "unicode_escape"),
                    Command(intent, tuple(a for a in args if a != "~"), corrected),
                )
            )
    return rows


@pytest.mark.parametrize(
    ("text", "expected"), corpus(), ids=lambda value: ascii(value) if isinstance(value, str) else ""
)
def test_it_understands_what_people_write(text: str, expected: Command) -> None:
    said = parse(text)
    assert (said.intent, said.args, said.corrected) == (expected.intent, expected.args, expected.corrected)


def test_the_corpus_is_large_enough_and_holds_every_intent() -> None:
    rows = corpus()
    assert len({text for text, _ in rows}) >= 150
    everything = {
        *words.COMMANDS.values(),
        words.STOP,
        words.IDENT,
        words.CHOICE,
        words.YEAR,
        words.CHECK,
        words.EMPTY,
        words.UNKNOWN,
    }
    assert {expected.intent for _, expected in rows} == everything


def single_edits(word: str) -> set[str]:
    """Every word one slip away: a letter left out, doubled or added, changed, or two neighbours swapped."""
    slips = {word[:i] + word[i + 1 :] for i in range(len(word))}
    slips |= {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in string.ascii_uppercase}
    slips |= {
        word[:i] + letter + word[i + 1 :] for i in range(len(word)) for letter in string.ascii_uppercase
    }
    slips |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return slips - {word}


LONG_WORDS = sorted(word for word in words.COMMANDS if word in words.CORRECTED)
CANONICAL = sorted(word for word in set(words.COMMANDS.values()) if len(word) >= 5)


def judge(chosen: list[str]) -> tuple[int, int, list[tuple[str, str, str]]]:
    """(slips, slips understood, wrong commands) over every single edit of the words."""
    tried = understood = 0
    wrong = []
    for word in chosen:
        for slip in single_edits(word):
            said = parse(slip).intent
            tried += 1
            understood += said == words.COMMANDS[word]
            if said not in {words.COMMANDS[word], words.UNKNOWN} and slip not in words.COMMANDS:
                wrong.append((word, slip, said))
    return tried, understood, wrong


@pytest.mark.parametrize("chosen", [CANONICAL, LONG_WORDS], ids=["canonical", "all corrected"])
def test_single_slips_are_understood_and_never_become_another_command(chosen: list[str]) -> None:
    tried, understood, wrong = judge(chosen)
    assert wrong == []
    assert understood / tried >= UNDERSTOOD_AT_LEAST, f"{understood} of {tried}"


@pytest.mark.parametrize("word", sorted(words.GUARDED))
def test_a_real_word_is_never_corrected_into_a_command(word: str) -> None:
    assert parse(word).intent == words.UNKNOWN
