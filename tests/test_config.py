"""Settings: production refuses each unsafe one by name; the demo needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

import config

STRONG = "f3b1c9d47a605e82f3b1c9d47a605e82"
PRODUCTION = {
    "CATAT_ENV": "production",
    "CATAT_PUBLIC_URL": "https://sensus.example",
    "CATAT_DATABASE_URL": "postgresql://catat@db/catat",
    "CATAT_KEYS": "/etc/catat/keys",
    "CATAT_SMS_GATEWAYS": "twilio",
    "CATAT_TWILIO_ACCOUNT_SID": "AC" + STRONG,
    "CATAT_TWILIO_AUTH_TOKEN": STRONG,
    "CATAT_TWILIO_FROM": "+62811000000",
}


def test_the_demo_needs_no_setting() -> None:
    settings = config.read({})
    assert settings.is_demo
    assert settings.is_sqlite
    assert settings.sqlite_path == config.VAR / "catat.sqlite3"


def test_a_whole_production_is_taken() -> None:
    settings = config.read(PRODUCTION)
    assert settings.is_https
    assert settings.database_url == "postgresql+psycopg://catat@db/catat"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATAT_ENV", "staging"),
        ("CATAT_PUBLIC_URL", "http://sensus.example"),
        ("CATAT_PUBLIC_URL", "https://"),
        ("CATAT_PUBLIC_URL", ""),
        ("CATAT_DATABASE_URL", ""),
        ("CATAT_DATABASE_URL", f"sqlite:///{config.VAR}/catat.sqlite3"),
        ("CATAT_DATABASE_URL", "sqlite://"),
        ("CATAT_DATABASE_URL", "sqlite:///:memory:"),
        ("CATAT_DATABASE_URL", "mysql://catat@db/catat"),
        ("CATAT_KEYS", ""),
        ("CATAT_KEYS", str(config.VAR / "keys")),
        ("CATAT_KEYS", str(config.VAR)),
        ("CATAT_KEYS", str(config.CHECKOUT / "docs" / ".." / "var" / "keys")),
        ("CATAT_DATABASE_SYNCHRONOUS", "NORMAL"),
        ("CATAT_CLOCK_FILE", "ahead"),
        ("CATAT_SMS_GATEWAYS", "console,twilio"),
        ("CATAT_SMS_GATEWAYS", ""),
        ("CATAT_TWILIO_ACCOUNT_SID", ""),
        ("CATAT_TWILIO_AUTH_TOKEN", ""),
        ("CATAT_TWILIO_AUTH_TOKEN", "secret"),
        ("CATAT_TWILIO_AUTH_TOKEN", "a" * 32),
        ("CATAT_TWILIO_FROM", ""),
        ("CATAT_TWILIO_API_BASE", "http://gateway.example"),
        ("CATAT_METRICS_TOKEN", "letmein"),
        ("CATAT_METRICS_TOKEN", "1111111111111111111"),
        ("CATAT_IDLE_MINUTES", "0"),
        ("CATAT_IDLE_MINUTES", "²"),
        ("CATAT_IDLE_MINUTES", "-5"),
        ("CATAT_DATABASE_POOL", "many"),
    ],
)
def test_production_refuses_each_unsafe_setting_and_names_it(name: str, value: str) -> None:
    with pytest.raises(config.SettingsError, match=name):
        config.read(PRODUCTION | {name: value})


def test_a_stand_in_for_twilio_on_this_machine_is_taken() -> None:
    settings = config.read(PRODUCTION | {"CATAT_TWILIO_API_BASE": "http://127.0.0.1:9000/"})
    assert settings.twilio_api_base == "http://127.0.0.1:9000"


def test_a_demo_key_folder_reached_by_a_link_is_noticed(tmp_path: Path) -> None:
    link = tmp_path / "keys"
    link.symlink_to(config.VAR / "keys")
    with pytest.raises(config.SettingsError, match="CATAT_KEYS"):
        config.read(PRODUCTION | {"CATAT_KEYS": str(link)})


def test_the_demo_knows_its_port() -> None:
    assert config.read({"PORT": "9001"}).public_url == "http://127.0.0.1:9001"
    assert config.read({"PORT": "²"}).public_url == config.DEMO_PUBLIC_URL


def test_commands_find_the_port_that_make_run_noted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catat.sqlite3'}"
    assert config.read({"CATAT_DATABASE_URL": url}).public_url == config.DEMO_PUBLIC_URL
    (tmp_path / "port").write_text("8123\n")
    assert config.read({"CATAT_DATABASE_URL": url}).public_url == "http://127.0.0.1:8123"
    assert config.read({"CATAT_DATABASE_URL": url, "PORT": "9000"}).public_url == "http://127.0.0.1:9000"
