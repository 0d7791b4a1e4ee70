"""Pages of the figures."""

from webapp.reporting.views import coverage, progress  # noqa: F401  their routes
from webapp.reporting.views.blueprint import bp

__all__ = ["bp"]
