"""The conversation as pure moves: what is said and what is asked of the handlers, state by state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.commands import parse
from sms.dialogue import Effect, Facts, Family, Outcome, State, decide, settle
from sms.dialogue.state import CANCEL, IDLE, LETTER, MEANT, SECOND, SLOTS, STATES, WHICH, YEAR

SLOT = "2030-12-24 midday"
OTHER = "2030-12-25 morning"
NOBODY = Facts()
OPEN = Facts((Family(1, "97"),))
BOOKED = Facts((Family(1, "97", slot=SLOT),))
COUNTED = Facts((Family(1, "97", counted=True),))
TWO = Facts((Family(1, "97"), Family(2, "12")))
THREE_SLOTS = (("x", SLOT), ("y", OTHER), ("z", "2030-12-26 afternoon"))


def said(
    text: str, state: State | None = None, facts: Facts = NOBODY
) -> tuple[str, list[str], Effect | None]:
    move = decide(state or State(), parse(text), facts)
    return move.state.name, [reply.message for reply in move.replies], move.effect


def offered(facts: Facts = OPEN, **before: object) -> State:
    state = replace(State(family=1), **before)  # type: ignore[arg-type]
    return settle(state, Outcome("offered", facts, 1, THREE_SLOTS, "0")).state


def test_daftar_asks_for_the_letter_number() -> None:
    assert said("DAFTAR") == (LETTER, ["ask_letter"], None)


def test_a_letter_number_alone_asks_for_the_birth_year() -> None:
    move = decide(State(), parse("1234567897"), NOBODY)
    assert move.state.name == YEAR
    assert move.replies[0].params == {"no": "97"}
    assert said("1965", move.state)[2] == Effect("identify_letter", ("1234567897", "1965"))


def test_letter_number_and_year_in_one_text_are_enough() -> None:
    assert said("daftar 1234567897 1965")[2] == Effect("identify_letter", ("1234567897", "1965"))


def test_nik_and_kk_may_come_in_two_texts() -> None:
    state, replies, _ = said("3316990101800001")
    assert (state, replies) == (SECOND, ["ask_second"])
    first = decide(State(), parse("3316990101800001"), NOBODY).state
    assert said("3316990202100002", first)[2] == Effect(
        "identify_pair", ("3316990101800001", "3316990202100002")
    )


def test_the_same_card_number_twice_is_still_only_one() -> None:
    first = decide(State(), parse("3316990101800001"), NOBODY).state
    assert said("3316990101800001", first) == (SECOND, ["ask_second"], None)


def test_a_number_that_is_too_short_is_said_to_be() -> None:
    assert said("331699010180001")[1] == ["wrong_length"]
    assert said("DAFTAR 123456789") == (LETTER, ["wrong_length"], None)


def test_after_identification_the_family_hears_what_it_can_do() -> None:
    for facts, text, expected in (
        (OPEN, "", "confirmed"),
        (BOOKED, "", "confirmed_booked"),
        (COUNTED, "", "counted"),
        (OPEN, "pair", "confirmed_pair"),
        (BOOKED, "pair", "confirmed_pair_known"),
    ):
        assert settle(State(), Outcome("identified", facts, 1, text=text)).replies[0].message == expected


def test_every_failed_identification_reads_the_same() -> None:
    assert (
        settle(State(name=YEAR, letter="1234567897"), Outcome("not_identified")).replies[0].message
        == "not_identified"
    )
    assert settle(State(), Outcome("not_identified")).state.name == LETTER


def test_without_a_family_the_commands_tell_how_to_register() -> None:
    for text in ("STATUS", "JADWAL", "GANTI", "BATAL", "LAIN"):
        assert said(text)[1] == ["unbound"]


def test_status_tells_what_is_known() -> None:
    assert said("STATUS", facts=OPEN)[1] == ["status_open"]
    assert said("STATUS", facts=BOOKED)[1] == ["status_booked"]
    assert said("STATUS", facts=COUNTED)[1] == ["counted"]


def test_jadwal_offers_and_a_number_books() -> None:
    assert said("JADWAL", facts=OPEN)[2] == Effect("offer", ("0",), 1)
    state = offered()
    assert state.name == SLOTS
    assert said("2", state, OPEN)[2] == Effect("book", ("y",), 1)
    assert said("loro", state, OPEN)[2] == Effect("book", ("y",), 1)


def test_option_numbers_roll_so_that_a_late_answer_is_known() -> None:
    first = offered()
    second = settle(first, Outcome("offered", OPEN, 1, (("p", SLOT), ("q", OTHER)), "3"))
    assert second.replies[0].message == "slots_2"
    assert second.replies[0].params["a"] == "4"
    assert said("1", second.state, OPEN)[2] == Effect("book", ("x",), 1)
    assert said("5", second.state, OPEN)[2] == Effect("book", ("q",), 1)
    third = settle(second.state, Outcome("offered", OPEN, 1, THREE_SLOTS, "6"))
    assert third.replies[0].params["a"] == "7"
    fourth = settle(third.state, Outcome("offered", OPEN, 1, (("n", SLOT),), "9"))
    assert fourth.replies[0].params["a"] == "1"
    assert said("2", fourth.state, OPEN)[1] == ["not_an_option"], "numbers of the replaced list are gone"


def test_lain_goes_on_where_the_list_ended() -> None:
    assert said("LAIN", offered(), OPEN)[2] == Effect("offer", ("3",), 1)
    assert said("waktu lain", offered(), OPEN)[2] == Effect("offer", ("3",), 1)


def test_a_number_that_was_not_offered_changes_nothing() -> None:
    for text in ("8", "1 2", "12"):
        assert said(text, offered(), OPEN) == (SLOTS, ["not_an_option"], None)


def test_a_taken_slot_brings_two_others() -> None:
    move = settle(offered(), Outcome("taken", OPEN, 1, THREE_SLOTS, "0"))
    assert move.replies[0].message == "taken_2"
    assert move.state.name == SLOTS
    assert settle(offered(), Outcome("taken", OPEN, 1)).replies[0].message == "no_slots"


def test_no_to_the_list_leaves_everything_as_it_is() -> None:
    for text in ("TIDAK", "BATAL", "gak jadi", "salah"):
        assert said(text, offered(), BOOKED) == (IDLE, ["kept"], None)


def test_after_booking_a_stray_number_books_nothing() -> None:
    after = settle(offered(), Outcome("booked", BOOKED, 1, text=SLOT))
    assert after.replies[0].params == {"s1": SLOT}
    assert said("3", after.state, BOOKED) == (IDLE, ["not_an_option"], None)


def test_cancelling_asks_first() -> None:
    state = decide(State(), parse("BATAL"), BOOKED).state
    assert state.name == CANCEL
    assert said("ya", state, BOOKED)[2] == Effect("cancel", (), 1)
    assert said("ora", state, BOOKED) == (IDLE, ["kept"], None)
    assert said("2", state, BOOKED) == (CANCEL, ["ask_cancel"], None)
    assert said("BATAL", facts=OPEN)[1] == ["no_booking"]


def test_tidak_jadi_without_a_question_takes_the_visit_back() -> None:
    assert said("tidak jadi", facts=BOOKED) == (CANCEL, ["ask_cancel"], None)


def test_a_corrected_batal_or_ganti_asks_what_was_meant() -> None:
    for text, word in (("BTAL", "BATAL"), ("gantii", "GANTI")):
        move = decide(State(), parse(text), BOOKED)
        assert move.state.name == MEANT
        assert move.replies[0].params == {"word": word}
    meant = decide(State(), parse("gantii 1"), BOOKED).state
    assert said("ya", meant, BOOKED)[2] == Effect("offer", ("0",), 1)
    assert said("tidak", meant, BOOKED) == (IDLE, ["kept"], None)


def test_with_several_families_it_asks_which() -> None:
    move = decide(State(), parse("STATUS"), TWO)
    assert move.state.name == WHICH
    assert move.replies[0].params == {"count": "2", "list": "1=..97 2=..12"}
    assert said("2", move.state, TWO)[1] == ["status_open"]
    assert said("12", move.state, TWO)[1] == ["status_open"], "the letter's last digits name it too"
    assert said("9", move.state, TWO) == (WHICH, ["which"], None)
    assert said("STATUS 2", facts=TWO)[1] == ["status_open"]


def test_a_command_that_fits_one_family_only_does_not_ask() -> None:
    facts = Facts((Family(1, "97"), Family(2, "12", slot=SLOT)))
    assert said("BATAL", facts=facts) == (CANCEL, ["ask_cancel"], None)


def test_a_stale_binding_proves_itself_before_the_command_runs() -> None:
    stale = Facts((Family(1, "97", stale=True),))
    move = decide(State(), parse("JADWAL"), stale)
    assert (move.state.name, move.replies[0].message) == (YEAR, "ask_year")
    asked = decide(move.state, parse("1965"), stale)
    assert asked.effect == Effect("reidentify", ("1965",), 1)
    assert settle(asked.state, Outcome("identified", OPEN, 1)).effect == Effect("offer", ("0",), 1)
    assert settle(asked.state, Outcome("not_identified")).state.name == YEAR


@pytest.mark.parametrize("name", STATES)
def test_full_commands_work_in_every_state(name: str) -> None:
    state = State(name=name, family=1, pending="STATUS", options={"1": "x"}, letter="1234567897")
    assert said("BANTU", state, BOOKED)[1] == ["help"]
    assert said("STOP", state, BOOKED)[2] == Effect("stop", (), 1)
    assert said("MULAI", state, BOOKED)[2] == Effect("start", (), 1)
    assert said("PETUGAS", state, BOOKED)[2] == Effect("person", (), 1)
    assert said("bahasa jawa", state, BOOKED)[2] == Effect("language", ("JAWA",))
    assert said("STATUS", state, BOOKED)[1] == ["status_booked"]
    assert said("DAFTAR", state, BOOKED)[1] == ["ask_letter"]
    assert said("PETUGAS P-1234567", state)[2] == Effect("officer", ("P-1234567",), 1)


def test_help_keeps_the_open_question() -> None:
    assert said("BANTU", offered(), OPEN)[0] == SLOTS


def test_the_second_text_nobody_can_read_goes_to_a_person_and_then_there_is_silence() -> None:
    first = decide(State(), parse("asdf qwer"), NOBODY)
    second = decide(first.state, parse("zxcv"), NOBODY)
    third = decide(second.state, parse("\U0001f600"), NOBODY)
    assert first.replies[0].message == "not_understood"
    assert second.effect == Effect("person", ("not_understood",), 0)
    assert (third.replies, third.effect) == ((), None)
    assert decide(third.state, parse("BANTU"), NOBODY).state.strikes == 0


def test_an_unreadable_answer_repeats_the_question() -> None:
    assert said("hmm", State(name=YEAR, letter="1234567897"))[1] == ["ask_year"]
    assert said("hmm", State(name=CANCEL, family=1), BOOKED)[1] == ["ask_cancel"]
    assert said("hmm", State(name=SLOTS, family=1), OPEN)[1] == ["not_an_option"]


def test_a_yes_without_a_question_takes_up_what_was_proposed() -> None:
    assert said("ya", facts=OPEN)[2] == Effect("offer", ("0",), 1)
    assert said("ya batalkan", facts=BOOKED)[1] == ["ask_cancel"]
    assert said("ya", facts=BOOKED)[1] == ["not_understood"]


def test_thanks_are_thanked_for_and_change_nothing() -> None:
    assert said("terima kasih", offered(), OPEN) == (SLOTS, ["thanks_back"], None)


def test_bukan_from_a_bound_phone_calls_a_person() -> None:
    assert said("salah nomor", facts=OPEN)[2] == Effect("person", ("not_me",), 0)


COMMANDS = "DAFTAR STATUS JADWAL GANTI BATAL LAIN BAHASA BANTU PETUGAS STOP MULAI YA TIDAK BUKAN"
ANSWERS = "1 2 97 1965 1234567897 ? x btal"
TEXTS = st.sampled_from(f"{COMMANDS} {ANSWERS}".split()) | st.text(max_size=30)
FACTS = st.sampled_from([NOBODY, OPEN, BOOKED, COUNTED, TWO, Facts((Family(1, "97", stale=True),))])


@given(st.sampled_from(STATES), TEXTS, FACTS, st.integers(0, 3))
def test_every_text_in_every_state_has_a_move(name: str, text: str, facts: Facts, family: int) -> None:
    state = State(name=name, family=family, pending="GANTI 1", options={"1": "x", "4": "y"}, last_option=4)
    move = decide(state, parse(text), facts)
    assert move.state.name in STATES
    assert move.replies or move.effect
