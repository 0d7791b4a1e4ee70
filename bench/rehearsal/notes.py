"""What the actors saw: every answer is looked at once, for faults and for what it should not show."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bench.pageforms import Page
from bench.rehearsal.world import Family

_GAPS = re.compile(r"(?<=\d)[ .\u202f-](?=\d)")
_NUMBERS = re.compile(r"\d{10,16}")
_CODE = re.compile(r"\(\d{3}\)|[Kk]ode \d{3}|id=\"errors\"|role=\"alert\"")


@dataclass
class Notes:
    """The record of a rehearsal."""

    families: list[Family] = field(repr=False)
    dead_ends: list[str] = field(default_factory=list)
    without_reason: list[str] = field(default_factory=list)
    faults_5xx: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    broken_lines: int = 0
    requests: Counter[int] = field(default_factory=Counter)  # by family
    received: Counter[int] = field(default_factory=Counter)
    texts_to_booking: list[int] = field(default_factory=list)
    receipt_to_cancel_s: list[float] = field(default_factory=list)
    plan_s: float | None = None
    coverage_rows: list[dict[str, str]] = field(default_factory=list)
    refused_forms: list[str] = field(default_factory=list)
    broken_windows: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    public: set[str] = field(default_factory=set)  # names of officers, which anybody may read

    def __post_init__(self) -> None:
        seen: Counter[str] = Counter(value for one in self.families for value in one.values)
        owners = {value: one for one in self.families for value in one.values if seen[value] == 1}
        self._numbers = {value: one for value, one in owners.items() if value.isdigit()}
        self._words = [value for value in owners if " " in value and not value.isdigit()]

    def tell(self, words: str) -> None:
        """One line of the story."""
        self.story.append(words)

    def stuck(self, who: str, where: str) -> None:
        """An actor has no next step."""
        self.dead_ends.append(f"{who}: {where}")

    def look(self, who: str, path: str, status: int, text: str, knows: set[str]) -> None:
        """At one answer. knows: what its reader may see."""
        if status >= 500:
            self.faults_5xx.append(f"{who}: {status} at {path}")
        for value in self.foreign(text, knows):
            self.leaks.append(f"{who} read {_kind(value)} at {path}")
        if status >= 400 and "<html" in text:
            page = Page(text)
            if not page.links and not page.forms:
                self.stuck(who, f"{status} at {path}, without a link or form")
            if not _CODE.search(text):
                self.without_reason.append(f"{who}: {status} at {path}")

    def foreign(self, text: str, knows: set[str]) -> list[str]:
        """Seeded values in the text that its reader may not see."""
        numbers = set(_NUMBERS.findall(_GAPS.sub("", text)))
        found = [number for number in numbers if number in self._numbers and number not in knows]
        return found + [words for words in self._words if words in text and words not in knows | self.public
                        and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)]  # fmt: skip


def _kind(value: str) -> str:
    return f"a number of {len(value)} digits" if value.isdigit() else "a name or address"
