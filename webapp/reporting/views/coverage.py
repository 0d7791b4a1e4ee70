"""Coverage for every desk: a picture, and beside it always the table; the same figures as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response

from webapp.enumeration import queries as enumeration
from webapp.households import queries as households
from webapp.households.queries import VillageCoverage
from webapp.places import queries as places
from webapp.places.models import Region
from webapp.reporting import queries, service
from webapp.reporting.queries import Line
from webapp.reporting.rules import lines, tiles
from webapp.reporting.views.blueprint import bp
from webapp.shared import access, clock, pages
from webapp.shared.errors import NotFound
from webapp.shared.i18n import N_, _, format_date

ROLES = ("administrator", "coordinator", "supervisor", "observer")
CHANNELS = {"web": N_("Halaman web"), "sms": N_("SMS"), "visit": N_("Kunjungan petugas"),
            "assisted": N_("Dibantu agen"), "register": N_("Register")}  # fmt: skip
WIDTH, HEIGHT = 600, 160
RULE = N_(
    "Dasar hitungan: keluarga yang diharapkan dikurangi yang bukan sasaran, ditambah yang baru dan sudah diterima"
)
Figure = Callable[[VillageCoverage], int]
_COLUMNS: tuple[tuple[str, Figure], ...] = (
    (N_("Keluarga"), lambda f: f.families), (N_("Tercatat"), lambda f: f.complete),
    (N_("Sudah mulai"), lambda f: f.begun), (N_("Sebagian"), lambda f: f.partial),
    (N_("Menolak"), lambda f: f.refused), (N_("Tidak bertemu"), lambda f: f.no_contact),
    (N_("Belum didatangi"), lambda f: f.expected), (N_("Bukan sasaran"), lambda f: f.ineligible),
    (N_("Di luar register"), lambda f: f.unmatched),
)  # fmt: skip


@bp.get("/reporting/coverage/<area_code>")
@access.staff(*ROLES)
def coverage(area_code: str) -> Response:
    """How far the count is in an area: tiles, the days, the channels and the places below."""
    area, below, total = _figures(area_code)
    per_day = queries.by_day(area.code)
    channels = sorted(queries.by_channel(area.code).items(), key=lambda item: -item[1])
    persons, added_up_at = queries.persons_in(area.code)
    return pages.page(
        "reporting/coverage.html", area=area, above=places.region(area.parent or ""), below=below, total=total,
        tiles=_tiles(area, below), trend=lines.trend(per_day, clock.today(), WIDTH, HEIGHT), width=WIDTH,
        height=HEIGHT, per_day=sorted(per_day.items(), reverse=True)[:14],
        channels=[(_(CHANNELS.get(channel, channel)), n) for channel, n in channels], notes=_notes(total),
        columns=[(_(label), figure) for label, figure in _COLUMNS], persons=persons, added_up_at=added_up_at,
    )  # fmt: skip


@bp.get("/reporting/coverage/<area_code>.csv")
@access.staff(*ROLES)
def coverage_csv(area_code: str) -> Response:
    """The table of the page as CSV."""
    area, head, rows, _total = _sheet(area_code)
    return _file(service.csv_of(head, rows), "text/csv; charset=utf-8", area, "csv")


@bp.get("/reporting/coverage/<area_code>.xlsx")
@access.staff(*ROLES)
def coverage_xlsx(area_code: str) -> Response:
    """The table of the page as a workbook of one sheet."""
    area, head, rows, total = _sheet(area_code)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(service.xlsx_of(_("Cakupan"), head, rows, _notes(total)), kind, area, "xlsx")


def _figures(area_code: str) -> tuple[Region, list[Line], VillageCoverage]:
    access.require_scope(area_code)
    area = places.region(area_code)
    if area is None:
        raise NotFound
    below = queries.lines_below(area, access.scope_filter(Region.code))
    return area, below, households.total([line.figures for line in below], area.name)


def _notes(total: VillageCoverage) -> list[str]:
    """The rule under each figure, and the register's date, in words."""
    snapshot = enumeration.snapshot_date()
    dated = _(" (register per %(day)s)") % {"day": format_date(snapshot)} if snapshot else ""
    rule = _(
        "Dasar hitungan: keluarga yang diharapkan dikurangi yang bukan sasaran, ditambah yang baru dan sudah diterima"
    )
    return [
        f"{rule}{dated}.",
        _("Keluarga di luar register (%(n)s) belum dihitung sampai dicocokkan.") % {"n": total.unmatched},
        _("Sudah mulai berarti belum dikirim; tercatat berarti sudah dikirim."),
    ]


def _sheet(area_code: str) -> tuple[Region, list[str], list[list[str | float]], VillageCoverage]:
    area, below, total = _figures(area_code)
    head = [
        _("Kode"),
        _("Kode BPS"),
        _("Tempat"),
        *(_(label) for label, _figure in _COLUMNS),
        _("Bagian tercatat"),
    ]
    rows = [_row(line.code, line.name, line.figures) for line in below]
    return area, head, [*rows, _row(area.code, _("Jumlah"), total)], total


def _row(code: str, name: str, found: VillageCoverage) -> list[str | float]:
    place = places.region(code) if code else None
    share = round(_share(found), 4)
    return [
        code,
        (place.bps_code or "") if place else "",
        name,
        *(figure(found) for _label, figure in _COLUMNS),
        share,
    ]


def _file(body: bytes, kind: str, area: Region, ending: str) -> Response:
    response = Response(body, content_type=kind)
    name = f"cakupan-{area.code.replace('.', '')}-{clock.today():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _tiles(area: Region, below: Sequence[Line]) -> list[tuple[int, int, Line, int]]:
    """(column, row, place, shade) of each square; none for the neighbourhoods of a village."""
    if area.kind == "regency":
        at = tiles.SUB_DISTRICTS
    else:
        at = tiles.spread(
            {place.code: (place.latitude, place.longitude) for place in places.villages(area.code)}
        )
    return [(*at[line.code], line, lines.shade(_share(line.figures))) for line in below if line.code in at]


def _share(found: VillageCoverage) -> float:
    return found.complete / found.families if found.families else 0.0
