"""The settings of Catat, read from the environment here and nowhere else (docs/settings.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parent
VAR = CHECKOUT / "var"
DEMO_PUBLIC_URL = "http://127.0.0.1:8000"


class SettingsError(Exception):
    """A setting is missing, weak or contradicts another; the text names it and says how to mend it."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside; the defaults are those of the demo."""

    env: str = "demo"
    database_url: str = f"sqlite:///{VAR / 'catat.sqlite3'}"
    public_url: str = DEMO_PUBLIC_URL
    keys: Path = VAR / "keys"
    statistics_keys: Path = VAR / "keys-statistics"
    sms_gateways: tuple[str, ...] = ("console",)
    sms_office_number: str = ""
    sms_is_free: bool = False
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_from: str = ""
    twilio_whatsapp_from: str = ""
    twilio_api_base: str = "https://api.twilio.com"
    gammu_database_url: str = ""
    http_send_url: str = ""
    http_send_fields: str = ""
    http_taken: str = ""
    http_not_taken: str = ""
    http_token: str = ""
    http_in_fields: str = "id=id,from=from,text=text"
    http_status_fields: str = "status=status,id=id,code=code"
    http_status_words: str = "accepted=accepted,delivered=delivered,failed=failed"
    http_call_fields: str = "id=id,from=from"
    http_two_way: bool = True
    sms_costs: tuple[tuple[str, float], ...] = ()
    sms_weights: tuple[tuple[str, float], ...] = ()
    sms_rates: tuple[tuple[str, float], ...] = ()
    metrics_token: str = ""
    help_address: str = "Kantor BPS Kabupaten Blora"
    sms_keep_days: int = 90
    idle_minutes: int = 15
    staff_two_factor: str = "offered"
    proxies: int = 0
    database_pool: int = 16
    database_synchronous: str = "FULL"
    clock_file: Path | None = None

    @property
    def is_demo(self) -> bool:
        return self.env == "demo"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None where the database is a server."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.is_sqlite else None


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from CATAT_* variables. Raises SettingsError with the name of the variable and the next step."""
    env = os.environ if environ is None else environ
    database_url = _database_url(env.get("CATAT_DATABASE_URL") or Settings.database_url)
    settings = Settings(
        env=_one_of(env, "CATAT_ENV", ("demo", "production")),
        database_url=database_url,
        public_url=(env.get("CATAT_PUBLIC_URL") or _demo_url(env, database_url)).rstrip("/"),
        keys=Path(env.get("CATAT_KEYS") or Settings.keys),
        statistics_keys=Path(env.get("CATAT_STATISTICS_KEYS") or Settings.statistics_keys),
        sms_gateways=_comma_list(env.get("CATAT_SMS_GATEWAYS") or "console"),
        sms_office_number=env.get("CATAT_SMS_OFFICE_NUMBER", ""),
        sms_is_free=env.get("CATAT_SMS_IS_FREE", "") == "1",
        twilio_account_sid=env.get("CATAT_TWILIO_ACCOUNT_SID", ""),
        twilio_auth_token=env.get("CATAT_TWILIO_AUTH_TOKEN", ""),
        twilio_from=env.get("CATAT_TWILIO_FROM", ""),
        twilio_whatsapp_from=env.get("CATAT_TWILIO_WHATSAPP_FROM", "").removeprefix("whatsapp:"),
        twilio_api_base=(env.get("CATAT_TWILIO_API_BASE") or Settings.twilio_api_base).rstrip("/"),
        **_local_gateways(env),
        metrics_token=env.get("CATAT_METRICS_TOKEN", ""),
        help_address=env.get("CATAT_HELP_ADDRESS") or Settings.help_address,
        sms_keep_days=_whole_number(env, "CATAT_SMS_KEEP_DAYS", Settings.sms_keep_days),
        idle_minutes=_whole_number(env, "CATAT_IDLE_MINUTES", Settings.idle_minutes),
        staff_two_factor=_one_of(env, "CATAT_STAFF_TWO_FACTOR", _two_factor_choices(env)),
        proxies=_proxies(env.get("CATAT_PROXIES") or "0"),
        database_pool=_whole_number(env, "CATAT_DATABASE_POOL", Settings.database_pool),
        database_synchronous=_one_of(env, "CATAT_DATABASE_SYNCHRONOUS", ("FULL", "NORMAL", "OFF")),
        clock_file=Path(env["CATAT_CLOCK_FILE"]) if env.get("CATAT_CLOCK_FILE") else None,
    )
    _refuse_the_unsafe(settings)
    return settings


def _local_gateways(env: Mapping[str, str]) -> dict[str, Any]:
    """The modem's tables, the aggregator's addresses, and what the ways out cost and bear."""
    return {
        "gammu_database_url": _gammu_url(env.get("CATAT_GAMMU_DATABASE_URL", "")),
        "http_send_url": env.get("CATAT_HTTP_SEND_URL", ""),
        "http_send_fields": env.get("CATAT_HTTP_SEND_FIELDS", ""),
        "http_taken": env.get("CATAT_HTTP_TAKEN", ""),
        "http_not_taken": env.get("CATAT_HTTP_NOT_TAKEN", ""),
        "http_token": env.get("CATAT_HTTP_TOKEN", ""),
        "http_in_fields": env.get("CATAT_HTTP_IN_FIELDS") or Settings.http_in_fields,
        "http_status_fields": env.get("CATAT_HTTP_STATUS_FIELDS") or Settings.http_status_fields,
        "http_status_words": env.get("CATAT_HTTP_STATUS_WORDS") or Settings.http_status_words,
        "http_call_fields": env.get("CATAT_HTTP_CALL_FIELDS") or Settings.http_call_fields,
        "http_two_way": env.get("CATAT_HTTP_TWO_WAY", "1") == "1",
        "sms_costs": _figures(env, "CATAT_SMS_COSTS"),
        "sms_weights": _figures(env, "CATAT_SMS_WEIGHTS"),
        "sms_rates": _figures(env, "CATAT_SMS_RATES"),
    }


def _gammu_url(url: str) -> str:
    return _database_url(url) if url else ""


def _figures(env: Mapping[str, str], name: str) -> tuple[tuple[str, float], ...]:
    """ "gammu=350,http=0.5" as pairs."""
    found = []
    for part in _comma_list(env.get(name, "")):
        key, _, text = part.partition("=")
        if not re.fullmatch(r"\d{1,7}(\.\d{1,4})?", text.strip()):
            raise SettingsError(f"{name} must be gateway=number, with commas between.")
        found.append((key.strip(), float(text)))
    return tuple(found)


def port_file(database_url: str) -> Path | None:
    """Where `make run` notes its port, so that commands beside it print addresses that open: beside the database."""
    path = Settings(database_url=database_url).sqlite_path
    return path.parent / "port" if path else None


def _demo_url(env: Mapping[str, str], database_url: str) -> str:
    noted = port_file(database_url)
    port = env.get("PORT") or (noted.read_text().strip() if noted and noted.is_file() else "")
    return f"http://127.0.0.1:{port}" if port.isascii() and port.isdigit() else DEMO_PUBLIC_URL


def _database_url(url: str) -> str:
    """A PostgreSQL address in any usual spelling, with the one driver that Catat brings."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")) or url.rpartition("/")[2] in (
        "",
        ":memory:",
    ):
        raise SettingsError("CATAT_DATABASE_URL must be sqlite:///FILE or postgresql://USER@HOST/DATABASE.")
    return url


