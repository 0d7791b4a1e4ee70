"""Question pages: drawn once, filled as a plain rendering would be, everything escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from tests.questionnaire.people import CULTURE, IDENTITY, WORK, born, form
from webapp.questionnaire.rules import VOICES, AnswerRefused, Page, Question, Value, Voice
from webapp.questionnaire.rules.text import clean
from webapp.questionnaire.service import (
    answer_text,
    definition,
    label,
    labels,
    render,
    rendering,
    skeletons,
    summary_of_errors,
    title,
    versions,
)
from webapp.shared.i18n import LANGUAGES

FORM = definition()
EVERY_PAGE = [page for version in versions() for page in definition(version).all_pages.values()]
PAGES = pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.key)
VALUES: dict[str, Value] = {
    **IDENTITY,
    **CULTURE,
    **WORK,
    "birth_date": "1990-08-17",
    "street": "Jl. Melati",
    "rt": 3,
}
MARKUP = "<script>\"'&</script>"


class Elements(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


class Plain:
    """Slots of a plain rendering: every value at once, without tokens."""

    def __init__(self, question: Question, value: object, error: str) -> None:
        suffixes = question.kind.suffixes
        fields = [] if value is None else skeletons.typed_fields(value, suffixes)  # type: ignore[arg-type]
        self.fields = dict(zip(suffixes, fields, strict=False))
        about = skeletons.about(question.key, bool(question.hint), error)
        self.about = {what: Markup(text) for what, text in about.items()}  # noqa: S704  made by the room itself

    def prefix(self) -> str:
        return ""

    def name(self) -> Markup:
        return escape(MARKUP)

    def bad(self) -> Markup:
        return self.about["bad"]

    def error(self) -> Markup:
        return self.about["error"]

    def described(self) -> Markup:
        return self.about["described"]

    def invalid(self) -> Markup:
        return self.about["invalid"]

    def checked(self, option: str) -> str:
        return " checked" if self.fields.get("") == option else ""

    def selected(self, option: str) -> str:
        return " selected" if self.fields.get("") == option else ""

    def text(self, suffix: str) -> str:
        return self.fields.get(suffix, "")


def refused(page: Page, raw: str = "") -> dict[str, AnswerRefused]:
    return page.read({q.key + suffix: [raw] for q in page.questions for suffix in q.kind.suffixes}, {}).errors


@PAGES
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", [False, True])
def test_a_filled_page_equals_a_plain_rendering(
    page: Page, language: str, voice: Voice, *, wrong: bool
) -> None:
    errors = refused(page, "\u2764") if wrong else {}
    told = summary_of_errors(errors, language)
    for values in ({}, VALUES, {"street": MARKUP, "birth_date": ["31", "<", ""]}):
        plain = "".join(
            skeletons.draw(page, q, language, voice, Plain(q, values.get(q.key), told.get(q.key, "")))
            for q in page.questions
        )
        assert render(page, language, voice, values, errors, name=MARKUP) == plain


@PAGES
@settings(max_examples=25, deadline=None)
@given(name=st.text(), text=st.text())
def test_names_and_values_never_become_markup(page: Page, name: str, text: str) -> None:
    def tags(name: str, text: str) -> list[str]:
        values = {q.key: [text] * len(q.kind.suffixes) for q in page.questions}
        html = render(page, "id", "proxy", values, {}, name=name, prefix="m1-")
        return [tag for tag, _ in Elements(html).tags]

    assert tags(name, text) == tags("Siti", "x")


def test_what_was_typed_stands_in_the_fields_again() -> None:
    page = FORM.page("identity")
    sent = form(**{**IDENTITY, "birth_place": MARKUP, "birth_date": "31-2-19x0", "sex": "female"})
    html = Elements(render(page, "id", "self", page.typed(sent), page.read(sent, {}, born(36)).errors))
    inputs = {(i["name"], i.get("value")): i for i in html.all("input")}
    assert ("birth_place", MARKUP) in inputs
    assert ("birth_date-year", "19x0") in inputs
    assert "checked" in inputs["sex", "female"]
    assert "checked" not in inputs["sex", "male"]


def test_the_summary_names_the_question_where_several_are_told_alike() -> None:
    page = FORM.page("address")
    errors = page.read(form(), {}, None).errors
    told = summary_of_errors(errors, "id", asked=labels(page, "id", "proxy"))
    assert len(set(told.values())) == len(told) > 1
    assert told["rt"].startswith("RT berapa? ")


def test_an_error_is_told_at_its_field_and_in_the_summary_that_links_to_it() -> None:
    page = FORM.page("identity")
    errors = page.read(form(**{**IDENTITY, "birth_date": "31-2-1990"}), {}, born(36)).errors
    html = Elements(render(page, "id", "self", {}, errors))
    ids = {a["id"] for _, a in html.tags if "id" in a}
    summary = summary_of_errors(errors, "id")
    assert list(summary) == ["birth_date"]
    assert set(summary) <= ids
    assert summary["birth_date"] in html.text
    assert "(kode 208)" in html.text
    day = next(a for a in html.all("input") if a.get("name") == "birth_date-day")
    assert day["aria-invalid"] == "true"


@PAGES
@pytest.mark.parametrize("prefix", ["", "m12-"])
def test_every_control_has_a_label_and_every_reference_a_target(page: Page, prefix: str) -> None:
    html = Elements(render(page, "id", "self", {}, refused(page), prefix=prefix))
    ids = [a["id"] for _, a in html.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["for"] for a in html.all("label") if "for" in a} <= set(ids)
    assert {a["list"] for a in html.all("input") if "list" in a} <= set(ids)
    told = [i for _, a in html.tags for i in (a.get("aria-describedby") or "").split()]
    assert told
    assert set(told) <= set(ids)
    assert all(str(a.get("name", prefix)).startswith(prefix) for _, a in html.tags)
    assert all(str(found).startswith(prefix) for found in ids)


@PAGES
def test_a_page_holds_no_script_and_no_style(page: Page) -> None:
    html = Elements(render(page, "id", "self", VALUES, refused(page)))
    assert {tag for tag, _ in html.tags}.isdisjoint({"script", "style", "form"})
    assert not [name for _, a in html.tags for name in a if name == "style" or name.startswith("on")]


@PAGES
def test_a_page_stays_light(page: Page) -> None:
    html = render(page, "id", "proxy", VALUES, {}, name="Siti Aminah")
    assert len(brotli.compress(html.encode(), quality=5)) <= 1300


def test_only_the_questions_that_are_shown_stand_on_the_page_and_any_refused_one() -> None:
    page, child = FORM.page("culture"), born(3)
    html = render(page, "id", "proxy", {}, {}, name="Siti", shown=page.shown({}, child))
    assert 'name="religion"' in html
    assert 'name="education"' not in html
    errors = page.read({}, {}, born(30)).errors
    assert 'name="education"' in render(page, "id", "proxy", {}, errors, shown=page.shown({}, child))


def test_an_option_set_by_the_program_is_never_offered() -> None:
    assert 'value="new"' not in render(FORM.page("listed"), "id", "proxy", {}, {})


def test_each_voice_words_a_question_in_its_own_way() -> None:
    sex = FORM.questions["sex"]
    assert label(sex, "id", "self") == "Apa jenis kelamin Anda?"
    assert label(sex, "id", "proxy", "Siti") == "Apa jenis kelamin Siti?"
    assert label(sex, "id", "doorstep", "{name}") == "Apakah {name} laki-laki atau perempuan?"
    assert title(FORM.page("work"), "id", "proxy", "Siti") == "Pekerjaan Siti"


def test_somebody_without_a_name_yet_is_called_this_member() -> None:
    assert "Apa hubungan anggota ini dengan kepala keluarga?" in render(
        FORM.page("member"), "id", "proxy", {}, {}
    )


def test_the_second_page_runs_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    page = FORM.page("culture")
    first = render(page, "id", "proxy", VALUES, {}, name="Siti")

    def no_more(*_: object) -> str:
        raise AssertionError("a template ran again")

    monkeypatch.setattr(rendering, "skeleton", no_more)
    monkeypatch.setattr(skeletons, "draw", no_more)
    assert render(page, "id", "proxy", VALUES, {}, name="Siti") == first
    assert "Budi" in render(page, "id", "proxy", {}, refused(page), name="Budi")


def test_no_word_of_a_definition_can_be_taken_for_a_token() -> None:
    for file in Path(skeletons.__file__).parents[1].glob("definitions/**/*.toml"):
        assert not {"\x02", "\x03"} & set(file.read_text())
    assert clean("\x02name\x03") == "name"


def test_an_option_that_opens_the_question_behind_it_is_marked_and_so_is_that_question() -> None:
    html = Elements(render(FORM.page("identity"), "id", "self", {}, {}))
    opening = {(i["name"], i["value"]) for i in html.all("input") if i.get("class") == "o"}
    assert opening == {("marital", "married"), ("marital", "divorced"), ("marriage_certificate", "yes")}
    assert [a["class"] for _, a in html.tags if "field l" in str(a.get("class"))] == ["field l"] * 2
    activity = render(FORM.page("culture"), "id", "self", {}, {})
    assert 'class="o" name="activity" value="homemaking"' in activity
    assert 'name="activity" value="working"' in activity  # opens another page, nothing here
    assert not any("required" in a for _, a in html.tags)


class Shouting:
    """A catalogue that translates into capitals, with a sign that must not become markup."""

    def gettext(self, message: str) -> str:
        return message.replace("Apa ", "WHAT <i> ")


def test_words_are_translated_when_drawn_and_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeletons, "catalogue", lambda _: Shouting())
    html = render(FORM.page("culture"), "xx", "proxy", {}, {}, name="Siti")
    assert "WHAT &lt;i&gt; suku Siti?" in html
    assert "<i>" not in html


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("religion", "declined", "Memilih tidak mengisi"),
        ("birth_date", "1990-08-17", "17 Agustus 1990"),
        ("indonesian", "no", "Tidak"),
        ("rt", 3, "3"),
        ("occupation", "Petani padi", "Petani padi"),
        ("occupation", None, ""),
    ],
)
def test_the_summary_tells_answers_in_words(key: str, value: Value | None, told: str) -> None:
    assert answer_text(FORM.questions[key], value, "id") == told
