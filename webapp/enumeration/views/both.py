"""Two devices at once: what was typed here beside what was saved from elsewhere. Nobody's answer is lost unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from markupsafe import escape

from webapp.enumeration.rules.members import ANY, Member, marked, number_in
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.service import Question
from webapp.shared import i18n
from webapp.shared.i18n import gettext

Row = tuple[str, str, str]  # the question in short, what was typed here, what is saved


def differences(
    questions: Iterable[Question], mine: Mapping[str, Any], saved: Mapping[str, Any], who: str = ""
) -> list[Row]:
    """What is answered differently. who: put before the question where a page asks about several people."""
    language = i18n.language()
    return [
        (f"{who}: {gettext(q.short)}" if who else gettext(q.short),
         questionnaire.answer_text(q, mine.get(q.key), language) or "-",
         questionnaire.answer_text(q, saved.get(q.key), language) or "-")
        for q in questions
        if mine.get(q.key) != saved.get(q.key)
    ]  # fmt: skip


def side_by_side(rows: list[Row], url: str) -> str:
    """Both in a table, and the two ways on: the saved one, or what stands in the form below."""
    if not rows:
        return ""
    head = f"<th scope=col>{escape(gettext('Anda'))}</th><th scope=col>{escape(gettext('Tersimpan'))}</th>"
    body = "".join(
        f"<tr><th scope=row>{escape(what)}</th><td>{escape(mine)}</td><td>{escape(saved)}</td></tr>"
        for what, mine, saved in rows
    )
    take = f'<a class="button second" href="{escape(url)}">{escape(gettext("Pakai yang tersimpan"))}</a>'
    keep = escape(gettext("Untuk memakai isian Anda, periksa di bawah ini lalu tekan Simpan."))
    return (
        f'<table class="both"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"<p>{take}</p><p>{keep}</p>"
    )


def as_seen(member: Member, name: str = "revision") -> str:
    """The revision that this form was made from, for showing it again: a save in between must still be noticed."""
    seen = number_in(request.form.get(name, ""))
    return marked(seen, member) if seen != ANY else ""
