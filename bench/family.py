"""What a plausible family of adults says to whatever form a page holds."""

from __future__ import annotations

from bench.pageforms import Field, Form
from webapp.questionnaire.rules import birth_and_sex_of_nik

PIN = "271828"
# By the last part of a field's name; a prefix before it names the person where one form asks for several.
_SAYS = {
    "same_as_card": "yes", "ownership": "own", "floor": "ceramic", "water": "refill", "electricity": "metered",
    "power": "w900", "toilet": "private", "presence": "present", "citizenship": "wni", "stay": "since_birth",
    "birth_certificate": "yes", "marital": "married", "marriage_certificate": "no", "religion": "islam",
    "indonesian": "yes", "education": "sma", "activity": "working", "employment": "employee", "industry": "trade",
    "street": "Jl. Melati 5", "rt": "3", "birth_place": "Blora", "ethnicity": "Jawa", "language": "Jawa",
    "occupation": "Pedagang", "name": "Amina Sari", "day": "17", "month": "8", "year": "1990", "sex": "female",
    "relationship": "child",
}  # fmt: skip
_LEFT_EMPTY = {"rw", "retired", "marriage_number", "no_nik", "phone"}


def main_form(forms: list[Form]) -> Form:
    """The form that goes on: the one that htmx knows, else the one with the most fields. ValueError without forms."""
    if not forms:
        raise ValueError("a page without a form")
    return max(forms, key=lambda form: ("hx-post" in form.attributes, len(form.fields)))


def answers(form: Form, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What the form sends when the family has filled it in and pressed its first button.

    What is filled in already stays, as people leave it; `known` is by the whole name of the field. Where nothing is
    filled in, people are as old and of the sex as the known NIK says, so that nobody is asked whether that is right.
    """
    known = dict(known or {})
    says = _as_the_nik_says(known.get("nik", ""))
    sent: list[tuple[str, str]] = []
    for field in form.fields:
        if field.name in says and not field.value and not any(chosen for _, chosen in field.choices):
            known.setdefault(field.name, says[field.name])
        sent += [(field.name, value) for value in _say(field, known)]
    if form.buttons and form.buttons[0][0]:
        sent.append(form.buttons[0])
    return sent


def _say(field: Field, known: dict[str, str]) -> list[str]:
    if field.name in known:
        return [known[field.name]]
    if field.choices:
        return _choose(field)
    if field.kind == "hidden" or field.value:
        return [field.value]
    if field.kind == "password" or "pin" in _last(field.name):
        return [PIN]
    if _last(field.name) in _LEFT_EMPTY:
        return [""]
    numeric = field.hint.get("inputmode") == "numeric" or field.kind == "number"
    return [_SAYS.get(_last(field.name), "12" if numeric else "Blora")]


def _as_the_nik_says(nik: str) -> dict[str, str]:
    found = birth_and_sex_of_nik(nik) if len(nik) == 16 and nik.isdigit() else None
    if found is None:
        return {}
    born, sex = found
    date = {"day": born.day, "month": born.month, "year": born.year}
    return {"sex": sex} | {f"birth_date-{part}": str(number) for part, number in date.items()}


def _choose(field: Field) -> list[str]:
    chosen = [value for value, is_chosen in field.choices if is_chosen and value]
    if chosen:
        return chosen
    if field.kind != "checkbox" and _last(field.name) in _LEFT_EMPTY:
        return [""] if field.kind == "select" else []
    offered = [value for value, _ in field.choices if value]
    wanted = _SAYS.get(_last(field.name), "")
    return [wanted if wanted in offered else offered[0]]


def _last(name: str) -> str:
    """The question's key in a field's name: "m2-birth_date-day" is asked for "day", "p1.sex" for "sex"."""
    return name.replace(".", "-").rpartition("-")[2]
