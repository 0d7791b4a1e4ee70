"""A question's key is the id of its field, and page and script have ids of their own."""

from __future__ import annotations

import re

from config import CHECKOUT


def test_no_question_is_called_as_a_part_of_the_page() -> None:
    pages = "".join(path.read_text() for path in (CHECKOUT / "templates").rglob("*.html"))
    script = "".join(path.read_text() for path in (CHECKOUT / "static").glob("*.js"))
    parts = set(re.findall(r'\bid="([a-z]+)"', pages)) | set(
        re.findall(r'getElementById\("([a-z]+)"\)', script)
    )
    definitions = (CHECKOUT / "webapp/questionnaire/definitions").rglob("*.toml")
    keys = {key for path in definitions for key in re.findall(r'^key = "([a-z_]+)"', path.read_text(), re.M)}
    assert "stay" in keys
    assert {"main", "errors", "step", "staying"} <= parts
    assert keys & parts == set()
