"""`make soak [SCALE=0.05] [SEED=1]`: prints counts; exit 1 when a promise was broken. SCALE=1 is the whole storm."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.census import Census
from bench.soak.figures import PEOPLE, VILLAGES, attacked
from bench.soak.texts import texts
from bench.soak.trials import Outcome, bad_lines, kills

WHOLE_KILLS, WHOLE_FAMILIES = 200, 10_000  # each on SQLite and on PostgreSQL; goals: faults
WHOLE_TEXTS, WHOLE_TEXT_KILLS = 5_000, 100  # on each
_KINDS = ("sqlite", "postgresql")


def main() -> int:
    scale, seed = float(os.environ.get("SCALE", "0.05")), int(os.environ.get("SEED", "1"))
    trials, families = (
        max(3, round(WHOLE_KILLS * scale)),
        max(20, round(WHOLE_FAMILIES * scale / len(_KINDS))),
    )
    messages, text_kills = max(100, round(WHOLE_TEXTS * scale)), max(4, round(WHOLE_TEXT_KILLS * scale))
    folder = Path(tempfile.mkdtemp(prefix="catat-soak-"))
    census = Census(folder)
    storms: list[Callable[[], Outcome]] = [
        partial(attacked, max(6_000, round(PEOPLE * scale)), max(24, round(VILLAGES * scale)), seed)
    ]
    for kind in _KINDS:
        storms.append(partial(kills, census, kind, trials, seed))
        storms.append(partial(bad_lines, census, kind, families, seed))
        storms.append(partial(texts, census, kind, messages, text_kills, seed))
    print(f"make soak: scale {scale:g}, seed {seed}", flush=True)
    try:
        outcomes = [_weathered(storm) for storm in storms]
    finally:
        census.close()
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _weathered(storm: Callable[[], Outcome]) -> Outcome:
    began = time.monotonic()
    outcome = storm()
    verdict = "holds" if outcome.holds else "BROKEN"
    print(f"{verdict}: {outcome.name}: {outcome.trials} trials, {outcome.receipts} receipts, "
          f"{outcome.broken_lines} broken lines, {time.monotonic() - began:.0f} s")  # fmt: skip
    print("   " + ", ".join(f"{name} {count}" for name, count in outcome.promises.items()), flush=True)
    for words in outcome.said[:3]:
        print(f"   said: {words}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
