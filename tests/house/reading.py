"""Reads a page as strictly as a house inspector: what is wrong with it, in words."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OPTIONAL_END = {"li", "p", "option", "dt", "dd", "tr", "td", "th", "thead", "tbody"}
UNLABELLED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What a page holds; `faults()` says what is wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.language = ""
        self.text: list[str] = []
        self.start_style = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.ids += [has["id"]] if "id" in has else []
        self.links += [has["href"]] if tag == "a" and "href" in has else []
        self.wrong += [f"{tag} {name}" for name in has if name.startswith("on") or name == "style"]
        if tag == "html":
            self.language = has.get("lang", "")
        elif tag == "label" and "for" in has:
            self.labels.add(has["for"])
        elif tag in ("input", "select", "textarea") and has.get("type") not in UNLABELLED:
            self.inputs.append(has | ({"wrapped": "yes"} if "label" in self.open else {}))
        elif tag == "script" and "src" not in has:
            self.wrong.append("script in the page")
        elif tag == "img" and "alt" not in has:
            self.wrong.append("img without alt")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self.open:
            self.wrong.append(f"stray </{tag}>")
            return
        while (last := self.open.pop()) != tag:
            if last not in OPTIONAL_END:
                self.wrong.append(f"<{last}> is not closed before </{tag}>")

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            self.start_style += data
        else:
            self.text.append(data)

    def faults(self) -> list[str]:
        """One sentence for each thing that is wrong."""
        twice = [f"id {name} twice" for name, n in Counter(self.ids).items() if n > 1]
        nameless = [
            f"input {one.get('name')} without label"
            for one in self.inputs
            if "wrapped" not in one and one.get("id") not in self.labels and "aria-label" not in one
        ]
        frame = [f"{n} <{tag}>" for tag in ("h1", "main", "title", "html") if (n := self.tags[tag]) != 1]
        return twice + nameless + frame + self.wrong + ([] if self.language else ["no language"])
