"""The one blueprint that all pages of the text messages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sms", __name__)
