"""flask staff ...: accounts, the sign-ins of the demo, and how accounts are handed over."""

from webapp.staff.cli import accounts, handing
from webapp.staff.cli.group import cli

__all__ = ["accounts", "cli", "handing"]
