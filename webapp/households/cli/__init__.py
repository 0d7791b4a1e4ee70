"""flask households ...: the register, made up or imported, the check of its counts, and paper."""

from webapp.households.cli import paper, register
from webapp.households.cli.group import cli

__all__ = ["cli", "paper", "register"]
