"""What nobody should send and somebody will: it is kept and gets an answer, a person or silence, never a fault."""

from __future__ import annotations

import pytest

from sms import numbers, queries, service
from sms.commands import parse
from sms.dialogue import Facts, State, decide
from sms.dialogue.state import PLACE, STATES
from sms.masking import mask
from sms.models import Inbound
from tests.sms.conftest import FamilyOfTest, PhoneOfTest
from webapp.places import queries as places
from webapp.shared.db import db, new_id

PULSA = "Sisa pulsa Rp 5.000 aktif s/d 24/12/2030. Info *123# Nikmati paket 10GB hanya Rp 25rb ketik YA kirim ke 4444"
ODD = {
    "empty": "", "blank": " \n\t ", "161": "x" * 161, "5000": "desa " * 1000, "emoji": "\U0001f600\U0001f64f",
    "family": "\U0001f468‍\U0001f469‍\U0001f467", "rtl": "\u202eجدول", "zero width": "J\u200bA‍DWAL",
    "null": "JAD\x00WAL", "lone surrogate": "halo \ud83d", "arabic digits": "٢", "wide": "ＪＡＤＷＡＬ",
    "pulsa": PULSA, "html": "<script>alert(1)</script>", "sql": "'; DROP TABLE sms_phones;--",
    "format": "{no} %(no)s %s",
    "digits": "9" * 400, "breaks": "#*#*#*", "combining": "a" + "́" * 300,
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_it_is_kept_and_answered_by_a_word_or_a_person_in_every_state(phone: PhoneOfTest, name: str) -> None:
    for opening in ("", "DAFTAR", "TIDAK ADA"):
        if opening:
            phone.says("DAFTAR")
            phone.says(opening)
        inbound = service.receive("console", f"odd-{new_id()}", phone.number, ODD[name])
        assert inbound is not None
        assert db.session.get_one(Inbound, inbound).intent != "FAULT"
        assert len(queries.replies_to(inbound)) == 1, (opening, name)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_no_state_of_the_conversation_breaks_on_it(name: str, text: str) -> None:
    state = State(name=name, letter="1234567897", pending="JADWAL", family=1, options={"1": "x"})
    for facts in (Facts(), Facts(head=True)):
        assert decide(state, parse(text), facts).state.name in STATES


@pytest.mark.parametrize(
    "typed", ["{n} {k}", "{n}{k}", "{n}#{k}#", "{n}.{k}", "NIK: {n} KK: {k}", "{n},{k}", "REG {n}#{k}"]
)
def test_card_numbers_split_dotted_and_glued_identify(
    family: FamilyOfTest, phone: PhoneOfTest, typed: str
) -> None:
    text = typed.format(n=family.nik, k=family.kk)
    assert phone.says(text) == ["confirmed_pair"]
    assert not any(number in mask(text) for number in (family.nik, family.kk))


@pytest.mark.parametrize("cut", [".", "-", " ", "/"])
def test_card_numbers_in_groups_of_four_identify(family: FamilyOfTest, phone: PhoneOfTest, cut: str) -> None:
    def grouped(number: str) -> str:
        return cut.join(number[n : n + 4] for n in range(0, 16, 4))

    text = f"{grouped(family.nik)}\n{grouped(family.kk)}"
    assert phone.says(text) == ["confirmed_pair"]
    assert not any(number[6:12] in mask(text).replace(cut, "") for number in (family.nik, family.kk))


def test_arabic_digits_and_letters_for_digits_are_read(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert phone.says(f"{family.letter} {family.year}".translate(arabic)) == ["confirmed"]


@pytest.mark.parametrize(
    "sender", ["TELKOMSEL", "4444", "123", "INFO-PULSA", "", "+", "0", "whatsapp:", "x" * 60]
)
@pytest.mark.usefixtures("census")
def test_operators_and_short_codes_get_no_answer(sender: str) -> None:
    inbound = service.receive("console", f"robot-{new_id()}", sender, PULSA)
    assert inbound is not None
    assert list(queries.replies_to(inbound)) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("0296 531234", "+62296531234"), ("+65 9123 4567", "+6591234567"), ("0062812345678", "+62812345678"),
     ("62812-3456-7890", "+6281234567890"), ("4444", None), ("TELKOMSEL", None), ("+1234567890123456", None)],
)  # fmt: skip
def test_landlines_and_foreign_numbers_are_phones_and_short_codes_are_not(
    typed: str, expected: str | None
) -> None:
    assert numbers.e164(typed) == expected


def test_another_robot_that_answers_everything_is_soon_left_alone(phone: PhoneOfTest) -> None:
    answers = [len(phone.says(f"Terima kasih, pesan Anda nomor {n} kami terima")) for n in range(30)]
    assert sum(answers) <= 10
    assert answers[-1] == 0


@pytest.mark.usefixtures("census")
def test_every_village_s_name_is_heard_where_the_place_is_asked() -> None:
    for village in places.village_names():
        for text in (
            village.name,
            f"desa {village.name} rt 2",
            f"{village.name} {village.sub_district} pak rt",
        ):
            move = decide(State(name=PLACE), parse(text), Facts())
            assert move.effect is not None, text
            assert move.effect.kind == "request", text


def test_a_missed_call_of_a_stranger_asks_where_it_lives(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    service.called("console", f"call-{new_id()}", phone.number)
    service.answer_waiting()
    assert phone.says("di gadon rumahnya bu warsini") in (["requested"], ["requested_here"])
