"""The definition that ships is sound, and each planted fault is told."""

from __future__ import annotations

import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from webapp.questionnaire.cli import cli
from webapp.questionnaire.rules import UnknownDefinition
from webapp.questionnaire.rules.check import faults
from webapp.questionnaire.service import definition, versions
from webapp.questionnaire.service.definitions import FOLDER, documents
from webapp.questionnaire.service.words import extract, msgids

SOUND = """
[[page]]
key = "one"
scope = "person"
title = "Satu"
questions = ["a", "b"]

[[question]]
key = "a"
kind = "choice"
ask_self = "Apa?"
ask_proxy = "Apa, {name}?"
ask_doorstep = "Apa, {name}?"
short = "A"
sms = "SENSUS: Apa?"
options = [{ key = "x", code = 1, label = "X" }, { key = "y", code = 2, label = "Y" }]

[[question]]
key = "b"
kind = "text"
ask = "Mengapa?"
short = "B"
only_if = "a"
only_values = ["x"]
"""
PLANTED = [
    ('key = "b"\nkind', 'key = "a"\nkind', "question a: defined 2 times"),
    ('questions = ["a", "b"]', 'questions = ["a", "b", "c"]', "page one: unknown question c"),
    ('questions = ["a", "b"]', 'questions = ["a"]', "question b: stands on no page"),
    ('questions = ["a", "b"]', 'questions = ["b", "a"]', "page one: question b stands before the one it depends on"),
    ('questions = ["a", "b"]', 'questions = ["a", "b", "b"]', "page one: question b stands on it twice"),
    ('scope = "person"', 'scope = "people"', "page one: unknown scope people"),
    ('kind = "text"', 'kind = "essay"', "question b: unknown kind essay"),
    ('short = "B"', 'shrot = "B"', "question b: unknown field shrot"),
    ('short = "B"\n', "", "question b: missing short"),
    ("code = 2, ", "", "question a: option y: missing code"),
    ("code = 2", "code = 1", "question a: option code 1 stands twice"),
    ('key = "y"', 'key = "x"', "question a: option key x stands twice"),
    ('ask_proxy = "Apa, {name}?"\n', "", "question a: missing wording ask_proxy"),
    ('"Apa, {name}?"\nask_d', '"Apa?"\nask_d', "question a: ask_proxy does not hold {name}"),
    ('self = "Apa?"', 'self = "Apa, {name}?"', "question a: ask_self speaks to the person and must not hold {name}"),
    ('"Mengapa?"', '"<b>Mengapa?</b>"', "question b: ask holds markup, a control character or an unknown placeholder"),
    ('"Mengapa?"', '"Mengapa, {nama}?"', "question b: ask holds markup, a control character or an unknown placeholder"),
    ('"Mengapa?"', '"Me\\u0002ngapa?"', "question b: ask holds markup, a control character or an unknown placeholder"),
    ('only_if = "a"', 'only_if = "z"', "question b: only_if names the unknown question z"),
    ('only_if = "a"', 'only_if = "b"', "question b: its conditions go in a circle"),
    ('["x"]', '["z"]', "question b: only_values names the unknown option z"),
    ('only_values = ["x"]', "", "question b: only_if without only_values"),
    ("SENSUS: Apa?", "Apa?", "question a: sms does not begin with SENSUS:"),
    ("SENSUS: Apa?", "SENSUS: Apa\u2026", "question a: sms holds characters outside GSM-7: \u2026"),
    ("SENSUS: Apa?", "SENSUS: " + "a" * 153, "question a: sms has 161 septets, more than 160"),
]  # fmt: skip


def test_the_census_form_is_sound() -> None:
    for version in versions():
        assert faults(documents(version)) == []


def test_a_small_definition_is_sound() -> None:
    assert faults([tomllib.loads(SOUND)]) == []


@pytest.mark.parametrize(("good", "bad", "told"), PLANTED)
def test_each_planted_fault_is_told(good: str, bad: str, told: str) -> None:
    assert good in SOUND
    assert told in faults([tomllib.loads(SOUND.replace(good, bad, 1))])


def written(folder: Path, text: str) -> Path:
    (folder / "trial").mkdir()
    (folder / "trial" / "form.toml").write_text(text)
    return folder


def check(folder: Path) -> tuple[int, str]:
    with Flask(__name__).app_context():
        result = CliRunner().invoke(cli, ["check", "--folder", str(folder)])
    return result.exit_code, result.output


def test_the_command_says_what_is_sound() -> None:
    assert check(FOLDER) == (0, "short_form_1: sound\n")


def test_the_command_exits_with_1_on_a_fault(tmp_path: Path) -> None:
    code, said = check(written(tmp_path, SOUND.replace('scope = "person"', 'scope = "people"')))
    assert (code, said) == (1, "trial: 1 faults\n  page one: unknown scope people\n")


def test_the_command_exits_with_1_on_a_file_that_is_no_toml(tmp_path: Path) -> None:
    code, said = check(written(tmp_path, SOUND + "\n[[question"))
    assert code == 1
    assert "not readable as TOML" in said


def test_an_unknown_version_is_a_fault_of_the_program() -> None:
    with pytest.raises(UnknownDefinition):
        definition("short_form_0")


def test_translators_get_every_word_once_and_no_text_message() -> None:
    words = msgids(documents("short_form_1"))
    assert len(words) == len(set(words))
    assert {"Apa agama atau kepercayaan {name}?", "Memilih tidak mengisi", "SD sederajat", "Ya"} <= set(words)
    assert not [word for word in words if word.startswith("SENSUS")]


def test_babel_gets_the_words_with_their_lines() -> None:
    found = list(extract(BytesIO(SOUND.encode()), (), (), {}))
    assert (5, "_", "Satu", []) in found
    assert {word for _, _, word, _ in found} == {
        "Satu",
        "Apa?",
        "Apa, {name}?",
        "A",
        "X",
        "Y",
        "Mengapa?",
        "B",
        "Ya",
        "Tidak",
    }
