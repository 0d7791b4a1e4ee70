"""For the translators: Babel's extractor of words that code keeps as data (refusals, tables of labels).

Rules know neither gettext nor Flask, so their sentences stand there plainly: `message = "..."` in a Refusal,
`next_step = ("...", endpoint)`. Ordinary _("...") and N_("...") are found as well. Tables of labels stand in TOML
files, where `label` is what people read. See [tool.babel].
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from typing import IO

MARKS = {"_": "gettext", "N_": "gettext", "gettext": "gettext", "ngettext": "ngettext"}
_PLAIN = {
    "message",
    "next_step",
    "label",
    "to_self",
    "to_others",
}  # names and keywords whose sentence is shown to people

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def extract(file: IO[bytes], _keywords: object, _tags: object, options: object) -> Iterator[Found]:
    """Yield (line, function, message or messages, comments) of one Python file, as Babel wants them."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            yield from _marked(node)
            for keyword in node.keywords:
                if keyword.arg in _PLAIN:
                    yield from _sentence(keyword.value)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and _shown(target.id) for target in targets):
                yield from _sentence(node.value)


def extract_labels(file: IO[bytes], _keywords: object, _tags: object, options: object) -> Iterator[Found]:
    """Yield the labels of a TOML table such as fieldwork/outcomes.toml, as Babel wants them."""
    text = file.read().decode("utf-8")
    labels = [row["label"] for rows in tomllib.loads(text).values() for row in rows]
    for number, line in enumerate(text.splitlines(), 1):
        label = next((label for label in labels if line == f'label = "{label}"'), "")
        if label:
            yield number, "gettext", label, []


def _shown(name: str) -> bool:
    """Whether what bears this name is shown to people: also a next step that several refusals share, as _TO_HELP."""
    return name in _PLAIN or name.startswith("_TO_")


def _marked(call: ast.Call) -> Iterator[Found]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in MARKS:
        return
    words = tuple(a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
    if words and MARKS[name] == "ngettext" and len(words) > 1:
        yield call.lineno, "ngettext", words[:2], []
    elif words:
        yield call.lineno, "gettext", words[0], []


def _sentence(value: ast.expr) -> Iterator[Found]:
    """A string, or the first string of a tuple (label, endpoint)."""
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and not _is_key(first.value):
        yield first.lineno, "gettext", first.value, []


def _is_key(word: str) -> bool:
    """Whether this is nothing, or a name for the program ("counted"), not a word for people."""
    return not word or (word.isidentifier() and word.islower())
