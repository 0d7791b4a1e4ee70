"""The application without a database, for rules that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

import config
from webapp.app import create_app


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder / 'none.sqlite3'}"
    return create_app(config.read({"CATAT_DATABASE_URL": url, "CATAT_KEYS": str(folder / "keys")}))
