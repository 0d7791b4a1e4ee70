"""The questions and how answers are read: plain values, no input or output."""

from __future__ import annotations

from webapp.questionnaire.rules.definition import Definition
from webapp.questionnaire.rules.family import (
    LIVES_HERE,
    MOST_MEMBERS,
    FamilyRefused,
    check_family,
    family_faults,
)
from webapp.questionnaire.rules.identity import birth_and_sex_of_nik, issue_date_of_kk, read_kk, read_nik
from webapp.questionnaire.rules.kinds import DECLINED, Option, Value
from webapp.questionnaire.rules.page import Page, Reading
from webapp.questionnaire.rules.question import SCOPES, VOICES, Answers, Person, Question, Scope, Voice
from webapp.questionnaire.rules.refusals import AnswerRefused, UnknownDefinition
from webapp.questionnaire.rules.soft import (
    LOOKED_AT,
    SOFT_CHECKS,
    Doubt,
    SoftCheck,
    doubts_about,
    family_doubts,
)

__all__ = [
    "DECLINED",
    "LIVES_HERE",
    "LOOKED_AT",
    "MOST_MEMBERS",
    "SCOPES",
    "SOFT_CHECKS",
    "VOICES",
    "AnswerRefused",
    "Answers",
    "Definition",
    "Doubt",
    "FamilyRefused",
    "Option",
    "Page",
    "Person",
    "Question",
    "Reading",
    "Scope",
    "SoftCheck",
    "UnknownDefinition",
    "Value",
    "Voice",
    "birth_and_sex_of_nik",
    "check_family",
    "doubts_about",
    "family_doubts",
    "family_faults",
    "issue_date_of_kk",
    "read_kk",
    "read_nik",
]
