"""Members of a family for the tests of the questionnaire."""

from __future__ import annotations

from datetime import date

from webapp.questionnaire.rules import Person, Value

DAY = date(2026, 11, 22)


def born(age: int, **roster: Value) -> Person:
    """A member who lives with the family and was so many years old on the last birthday."""
    return Person({"presence": "present", "birth_date": f"{DAY.year - age}-06-01", **roster}, DAY)


def form(**fields: str) -> dict[str, list[str]]:
    """What a browser sends; a date is given as one field "17-8-1990"."""
    sent: dict[str, list[str]] = {}
    for name, text in fields.items():
        if name.endswith("_date"):
            sent |= {
                f"{name}-{part}": [t]
                for part, t in zip(("day", "month", "year"), text.split("-"), strict=True)
            }
        else:
            sent[name] = [text]
    return sent


IDENTITY = {
    "sex": "female",
    "birth_place": "Blora",
    "birth_date": "17-8-1990",
    "citizenship": "wni",
    "stay": "since_birth",
    "birth_certificate": "yes",
    "marital": "married",
    "marriage_certificate": "yes",
    "marriage_number": "12/34/VI/2014",
}
CULTURE = {
    "ethnicity": "Jawa",
    "religion": "islam",
    "language": "Jawa",
    "indonesian": "yes",
    "education": "sma",
    "activity": "working",
}
WORK = {"occupation": "Petani padi", "employment": "alone", "industry": "crops"}
