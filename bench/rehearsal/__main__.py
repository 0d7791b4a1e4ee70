"""`make rehearsal [FAMILIES=150] [SEED=1] [FAULT=kill-web|kill-sender]`: exit 1 when a mark is not met."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench.processes import ROOT
from bench.rehearsal.pages import as_html, as_text, broken
from bench.rehearsal.play import FAULTS, play
from bench.rehearsal.report import figures

OUT = ROOT / "var" / "rehearsal"


def main() -> int:
    families, seed = int(os.environ.get("FAMILIES") or 150), int(os.environ.get("SEED") or 1)
    fault, out = os.environ.get("FAULT") or "", Path(os.environ.get("OUT") or OUT)
    if fault and fault not in FAULTS:
        print(f"FAULT is one of {', '.join(FAULTS)}.", file=sys.stderr)
        return 2
    if os.environ.get("SCALE"):
        print("SCALE=regency is not there yet: FAMILIES=n plays one sub-district.", file=sys.stderr)
        return 2
    told = rehearse(families, seed, fault, out)
    print(as_text(told))
    print(f"{out / 'report.json'}  {out / 'report.html'}", file=sys.stderr)
    return 1 if broken(told) else 0


def rehearse(families: int, seed: int, fault: str, out: Path) -> dict[str, Any]:
    """Play, and leave report.json, report.txt, report.html, story.txt and the processes' log in `out`."""
    folder = Path(tempfile.mkdtemp(prefix="catat-rehearsal-"))
    out.mkdir(parents=True, exist_ok=True)
    try:
        with tqdm(unit=" acts", disable=None) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done)

            played = play(folder, families, seed, fault, progress)
        told = figures(played)
        (out / "report.json").write_text(json.dumps(told, indent=1) + "\n")
        (out / "report.txt").write_text(as_text(told))
        (out / "report.html").write_text(as_html(told))
        (out / "story.txt").write_text("\n".join(played.notes.story) + "\n")
    finally:
        if (log := folder / "processes.log").exists():
            shutil.copy(log, out / "processes.log")
        shutil.rmtree(folder, ignore_errors=True)
    return told


if __name__ == "__main__":
    sys.exit(main())