def _comma_list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}.")
    return value


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise SettingsError(f"{name} must be a whole number of 1 or more.")
    return int(text)


def _two_factor_choices(env: Mapping[str, str]) -> tuple[str, ...]:
    """Whether staff who see personal data must bring a second factor: in production there is no choice."""
    return ("required",) if env.get("CATAT_ENV") == "production" else ("offered", "required")


def _proxies(text: str) -> int:
    """How many proxies of our own stand before the server; their word about the visitor's address is believed."""
    if not (text.isascii() and text.isdigit() and len(text) == 1):
        raise SettingsError("CATAT_PROXIES must be the number of your own proxies before the server, 0 to 9.")
    return int(text)


def _refuse_the_unsafe(settings: Settings) -> None:
    """What would be a quiet danger in production stops the start instead."""
    if settings.is_demo:
        return
    if not settings.is_https or not urlsplit(settings.public_url).hostname:
        raise SettingsError("CATAT_PUBLIC_URL must be the public https:// address in production.")
    if VAR in (settings.keys.resolve() / "file").parents:
        raise SettingsError("CATAT_KEYS must name the production key folder, not the demo's var/keys.")
    if settings.sqlite_path is not None and VAR in settings.sqlite_path.resolve().parents:
        raise SettingsError("CATAT_DATABASE_URL must name the production database, not the demo's.")
    if settings.metrics_token and not _is_strong(settings.metrics_token):
        raise SettingsError("CATAT_METRICS_TOKEN is too weak: 16 random characters or more are needed.")
    if settings.database_synchronous != "FULL":
        raise SettingsError("CATAT_DATABASE_SYNCHRONOUS must be FULL in production: less loses answers.")
    if settings.clock_file is not None:
        raise SettingsError(
            "CATAT_CLOCK_FILE moves the clock of a rehearsal; production keeps the machine's."
        )
    if "console" in settings.sms_gateways:
        raise SettingsError("CATAT_SMS_GATEWAYS must not name the console gateway in production.")
    if "twilio" in settings.sms_gateways:
        _require_twilio(settings)
    _require_local(settings)


def _require_local(settings: Settings) -> None:
    if "gammu" in settings.sms_gateways and not settings.gammu_database_url:
        raise SettingsError("CATAT_GAMMU_DATABASE_URL is missing while the gammu gateway is enabled.")
    if "http" not in settings.sms_gateways:
        return
    if not settings.http_send_url:
        raise SettingsError("CATAT_HTTP_SEND_URL is missing while the http gateway is enabled.")
    base = urlsplit(settings.http_send_url)
    if base.scheme != "https" and base.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsError("CATAT_HTTP_SEND_URL must be an https:// address: numbers and texts go there.")
    if not _is_strong(settings.http_token):
        raise SettingsError("CATAT_HTTP_TOKEN is too weak: webhooks could be forged. 16 random characters.")


def _require_twilio(settings: Settings) -> None:
    for name in ("account_sid", "auth_token", "from"):
        if len(getattr(settings, f"twilio_{name}")) < 5:
            raise SettingsError(
                f"CATAT_TWILIO_{name.upper()} is missing while the twilio gateway is enabled."
            )
    if not _is_strong(settings.twilio_auth_token):
        raise SettingsError("CATAT_TWILIO_AUTH_TOKEN is not one of Twilio's: webhooks could be forged.")
    base = urlsplit(settings.twilio_api_base)
    if base.scheme != "https" and base.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsError("CATAT_TWILIO_API_BASE must be an https:// address: numbers and texts go there.")


def _is_strong(secret: str) -> bool:
    return len(secret) >= 16 and len(set(secret)) >= 8
