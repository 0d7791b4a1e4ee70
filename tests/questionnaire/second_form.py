"""A made-up second version of the short form: one question more, one under a new key, one less."""

from __future__ import annotations

import shutil
from pathlib import Path

from webapp.questionnaire.service.definitions import FOLDER

VERSION = "short_form_2"
ADDED = """
[[question]]
key = "hobby"
kind = "text"
ask_self = "Apa kegemaran Anda?"
ask_proxy = "Apa kegemaran {name}?"
ask_doorstep = "Apa kegemaran {name}?"
short = "Kegemaran"
"""


def write_second_form(folder: Path) -> Path:
    """Copy the short form and change the copy: `hobby` comes in, `stay` is `length_of_stay`, `ethnicity` goes out."""
    made = folder / VERSION
    shutil.copytree(FOLDER / "short_form_1", made)
    pages, person = made / "pages.toml", made / "person.toml"
    _change(pages, '"citizenship", "stay"', '"citizenship", "length_of_stay"')
    _change(pages, 'questions = ["ethnicity", "religion"', 'questions = ["hobby", "religion"')
    _change(person, 'key = "stay"', 'key = "length_of_stay"')
    text = person.read_text()
    at = text.index('[[question]]\nkey = "ethnicity"')
    person.write_text(text[:at] + ADDED + text[text.index("[[question]]", at + 5) :])
    return folder


def _change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
