"""`make bench [ONLY=name,...] [SCALE=full]`: takes the marks, prints the table, writes bench/results/latest.json."""

from __future__ import annotations

import importlib
import json
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import counted
from bench.census import Census
from bench.marks import MARKS
from bench.processes import ROOT
from bench.table import Missed, Result, as_json, as_text

RESULTS = ROOT / "bench/results/latest.json"

# Which module takes which marks, in the order in which they run.
MEASURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sizes", ("first_view_bytes", "next_page_bytes", "two_adults_requests_plain", "two_adults_bytes_plain",
               "further_adult_requests_plain", "further_adult_bytes_plain")),
    ("script_sizes", ("first_two_pages_bytes", "two_adults_requests_script", "two_adults_bytes_script",
                      "further_adult_requests_script", "further_adult_bytes_script")),
    ("page_costs", ("question_get_ratio", "answer_post_ratio", "submit_ratio")),
    ("webhook", ("webhook_ratio",)),
    ("offers", ("slot_offer_p99_ms",)),
    ("planning", ("plan_3000_cpu_s", "plan_3000_km_ratio", "plan_3000_sls_ratio", "plan_300000_cpu_s",
                  "plan_300000_mb")),
    ("texts", ("webhooks_per_second_sqlite", "webhooks_per_second_postgresql", "outbox_per_second_sqlite",
               "outbox_per_second_postgresql")),
    ("outbox_rate", ("outbox_messages_per_second",)),
    ("staff_pages", ("staff_page_growth_ratio",)),
    ("bulk_import", ("bulk_import_ratio",)),
    ("statistics", ("statistics_100000_cpu_s", "statistics_build_mb")),
    ("load", ("households_per_second_sqlite", "households_per_second_postgresql", "sign_ins_per_second",
              "memory_per_process_mb")),
    ("slow_uploads", ("slow_uploads_p95_ratio",)),
    ("group_commit", ("group_commit_ratio", "group_commit_p99_ratio")),
    ("gprs", ("gprs_first_page_s", "gprs_next_form_s")),
)  # fmt: skip

COUNTED = ("page_costs", "webhook")  # these count what the CPU does


def main() -> int:
    wanted = _wanted(os.environ.get("ONLY", ""))
    logging.getLogger().addHandler(
        logging.NullHandler()
    )  # the application's own handler would join the table
    folder = Path(tempfile.mkdtemp(prefix="catat-bench-"))
    census = Census(folder)
    try:
        results = [result for module, names in MEASURES for result in _take(module, names, wanted, census)]
    finally:
        census.close()
        shutil.rmtree(folder, ignore_errors=True)
    report = as_json(_machine(), MARKS, results)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(report, indent=1) + "\n")
    print(as_text(report))
    return 0


def _wanted(only: str) -> set[str]:
    names = {mark.name for mark in MARKS}
    asked = {name.strip() for name in only.split(",") if name.strip()}
    if asked - names:
        sys.exit(f"no such mark: {', '.join(sorted(asked - names))}\nthere are: {', '.join(sorted(names))}")
    return asked or names


def _take(module: str, names: Sequence[str], wanted: set[str], census: Census) -> list[Result]:
    """The results of one module. What fails is a mark with a reason, not an end of the bench."""
    if not wanted.intersection(names):
        return []
    began = time.monotonic()
    print(f"bench: {module} ...", file=sys.stderr, end="", flush=True)
    found: list[Result] = []
    try:
        if module in COUNTED:
            found.extend(counted.measure(module, census))
        else:
            found.extend(importlib.import_module(f"bench.{module}").measure(census))
    except Exception as failure:  # noqa: BLE001  whatever failed, the other marks are still wanted
        reason = f"failed: {type(failure).__name__}: {failure}"[:600]
        taken = {result.name for result in found}
        found += [Missed(name, reason) for name in names if name not in taken]
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    return [result for result in found if result.name in wanted]


def _machine() -> dict[str, Any]:
    """What the figures were taken on; ratios can be compared between machines, the rest hardly."""
    return {"taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit(),
            "cores": os.cpu_count(), "cpu": _cpu(), "memory_mb": _memory_mb(), "load_1min": os.getloadavg()[0],
            "kernel": platform.release(), "python": platform.python_version(),
            "counter": counted.counter_name()}  # fmt: skip


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000


if __name__ == "__main__":
    sys.exit(main())
