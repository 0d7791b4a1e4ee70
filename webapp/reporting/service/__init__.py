"""Use-cases of the figures."""

from webapp.reporting.service.persons import add_up_persons
from webapp.reporting.service.publishing import counted_on, proof_of, publish_days
from webapp.reporting.service.sheets import csv_of, xlsx_of

__all__ = ["add_up_persons", "counted_on", "csv_of", "proof_of", "publish_days", "xlsx_of"]
