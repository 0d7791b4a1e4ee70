"""The marks themselves: names as in the front doors, floors and aims as in the project's goals."""

from __future__ import annotations

from bench.table import Mark

MARKS = (
    Mark("first_view_bytes", "First view, everything that it loads", "bytes", 8_000, 3_000),
    Mark("first_two_pages_bytes", "First two pages with script", "bytes", 24_000, 20_000),
    Mark("next_page_bytes", "A further question page, plain", "bytes", 3_000, 1_500),
    Mark("two_adults_requests_plain", "Two adults, start to receipt, no script", "requests", 40, 30),
    Mark("two_adults_bytes_plain", "Two adults, start to receipt, no script", "bytes", 120_000, 60_000),
    Mark("two_adults_requests_script", "Two adults, start to receipt, htmx", "requests", 26, 18),
    Mark("two_adults_bytes_script", "Two adults, start to receipt, htmx", "bytes", 90_000, 50_000),
    Mark("further_adult_requests_plain", "Each further adult, no script", "requests", 10, 6),
    Mark("further_adult_bytes_plain", "Each further adult, no script", "bytes", 20_000, 10_000),
    Mark("further_adult_requests_script", "Each further adult, htmx", "requests", 6, 4),
    Mark("further_adult_bytes_script", "Each further adult, htmx", "bytes", 20_000, 10_000),
    Mark("gprs_first_page_s", "Usable first page, 50 kbit/s, 500 ms, TLS 1.3, cold", "s", 4.2, 3.2),
    Mark("gprs_next_form_s", "Send to next form at GPRS, keep-alive, htmx", "s", 1.4, 1.15),
    Mark("question_get_ratio", "Question page GET / empty Flask route", "ratio", 8, 3),
    Mark("answer_post_ratio", "Saved answer POST / (empty route + raw upsert)", "ratio", 7, 3),
    Mark("submit_ratio", "Final submit / (empty route + raw inserts)", "ratio", 5, 2.5),
    Mark("webhook_ratio", "SMS webhook, durable / empty route", "ratio", 4, 3),
    Mark("households_per_second_sqlite", "Households after sign-in, load on the same cores", "per s", 100, 150, "more"),
    Mark("households_per_second_postgresql", "The same on PostgreSQL, fsync on", "per s", 100, 150, "more"),
    Mark("sign_ins_per_second", "Sign-ins with half the CPU", "per s", 20, 35, "more"),
    Mark("group_commit_ratio", "16 writers, fsync +10 ms: group / own commit", "ratio", 8, 17, "more"),
    Mark("group_commit_p99_ratio", "The same: p99 of one write", "ratio", 0.2, 0.02),
    Mark("slow_uploads_p95_ratio", "p95 beside 100 slow uploads / alone", "ratio", 3, 1.5),
    Mark("slot_offer_p99_ms", "Bookable windows for a household, p99", "ms", 20, 5),
    Mark("staff_page_growth_ratio", "Coordinator's desk at 20,000 families / at 2,000", "ratio", 1.5, 1.1),
    Mark("bulk_import_ratio", "Rows/s of import / of sealing and executemany", "ratio", 0.5, 0.8, "more"),
    Mark("outbox_messages_per_second", "Texts leaving the outbox, console gateway", "per s", None, None, "more"),
    Mark("memory_per_process_mb", "Resident memory of the web process after the load", "MB", 150, 90),
    Mark("plan_3000_cpu_s", "Plan 3,000 doors", "s", 5, 2.5),
    Mark("plan_3000_km_ratio", "Plan 3,000 doors: km / house-number order", "ratio", 0.5, 0.41),
    Mark("plan_3000_sls_ratio", "Doors known by RT only: true km / all positions known", "ratio", 1.3, 1.15),
    Mark("plan_300000_cpu_s", "Plan 300,000 doors, sub-district by sub-district", "s", 600, 200),
    Mark("plan_300000_mb", "The same: memory of a process", "MB", 150, 60),
)  # fmt: skip
