"""The questionnaire as other rooms use it: definitions, the way through them, and their pages as HTML."""

from __future__ import annotations

from webapp.questionnaire.rules import LIVES_HERE, Definition, Page, Person, Question, Reading
from webapp.questionnaire.service.definitions import current, definition, trial, versions
from webapp.questionnaire.service.doubts import doubt_text
from webapp.questionnaire.service.rendering import label, labels, render, summary_of_errors, title
from webapp.questionnaire.service.words import answer_text

__all__ = [
    "LIVES_HERE",
    "Definition",
    "Page",
    "Person",
    "Question",
    "Reading",
    "answer_text",
    "current",
    "definition",
    "doubt_text",
    "label",
    "labels",
    "render",
    "summary_of_errors",
    "title",
    "trial",
    "versions",
]
