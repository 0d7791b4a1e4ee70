"""The questions, as data.

How other rooms use this room (`from webapp.questionnaire import service as questionnaire`):

    definition(version=None) -> Definition      the current one; raises UnknownDefinition
    Definition.version                          "short_form_1", kept with every version of a family's answers
    Definition.pages(scope), .page(key)         scope "household", "roster" or "person"
    Definition.questions[key]                   Question: short, wording, options, home, read(), shows(), code()

Pages: household "address", "housing"; roster "listed" (a member whose name is known: presence, relationship),
"unnamed" (from the register, name hidden: name, presence, relationship), "member" (somebody added: name,
relationship, nik, no_nik; the program sets presence "new"); person "identity", "culture", "work".

Answers are a flat dict {question key: str | int}, fit for JSON. `Question.home` says where each belongs:
"roster" (name, nik, no_nik, relationship, presence, sex, birth_date, street, rt, rw: sealed with the roster) or
"answers". A member is `Person(roster=its roster answers, day=the day on which ages count, WIB)`; sex and
birth_date stand on the page "identity", filled from the register where they are known.

    Page.shown(answers, person=None)            -> questions to put on the page
    Page.read(form, answers, person=None, *, prefix="", only=None, partial=False, day=None) -> Reading(values, errors)
        form: request.form.to_dict(flat=False); answers: the other pages'; partial: save and leave, nothing is required.
        Values of questions that do not apply are dropped: replace the whole page by `values` (an emptied NIK is
        absent from them and has to leave the roster too).
    Page.missing(answers, person=None)          -> list[Question] of this page that must be answered and are not
    Page.typed(form, prefix="")                 -> what was typed, for render after a refusal (422)
    Definition.next_page(answers, person=None, after=None) -> key of the following page that is asked, or None
    Definition.open_page(answers, person=None)  -> the first page on which something is missing, or None
    Definition.missing(answers, person=None)    -> list[Question] that must be answered and are not
    Definition.applicable(answers, person=None) -> the answers to keep when sending, without those that no longer apply

Without a person these walk the household's pages, with one that person's. Of somebody who died, moved, lives
abroad or was not found nothing is asked: next_page is None.

    render(page, language, voice, values, errors, *, name="", shown=None, prefix="") -> Markup, the inside of the form
        voice "self", "proxy" or "doorstep"; values: stored ones or Page.typed(...); errors: Reading.errors
    title(page, language, voice, name="") -> str        the h1
    label(question, language, voice, name="") -> str
    answer_text(question, value, language) -> str       for the summary
    summary_of_errors(errors, language, prefix="") -> {field id: message} for ui.error_summary(errors=...)

Field names and ids are prefix + question key (dates: key-day, key-month, key-year; the first field has the id
`key`). A radio's value is the option's key.

Rules that other rooms' rules may import, from webapp.questionnaire.rules: read_nik, read_kk,
birth_and_sex_of_nik(nik, near=None, *, today=None), issue_date_of_kk(kk, *, today=None), family_faults(members),
check_family(members) (exactly one head among those living here; no NIK twice; at most MOST_MEMBERS),
AnswerRefused (codes 20x-22x), FamilyRefused (23x; `.members` are the positions concerned).
"""
