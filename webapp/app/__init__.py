"""create_app(): the only place where all rooms meet."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import ModuleType

import click
from flask import Flask
from htmx_flask import Htmx

import config
from sms import cli as sms_commands
from sms import views as sms_views
from sms import webhook as sms_webhook
from webapp.app import connections
from webapp.enumeration import cli as enumeration_commands
from webapp.enumeration import service as enumeration
from webapp.enumeration import views as enumeration_views
from webapp.enumeration.views import practice as practice_views
from webapp.fieldwork import cli as fieldwork_commands
from webapp.fieldwork import views as fieldwork_views
from webapp.households import cli as households_commands
from webapp.households import queries as households_queries
from webapp.households import service as households
from webapp.places import cli as places_commands
from webapp.places import service as places
from webapp.private import views as private_views
from webapp.questionnaire import cli as questionnaire_commands
from webapp.reporting import cli as reporting_commands
from webapp.reporting import views as reporting_views
from webapp.shared import (
    access,
    assets,
    clock,
    db,
    engine,
    health,
    http,
    i18n,
    keyring,
    lean,
    operators,
    quick,
    schema,
    sessions,
)
from webapp.staff import cli as staff_commands
from webapp.staff import service as staff
from webapp.staff import views as staff_views
from webapp.visits import cli as visits_commands
from webapp.visits import service as visits
from webapp.visits import views as visits_views

# Rooms from the ground floor up. Each entry is registered if the room has the drawer.
VIEWS: list[ModuleType] = [
    staff_views,
    enumeration_views,
    practice_views,
    visits_views,
    fieldwork_views,
    private_views,
    reporting_views,
    sms_webhook,
    sms_views,
]
COMMANDS: list[ModuleType] = [
    places_commands,
    staff_commands,
    questionnaire_commands,
    households_commands,
    enumeration_commands,
    sms_commands,
    visits_commands,
    fieldwork_commands,
    reporting_commands,
]


DEMO_FAMILIES, DEMO_SEED = 2000, 1
DEMO_WITHIN, DEMO_OFFERS = (
    "",
    True,
)  # the sub-district of all its families; are visits open to booking at once?


def create_app(settings: config.Settings | None = None) -> Flask:
    """The whole application. Touches no database: it starts also while that is away.

    Raises SettingsError or KeysUnusable; to somebody at a command line it is a line of text and exit code 2.
    """
    try:
        return _make_app(settings or config.read())
    except (config.SettingsError, keyring.KeysUnusable) as problem:
        if click.get_current_context(silent=True) is None:
            raise
        raise click.UsageError(str(problem)) from problem


def _make_app(settings: config.Settings) -> Flask:
    _log_to_stderr()
    if settings.clock_file is not None:
        clock.follow(settings.clock_file)
    app = lean.LeanFlask(
        "webapp", root_path=str(config.CHECKOUT), template_folder="templates", static_folder=None
    )
    app.config["CATAT"] = settings
    app.ensure_sync = lambda function: function  # type: ignore[method-assign, assignment]  # no view of ours is async
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine.engine_options(settings)
    db.db.init_app(app)
    quick.init(app)
    with app.app_context():
        engine.prepare_engine(db.db.engine, settings)
    Htmx(app)
    _load_keys(app, settings)
    http.init(app)
    _dress_templates(app)
    assets.init(app, config.CHECKOUT / "static")
    for module in (assets, health, *VIEWS):
        app.register_blueprint(module.bp)
    for module in COMMANDS:
        app.cli.add_command(module.cli)
    operators.add_commands(app, set_up)
    connections.connect(app)
    return app


def _log_to_stderr() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )


def _load_keys(app: Flask, settings: config.Settings) -> None:
    """Production does not start without its keys; the demo makes them at set-up."""
    if settings.is_demo and not (settings.keys / "field-1.key").exists():
        return
    app.extensions["catat_keyring"] = keyring.load(settings.keys, demo=settings.is_demo)


def _dress_templates(app: Flask) -> None:
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(
        _=i18n.gettext_in_templates, gettext=i18n.gettext_in_templates, now=clock.now, today=clock.today,
        language=i18n.language, LANGUAGES=i18n.LANGUAGES, csrf_token=access.csrf_token,
        current_staff=access.current_staff, current_session=sessions.current, settings=app.config["CATAT"],
        minutes_per_person=enumeration.minutes_per_person,
    )  # fmt: skip
    env.filters.update(date=i18n.format_date, day=i18n.format_day, time=i18n.format_time,
                       moment=i18n.format_moment, number=i18n.format_number,
                       percent=i18n.format_percent)  # fmt: skip
    if (Path(app.root_path) / "templates/components/ui.html").exists():
        env.globals["ui"] = env.get_template("components/ui.html").module
        env.globals["menu"] = env.get_template("components/menu.html").module


def set_up(app: Flask) -> None:
    """Keys, schema, places and, in the demo, families and staff. What is there already is left as it is."""
    settings: config.Settings = app.config["CATAT"]
    if settings.is_demo:
        keyring.make(settings.keys, settings.statistics_keys, "demo")
        _load_keys(app, settings)
    schema.migrate()
    schema.check_key_prints()
    schema.note_key_prints()
    places.load_reference()
    enumeration.ensure_stages(settings.is_demo)
    if settings.is_demo:
        if not households_queries.register_total():
            households.make_demo(DEMO_FAMILIES, DEMO_SEED, within=DEMO_WITHIN)
        staff.make_demo_staff()
        if DEMO_OFFERS:
            visits.open_demo_offers()
    else:
        staff.refuse_demo_accounts()
