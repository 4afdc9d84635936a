"""Conversations with the firmware, as the MLPerf Tiny runner and our host have them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.host_app import App

LOAD = "db load 12%db 000102030405060708090a0b%"
LOADED = ["m-[Expecting 12 bytes]", "m-ready", "m-load-done", "m-ready"]


def only_answer(app: App, command: str) -> list[str]:
    lines = app.answers(f"{command}%")
    assert lines[-1] == "m-ready"
    return lines[:-1]


def test_name_holds_the_word_that_the_runner_checks(app: App) -> None:
    assert only_answer(app, "name") == ["m-name-dut-[stand-in]"]


def test_profile(app: App) -> None:
    assert only_answer(app, "profile") == [
        "m-profile-[ULPMark for tinyML Firmware V0.0.1]",
        "m-model-[kws01]",
    ]


def test_timestamp_is_in_microseconds(app: App) -> None:
    # Four inferences at boot took 71000 + 72000 + 73000 + 74000 cycles at 72 MHz.
    (line,) = only_answer(app, "timestamp")
    assert 290000 / 72 <= int(line.removeprefix("m-lap-us-")) < 290000 / 72 + 10


def test_load_and_print(app: App) -> None:
    assert app.answers(f"{LOAD}db print%") == [
        *LOADED,
        "m-buffer-00-01-02-03-04-05-06-07",
        "m-buffer-08-09-0a-0b",
        "m-ready",
    ]


def test_load_in_the_runners_chunks_of_any_case(app: App) -> None:
    assert app.answers("db load 12%db 0001%db 0203040506070809%db 0A0b%")[-3:] == [
        "m-ready",
        "m-load-done",
        "m-ready",
    ]


def test_infer_says_what_the_standard_says(app: App) -> None:
    lines = app.answers(f"{LOAD}infer 2 1%")[len(LOADED) :]
    assert lines[:3] == ["m-warmup-start-1", "m-warmup-done", "m-infer-start-2"]
    start, stop = (int(line.removeprefix("m-lap-us-")) for line in lines[3:5])
    assert (76000 + 77000) / 72 <= stop - start < (76000 + 77000) / 72 + 10
    assert lines[5] == "m-infer-done"
    results = ",".join(f"{(stored + 127) / 2:.6f}" for stored in range(12))
    assert lines[6:] == [f"m-results-[{results}]", "m-ready"]


def test_ten_warm_ups_by_default_as_the_reference_has(app: App) -> None:
    assert app.answers("infer 1%")[0] == "m-warmup-start-10"
    assert app.answers("infer%")[2] == "m-infer-start-1"


def test_the_input_is_loaded_anew_for_every_inference(app: App) -> None:
    # The stand-in spoils its input while it runs.
    outputs = app.answers(f"{LOAD}infer 3 2%outputs%")[-2]
    assert outputs == f"m-outputs-[{bytes(range(12)).hex()}]"


def test_layers_are_timed_one_by_one(app: App) -> None:
    assert only_answer(app, "layers") == [
        "m-layer-[0,0 COPY,123,70000]",
        "m-layer-[1,1 SPOIL,0,5000]",
    ]


def test_help_names_every_word(app: App) -> None:
    words = {line.split()[0] for line in only_answer(app, "help")[1:]}
    standard = {"name", "profile", "timestamp", "db", "infer", "results", "help"}
    assert words == standard | {"info", "memory", "layers", "outputs", "init"}


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("nonsense", "Unknown command: nonsense"),
        ("", "Unknown command: "),
        ("infer 0", "Inference iterations must be >0"),
        ("infer -1", "Inference iterations must be >0"),
        ("infer 1 x", "Inference warmup must be >=0"),
        ("infer 9999999999", "Inference iterations must be >0"),
        ("db load", "db load needs a number of bytes"),
        ("db load 0", "db load needs a number of bytes"),
        ("db load 13", "The inputs have only 12 bytes"),
        ("db load 4294967297", "db load needs a number of bytes"),
        ("db 00", "Announce the bytes with db load first"),
        ("x" * 79, "Unknown command: " + "x" * 79),
        ("x" * 80, "A command has at most 79 characters"),
        ("x" * 5000, "A command has at most 79 characters"),
    ],
)
def test_refusals(app: App, command: str, error: str) -> None:
    assert only_answer(app, command) == [f"e-[{error}]"]


@pytest.mark.parametrize(
    ("digits", "error"),
    [
        ("000", "Insufficent number of hex digits"),
        ("0g", "Not a hex digit in 0g"),
        ("00" * 13, "More bytes than db load announced"),
    ],
)
def test_a_faulty_chunk_stores_nothing_and_can_be_sent_again(
    app: App, digits: str, error: str
) -> None:
    lines = app.answers(f"db load 12%db {digits}%db {'07' * 12}%")
    assert lines[2:] == [f"e-[{error}]", "m-ready", "m-load-done", "m-ready"]


def test_line_ends_of_people_at_a_terminal_are_ignored(app: App) -> None:
    assert app.answers("name%\r\nname%\n") == ["m-name-dut-[stand-in]", "m-ready"] * 2


def test_a_load_may_be_started_over(app: App) -> None:
    assert app.answers(f"db load 12%db 00%{LOAD}")[-1 - len(LOADED) :] == ["m-ready", *LOADED]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("dblo load infr prt0129aFg%\r \x00é", max_size=120), max_size=6))
def test_whatever_is_sent_each_command_gets_one_ready(app: App, sent: list[str]) -> None:
    text = "%".join(sent) + "%"
    if any(word.isdigit() and int(word) > 100 for word in text.replace("%", " ").split()):
        return  # thousands of inferences: slow, and not what this is about
    assert app.answers(text).count("m-ready") == text.count("%")
