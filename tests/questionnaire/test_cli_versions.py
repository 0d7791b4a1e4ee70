"""A new version of the questionnaire beside the old one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.questionnaire.second_form import VERSION, write_second_form
from webapp.questionnaire.cli import cli
from webapp.questionnaire.rules.check import in_order
from webapp.questionnaire.service import current, definition, trial
from webapp.questionnaire.service.definitions import FOLDER, comparisons


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A folder with the shipped form and a second version of it."""
    shutil.copytree(FOLDER / "short_form_1", tmp_path / "short_form_1")
    return write_second_form(tmp_path)


def test_what_comes_in_and_goes_out_is_told(both: Path) -> None:
    found = comparisons(both)[f"{VERSION} against short_form_1"]
    assert found.faults == []
    assert found.news == [
        "question ethnicity goes out",
        "question hobby comes in",
        "question length_of_stay comes in",
        "question stay goes out",
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('key = "birth_place"\nkind = "text"', 'key = "birth_place"\nkind = "name"',
         "question birth_place: its kind was text and is name: give it a new key"),
        ('key = "birth_place"\n', 'key = "birth_place"\nhome = "roster"\n',
         "question birth_place: its home was answers and is roster: give it a new key"),
        ('{ key = "wni", code = 1', '{ key = "wni", code = 3',
         "question citizenship: option wni had code 1 and has 3: give it a new key"),
    ],
)  # fmt: skip
def test_a_key_that_no_longer_means_the_same_is_a_fault(
    app: Flask, both: Path, before: str, after: str, fault: str
) -> None:
    person = both / VERSION / "person.toml"
    assert before in person.read_text()
    person.write_text(person.read_text().replace(before, after, 1))
    done = CliRunner().invoke(cli, ["check", "--folder", str(both)])
    assert done.exit_code == 1
    assert fault in done.output


def test_the_check_says_how_versions_differ_and_is_content(app: Flask, both: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--folder", str(both)])
    assert done.exit_code == 0, done.output
    assert "short_form_2 against short_form_1: 0 faults, 4 changes" in done.output


def test_versions_follow_each_other_by_number_within_one_questionnaire() -> None:
    assert in_order(["short_form_10", "short_form_2", "long_form_1", "short_form_9"]) == [
        ("short_form_2", "short_form_9"),
        ("short_form_9", "short_form_10"),
    ]


def test_while_a_version_is_tried_the_old_one_is_still_there(both: Path) -> None:
    with trial(VERSION, both) as tried:
        assert current() == VERSION
        assert definition() is tried
        assert "ethnicity" in definition("short_form_1").questions
    assert current() == "short_form_1"
