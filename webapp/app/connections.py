"""What a lower room announces and which higher room listens; periodic work; figures for the monitor."""

from __future__ import annotations

from functools import partial

from flask import Flask

from sms import service as sms
from sms.campaigns import feeding as sms_campaigns
from sms.campaigns import standing as sms_standing
from sms.sender import figures as sms_figures
from webapp.enumeration import service as enumeration
from webapp.fieldwork import service as fieldwork
from webapp.households import service as households
from webapp.reporting import service as reporting
from webapp.shared import access, audit, events, health, jobs, sessions, throttle
from webapp.staff import service as staff
from webapp.visits import service as visits


def connect(app: Flask) -> None:
    """Everything that crosses from room to room, against the staircase, stands here."""
    access.load_staff_with(app, staff.identity)
    enumeration.ask_counted_with(reporting.counted_on)
    _news()
    _work()
    _figures()


def _news() -> None:
    """Handlers run in this order, in the transaction of whoever announces; each may refuse it."""
    events.subscribe("household_submitted", visits.on_submitted)
    events.subscribe("household_submitted", fieldwork.on_interviewed)
    events.subscribe("household_submitted", fieldwork.on_submitted)
    events.subscribe("household_unmatched", fieldwork.on_unmatched)
    events.subscribe("household_replaced", visits.on_submitted)
    events.subscribe("household_replaced", fieldwork.on_submitted)
    events.subscribe("staff_disabled", fieldwork.on_staff_disabled)
    events.subscribe("offers_wanted", fieldwork.on_offers_wanted)
    events.subscribe("plan_published", fieldwork.on_plan_published)
    events.subscribe("visit_booked", fieldwork.on_booked)
    events.subscribe("visit_moved", fieldwork.on_moved)
    events.subscribe("visit_cancelled", fieldwork.on_cancelled)
    events.subscribe("household_submitted", sms.on_submitted)
    events.subscribe("household_corrected", sms.on_corrected)
    events.subscribe("visit_booked", sms.on_booked)
    events.subscribe("visit_moved", sms.on_moved)
    events.subscribe("visit_cancelled", sms.on_cancelled)
    events.subscribe("visit_offered", sms.on_offered)
    events.subscribe("visit_news", sms.on_visit_news)
    events.subscribe("phone_given", sms.on_phone_given)
    events.subscribe("phone_changing", sms.on_phone_changing)
    events.subscribe("pin_replaced", sms.on_pin_replaced)


def _work() -> None:
    jobs.register("plan", fieldwork.run_plan)
    jobs.register_periodic("audit chain", 5, audit.seal_new_rows)
    jobs.register_periodic("whole audit chain", 3600, partial(audit.seal_new_rows, everywhere=True))
    jobs.register_periodic("old sessions", 600, sessions.sweep)
    jobs.register_periodic("campaigns", 5, sms_campaigns.step)
    jobs.register_periodic("reminders of visits", 600, sms_standing.remind_of_visits)
    jobs.register_periodic("lists for neighbourhood heads", 300, sms.send_digests)
    jobs.register_periodic("drafts at close", 60, enumeration.close_drafts)
    jobs.register_periodic("times for waiting families", 30, visits.offer_to_waiting)
    jobs.register_periodic("steps of the form", 3600, enumeration.count_steps)
    jobs.register_periodic("minutes a person", 3600, enumeration.count_pace)
    jobs.register_periodic("old texts", 600, sms.forget)
    jobs.register_periodic("guessing", 30, enumeration.watch)
    jobs.register_periodic("old tries", 600, throttle.sweep)
    jobs.register_periodic("counts of households", 2, households.fold_counts)
    jobs.register_periodic("counts checked against households", 24 * 3600, households.check_counts)
    jobs.register_periodic("persons by village", 600, reporting.add_up_persons)
    jobs.register_periodic("days of receipts", 600, reporting.publish_days)


def _figures() -> None:
    health.gauge("sms_waiting", "Texts that are due and have not left", sms_figures.waiting)
    health.gauge(
        "sms_oldest_waiting_seconds", "How long the oldest of them is due", sms_figures.oldest_waiting_s
    )
    health.gauge(
        "sms_unknown", "Texts of the last day of which nobody knows whether they left", sms_figures.unknown
    )
    health.gauge(
        "sms_failed", "Texts of the last day that failed or were refused", sms_figures.failed_in_a_day
    )
    health.gauge(
        "sms_inbound_waiting", "Texts that came in and were not worked yet", sms_figures.inbound_waiting
    )
    health.gauge("sms_inbound_age_seconds", "Since the last text came in", sms_figures.inbound_age_s)
    health.gauge("sms_alarm", "Things about texts that need a person now, see /sms/health", sms_figures.alarm)
    health.gauge(
        "gate_tries", "Numbers tried in five minutes, honest ones taken back", enumeration.tries_lately
    )
    health.gauge("audit_unsealed", "Audit rows not in the chain yet", audit.unsealed_rows)
