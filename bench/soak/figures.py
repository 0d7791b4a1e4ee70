"""A differencing attack over all published tables of a made-up regency; SCALE=1 is one of 884,000 people."""

from __future__ import annotations

from bench import regency
from bench.soak.trials import Outcome
from webapp.reporting.rules import attack, noise, protect

PEOPLE, VILLAGES = 884_000, 295


def attacked(people: int, villages: int, seed: int) -> Outcome:
    """Cells of one or two people known with certainty, and bounds that are wrong (then the attack proves nothing)."""
    all_laid, residents = regency.laid_out(villages, people, seed)
    figures = protect.protect(all_laid, residents)
    known = attack.bounds(figures, protect.sums(all_laid, residents), noise.possible)
    counts = {cell: n for laid in all_laid for cell, (n, _keys) in laid.counts.items()}
    wrong = [cell for cell, n in counts.items() if not known[cell][0] <= n <= known[cell][1]]
    off = [figures[cell] - n for cell, n in counts.items() if n]
    promises = {
        "cells of 1-2 given away": len(attack.given_away(known)),
        "wrong bounds": len(wrong),
        "biased by 0.1 and more": int(abs(sum(off) / len(off)) >= 0.1),
    }
    small = sum(n in (1, 2) for n in counts.values())
    said = [f"{small} cells of 1-2 among {len(counts)}; mean of the noise {sum(off) / len(off):.4f}"]
    return Outcome(f"attack on tables of {people} people", len(counts), 0, 0, promises, said)
