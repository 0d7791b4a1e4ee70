"""Seals: a value opens in its own row and field, under its own key, unchanged; and in no other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import TestDatabases
from webapp.shared import db, keyring, sealing
from webapp.shared.sealing import PinRefused, SealBroken

ROW, OTHER = UUID(int=1), UUID(int=2)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module", autouse=True)
def app(databases: TestDatabases) -> Iterator[Flask]:
    """Keys, but no database is asked."""
    with databases.fresh("sqlite") as made, made.app_context():
        yield made


@given(JSON)
def test_whatever_is_sealed_comes_back_the_same(value: object) -> None:
    assert sealing.unseal_json("t", ROW, "f", sealing.seal_json("t", ROW, "f", value)) == value


@given(st.binary(max_size=60))
def test_the_same_value_is_never_sealed_the_same_way_twice(data: bytes) -> None:
    assert sealing.seal("t", ROW, "f", data) != sealing.seal("t", ROW, "f", data)


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [("other", ROW, "f"), ("t", OTHER, "f"), ("t", ROW, "other"), ("t", str(OTHER), "f")],
)
def test_a_value_moved_to_another_row_field_or_table_does_not_open(
    table: str, row: UUID | str, field: str
) -> None:
    blob = sealing.seal("t", ROW, "f", b"Siti")
    with pytest.raises(SealBroken):
        sealing.unseal(table, row, field, blob)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 32), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed(at: int, by: int) -> None:
    blob = bytearray(sealing.seal("t", ROW, "f", b"Siti"))
    blob[at % len(blob)] ^= by
    with pytest.raises(SealBroken):
        sealing.unseal("t", ROW, "f", bytes(blob))


@pytest.mark.parametrize("length", range(30))
def test_a_value_cut_short_is_a_broken_seal_not_a_fault(length: int) -> None:
    blob = sealing.seal("t", ROW, "f", b"")
    with pytest.raises(SealBroken):
        sealing.unseal("t", ROW, "f", blob[: min(length, len(blob) - 1)])


def test_other_keys_open_nothing(app: Flask, tmp_path: Path) -> None:
    blob = sealing.seal("t", ROW, "f", b"Siti")
    wrapped = sealing.wrap_for(sealing.office_public_key(), b"k" * 32, b"v")
    keyring.make(tmp_path / "keys", tmp_path / "statistics", "demo")
    mine = app.extensions["catat_keyring"]
    app.extensions["catat_keyring"] = keyring.load(tmp_path / "keys", demo=True)
    try:
        with pytest.raises(SealBroken):
            sealing.unseal("t", ROW, "f", blob)
        private = keyring._read(tmp_path / "statistics" / "office.key", demo=True)
        with pytest.raises(SealBroken):
            sealing.unwrap_with(private, wrapped, b"v")
    finally:
        app.extensions["catat_keyring"] = mine


def test_while_a_key_is_replaced_both_open_and_the_new_one_seals(app: Flask) -> None:
    old = sealing.seal("t", ROW, "f", b"Siti")
    found_by = sealing.blind_index("nik", "33")
    mine = app.extensions["catat_keyring"]
    app.extensions["catat_keyring"] = replace(
        mine, field_keys=mine.field_keys | {2: b"n" * 32}, index_keys=mine.index_keys | {2: b"m" * 32}
    )
    try:
        assert sealing.unseal("t", ROW, "f", old) == b"Siti"
        assert sealing.seal("t", ROW, "f", b"x")[0] == 2
        assert found_by in sealing.blind_indexes("nik", "33")
        assert sealing.blind_index("nik", "33") != found_by
    finally:
        app.extensions["catat_keyring"] = mine


def test_a_blind_index_tells_nothing_across_purposes() -> None:
    assert sealing.blind_index("nik", "1") != sealing.blind_index("kk", "1")
    assert sealing.blind_index("nik", "1") == sealing.blind_index("nik", "1")
    assert len(sealing.blind_index("nik", "1")) == 17


def test_answers_open_for_the_office_and_not_with_what_the_web_process_holds(
    app: Flask, databases: TestDatabases
) -> None:
    key = sealing.new_data_key()
    wrapped = sealing.wrap_for(sealing.office_public_key(), key, b"version-1")
    private = keyring._read(databases.folder / "keys-statistics" / "office.key", demo=True)
    assert sealing.unwrap_with(private, wrapped, b"version-1") == key
    with pytest.raises(SealBroken):
        sealing.unwrap_with(private, wrapped, b"version-2")
    ring = sealing.keyring()
    for held in (
        *ring.field_keys.values(),
        *ring.index_keys.values(),
        ring.pepper,
        ring.session,
        ring.office_public,
    ):
        with pytest.raises(SealBroken):
            sealing.unwrap_with(held, wrapped, b"version-1")


def test_a_households_key_opens_with_its_pin_only() -> None:
    pair, private = sealing.new_household_pair("482913")
    assert sealing.open_household_pair(pair, "482913") == private
    for wrong in ("482914", "", "482913 ", "٤٨٢٩١٣"):
        with pytest.raises(PinRefused):
            sealing.open_household_pair(pair, wrong)
    changed = sealing.wrap_household_private(pair.public, private, "111222")
    assert sealing.open_household_pair(changed, "111222") == private
    with pytest.raises(PinRefused):
        sealing.open_household_pair(replace(pair, wrapped_private=changed.wrapped_private), "111222")


def test_a_copied_wrapping_does_not_open_under_another_households_public_key() -> None:
    pair, _private = sealing.new_household_pair("482913")
    with pytest.raises(PinRefused):
        sealing.open_household_pair(replace(pair, public=b"x" * 32), "482913")


def test_ids_are_in_the_order_in_which_they_were_made() -> None:
    made = [db.new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
