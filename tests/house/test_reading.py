"""The inspector itself: it finds what is planted, and lets a good page pass."""

from __future__ import annotations

from tests.house.reading import Page

GOOD = (
    '<!doctype html><html lang="id"><title>T</title><main><h1>H</h1><p>a<p>b'
    '<label for="a">A</label><input id="a" name="a"></main></html>'
)


def test_it_lets_a_good_page_pass() -> None:
    assert Page(GOOD).faults() == []


def test_it_finds_what_is_planted() -> None:
    bad = (
        '<main><h1>1</h1><h1>2</h1><p id="x" style="color:red"></p><p id="x" onclick="y()">'
        '<input name="n"><script>z</script><div></main></b>'
    )
    faults = Page(bad).faults()
    for part in (
        "id x twice",
        "2 <h1>",
        "input n without",
        "p style",
        "p onclick",
        "script in",
        "<div>",
        "</b>",
    ):
        assert any(part in fault for fault in faults), part
    assert "no language" in faults
