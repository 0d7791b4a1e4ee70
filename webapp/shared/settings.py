"""The running application's settings, for code that must not know about Flask."""

from __future__ import annotations

from flask import current_app

from config import Settings


def settings() -> Settings:
    """The settings that the current application was made with."""
    found: Settings = current_app.config["CATAT"]
    return found
