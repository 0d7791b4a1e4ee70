"""The coordinator's people: cards, invitations, a deputy; and the page on which an invitation is accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Response, request

from webapp.shared import access, clock, pages
from webapp.shared.errors import Refusal
from webapp.shared.i18n import gettext
from webapp.shared.settings import settings
from webapp.staff import queries, rules, service
from webapp.staff.forms import DeputyForm, InvitationForm
from webapp.staff.models import Account
from webapp.staff.views.blueprint import bp, require_csrf
from webapp.staff.views.office import ROLE_WORDS, area_label


def _mine() -> list[tuple[Account, tuple[str, ...]]]:
    """The active people whose papers the signed-in staff may print."""
    me = access.signed_in_staff()
    return [(account, areas) for account, areas in queries.accounts(Account.active.is_(True))
            if rules.may_hand_over(me.role, me.areas, account.role, areas)]  # fmt: skip


@bp.get("/staff/people")
@access.staff("coordinator", "administrator")
def people() -> Response:
    """Whose card and invitation may be printed here, and who stands in when the coordinator is away."""
    return _people_page(DeputyForm(data={"first": clock.today(), "last": clock.today()}))


def _people_page(form: DeputyForm, refusal: Refusal | None = None) -> Response:
    me = access.signed_in_staff()
    able = queries.accounts(Account.active & Account.role.in_(rules.MAY_DEPUTISE))
    others = [account for account, _areas in able if account.id != me.id]
    absent = [account for account in others if account.role == "coordinator"]
    deputies = queries.deputies_of(me)
    names = queries.names([one for row in deputies for one in (row.absent_id, row.deputy_id)])
    return pages.page(
        "staff/people.html", status=refusal.status if refusal else 200, people=_mine(), roles=ROLE_WORDS, me=me,
        label=area_label, form=form, deputies=deputies, names=names, others=others, absent=absent,
        refusal=f"{gettext(refusal.message)} ({refusal.code})" if refusal else "",
        protected=queries.with_second_factor(), days=rules.INVITATION_DAYS,
    )  # fmt: skip


def _chosen() -> list[tuple[Account, tuple[str, ...]]]:
    chosen = set(request.form.getlist("account"))
    return [one for one in _mine() if str(one[0].id) in chosen]


def _pdf(body: bytes, name: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _printed(paper: Callable[[list[tuple[Account, tuple[str, ...]]]], bytes], name: str) -> Response:
    require_csrf()
    chosen = _chosen()
    return _pdf(paper(chosen), name) if chosen else pages.go("staff.people")


@bp.post("/staff/cards")
@access.staff("coordinator", "administrator")
def cards() -> Response:
    """Cards of the chosen people, eight a sheet."""

    def paper(chosen: list[tuple[Account, tuple[str, ...]]]) -> bytes:
        return service.card_paper([(account, area_words(areas)) for account, areas in chosen])

    return _printed(paper, "kartu-petugas")


@bp.post("/staff/invitations")
@access.staff("coordinator", "administrator")
def invitations() -> Response:
    """Invitations for the chosen people, three a sheet; earlier ones that were not used are void."""

    def paper(chosen: list[tuple[Account, tuple[str, ...]]]) -> bytes:
        ids = [account.id for account, _areas in chosen]
        return service.invitation_paper(service.invite(ids, access.signed_in_staff()))

    return _printed(paper, "undangan-petugas")


def area_words(areas: tuple[str, ...]) -> str:
    """Areas as a card names them: all where they are few, else the first and how many more."""
    shown = ", ".join(area_label(code) for code in areas[:2])
    return shown + (gettext(" dan %(n)s lagi") % {"n": len(areas) - 2} if len(areas) > 2 else "")


@bp.post("/staff/deputies")
@access.staff("coordinator", "administrator")
def deputies() -> Response:
    """Name a deputy."""
    me, form = access.signed_in_staff(), DeputyForm(request.form)
    try:
        if not form.validate():
            raise rules.DeputyRefused
        absent = _uuid(form.absent.data) if me.role == "administrator" else me.id
        first, last = form.first.data or date.min, form.last.data or date.min
        service.name_deputy(absent, _uuid(form.deputy.data), first, last, me)
    except rules.DeputyRefused as refusal:
        return _people_page(form, refusal)
    return pages.go("staff.people")


@bp.post("/staff/deputies/end")
@access.staff("coordinator", "administrator")
def end_deputy() -> Response:
    """The absent one is back."""
    require_csrf()
    service.end_deputy(_uuid(request.form.get("deputy", "")), access.signed_in_staff())
    return pages.go("staff.people")


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


@bp.get("/staff/invitation")
@access.public
def invitation() -> Response:
    """Where somebody types the code of her slip and sets her own password."""
    return pages.page("staff/invitation.html", form=InvitationForm())


@bp.post("/staff/invitation")
@access.public
def invitation_post() -> Response:
    """The account is hers from now on; next comes the telephone."""
    form, status = InvitationForm(request.form), 422
    if form.validate():
        try:
            account = service.accept(form.code.data or "", form.password.data or "", settings().is_demo,
                                     request.remote_addr or "-")  # fmt: skip
            service.hold_at_the_door(account)
            return pages.go("staff.two_factor")
        except (rules.InvitationRefused, rules.SignInBlocked, rules.WeakPassword) as refusal:
            field = form.password if isinstance(refusal, rules.WeakPassword) else form.code
            field.errors = [f"{gettext(refusal.message) % refusal.params} ({refusal.code})"]
            status = refusal.status
    return pages.page("staff/invitation.html", status=status, form=form)
