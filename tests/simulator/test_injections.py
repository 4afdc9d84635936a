"""Faults of the desk: firmware and host get through each with a clear message, or none at all."""

import re

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.console import Console
from generator.errors import RequestError, ToolError
from generator.runners.simulator import connect
from generator.simulator import injections
from generator.simulator.injections import parse
from tests.simulator.tiny_firmware import TinyFirmware, build


@pytest.fixture(scope="module")
def f103() -> TinyFirmware:
    return build("stm32f103c8")


@pytest.fixture(scope="module")
def clean(f103: TinyFirmware) -> tuple[int, int, int]:
    """Clock, cycles and microseconds without any fault."""
    measured = f103.run()
    assert measured.warnings == ()
    return _figures(f103)


def _figures(firmware: TinyFirmware, *inject: str) -> tuple[int, int, int]:
    measured = firmware.run(*inject)
    spread = measured.inference
    return measured.clock_hz, spread.cycles.mean, spread.microseconds.mean


def _refusal(firmware: TinyFirmware, *inject: str) -> str:
    with pytest.raises(ToolError) as caught:
        firmware.run(*inject)
    return str(caught.value)


def test_a_dead_crystal_leaves_the_internal_oscillator(
    f103: TinyFirmware, clean: tuple[int, int, int]
) -> None:
    clock_hz, cycles, microseconds = _figures(f103, "hse-dead")
    assert clock_hz == 64_000_000  # HSI 8 MHz / 2 x 16
    # Both figures of the same microseconds, each rounded.
    assert microseconds == pytest.approx(cycles / 64, abs=1)
    assert microseconds > clean[2]


def test_a_crystal_that_stops_under_way_stops_the_processor(f103: TinyFirmware) -> None:
    text = _refusal(f103, "hse-dead@inference")
    assert "did not answer" in text
    assert "As asked, at cycle" in text
    assert "crystal is dead" in text


def test_a_crystal_a_little_off_is_seen_only_by_the_simulator(
    f103: TinyFirmware, clean: tuple[int, int, int]
) -> None:
    measured = f103.run("crystal-ppm=-200")
    assert measured.inference.cycles.mean == pytest.approx(clean[1], abs=10)
    assert any("0.9998 times" in warning for warning in measured.warnings)


@pytest.mark.parametrize("moment", ["", "@inference"])
def test_a_crystal_far_off_garbles_the_console(f103: TinyFirmware, moment: str) -> None:
    text = _refusal(f103, f"crystal-ppm=60000{moment}")
    assert "1.06 times the 115200 of the terminal" in text


def test_a_noisy_line_gives_no_wrong_figures(f103: TinyFirmware) -> None:
    assert "checksum" in _refusal(f103, "noisy-line=0.001")


def test_a_silent_line_is_no_noise(f103: TinyFirmware, clean: tuple[int, int, int]) -> None:
    assert _figures(f103, "noisy-line=0") == clean


@pytest.mark.parametrize("moment", ["", "@start", "@30ms"])
def test_a_pulled_cable_is_silence(f103: TinyFirmware, moment: str) -> None:
    text = _refusal(f103, f"cable-pulled{moment}")
    assert "did not answer after the reset" in text
    assert "the serial cable is off" in text


@pytest.mark.parametrize("ram", ["kept", "garbage"])
def test_a_brown_out_starts_the_measurement_anew(
    f103: TinyFirmware, clean: tuple[int, int, int], ram: str
) -> None:
    measured = f103.run(f"brown-out={ram}")
    assert measured.inference.count == len(measured.runs)
    assert measured.inference.cycles.mean == pytest.approx(clean[1], abs=10)
    assert any("restarted while it measured" in warning for warning in measured.warnings)


def test_a_brown_out_cuts_off_the_byte_that_is_sent(f103: TinyFirmware) -> None:
    assert len(f103.run("brown-out@30ms").warnings) == 2  # that, and the restart


@pytest.mark.parametrize(
    "name", ["nucleo-f072rb", "nucleo-g071rb", "nucleo-l4r5zi", "nucleo-f746zg", "nucleo-u575zi-q"]
)
def test_other_cores_get_through_as_well(name: str) -> None:
    """The Cortex-M0, M0+, M4, M7 and M33, in the middle of an inference."""
    firmware = build(name)
    restarted = firmware.run("brown-out=garbage")
    assert len(restarted.warnings) == 2
    assert restarted.inference.count == len(restarted.runs)
    assert "The model in flash is damaged" in _refusal(firmware, "flash-flip@inference")
    assert "the serial cable is off" in _refusal(firmware, "cable-pulled")


def test_a_board_that_browns_out_again_and_again_is_given_up(f103: TinyFirmware) -> None:
    times = [f"brown-out@{milliseconds}ms" for milliseconds in range(60, 400, 60)]
    assert "restarted 4 times" in _refusal(f103, *times)


def test_brown_out_has_the_reset_flags_of_a_power_on(f103: TinyFirmware) -> None:
    with connect(f103.firmware.elf, f103.board, injections=[parse("brown-out@20ms")]) as port:
        port.machine.run(0.0195)
        csr = next(p for p in port.machine._peripherals if p.name == "RCC").peek(0x24)
        port.machine.run(0.002)
        assert port.machine.seconds > 0.02
        after = next(p for p in port.machine._peripherals if p.name == "RCC").peek(0x24)
    assert csr >> 26 == after >> 26 == 0b11  # PORRSTF and PINRSTF: RM0008, section 7.3.10


def test_a_stuck_cycle_counter_is_replaced_and_named(
    f103: TinyFirmware, clean: tuple[int, int, int]
) -> None:
    measured = f103.run("cyccnt-stuck")
    assert measured.inference.cycles.mean == pytest.approx(clean[1], rel=0.01)
    assert any("SysTick, as the DWT counter stands still" in w for w in measured.warnings)


def test_a_counter_that_stops_under_way_gives_no_figures(f103: TinyFirmware) -> None:
    assert "The cycle counter stopped while it was needed" in _refusal(
        f103, "cyccnt-stuck@inference"
    )


@pytest.mark.parametrize("moment", ["", "@inference", "@700000"])
def test_a_bit_of_the_weights_is_noticed(f103: TinyFirmware, moment: str) -> None:
    text = _refusal(f103, f"flash-flip{moment}")
    assert "gives no figures: The model in flash is damaged" in text
    assert "has turned over" in text


def test_any_bit_of_a_weight_is_noticed(f103: TinyFirmware) -> None:
    with connect(f103.firmware.elf, f103.board) as port:
        address = port.machine.symbol("layer_6_weights")
    for bit in (0, 4, 7):
        assert "damaged" in _refusal(f103, f"flash-flip=0x{address + 3:08x}.{bit}")


def test_a_bit_of_the_code_cannot_hang_the_host(f103: TinyFirmware) -> None:
    """The reset vector: the first fetch faults, before there is a console to say so."""
    assert "did not answer after the reset" in _refusal(f103, "flash-flip=0x08000007.4")


def test_a_moment_that_does_not_come_is_told(
    f103: TinyFirmware, clean: tuple[int, int, int]
) -> None:
    measured = f103.run("brown-out@99999999999", "cable-pulled@3600s")
    assert measured.inference.cycles.mean == clean[1]
    assert measured.warnings == (
        "brown-out was asked for at cycle 99,999,999,999, which has not come.",
        "cable-pulled was asked for at 3600.000000 s, which has not come.",
    )
    text = _refusal(f103, "cable-pulled@start", "hse-dead@inference")
    assert "hse-dead was asked for during the first counted inference, which has not come" in text


def test_two_faults_at_once(f103: TinyFirmware) -> None:
    measured = f103.run("hse-dead", "cyccnt-stuck")
    assert measured.clock_hz == 64_000_000
    assert any("SysTick" in warning for warning in measured.warnings)


def test_a_board_without_a_crystal_has_none_to_break() -> None:
    g071 = build("nucleo-g071rb")
    assert g071.board.clock_wish.source == "hsi"
    with pytest.raises(RequestError, match="not from a crystal"):
        g071.run("hse-dead")
    with pytest.raises(RequestError, match="no cycle counter"):
        g071.run("cyccnt-stuck")


def test_commands_over_a_pulled_cable_end(f103: TinyFirmware) -> None:
    with connect(f103.firmware.elf, f103.board) as port:
        console = Console(port)
        console.boot_log()
        port.machine.line.connected = False
        with pytest.raises(ToolError, match="did not answer to 'infer 1 0'"):
            console.infer()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hse_dead", "no fault called"),
        ("hse-dead=1", "takes no value"),
        ("crystal-ppm", "needs a value"),
        ("crystal-ppm=much", "not a number"),
        ("noisy-line=2", "not between"),
        ("cable-pulled@noon", "moment 'noon'"),
        ("cable-pulled@-5ms", "moment '-5ms'"),
        ("cable-pulled@" + 5000 * "9", "is none of start, inference"),
        ("cable-pulled@" + 400 * "9" + "s", "is none of start, inference"),
        ("brown-out=lost", "neither kept nor garbage"),
        ("flash-flip=0x0800.9", "neither weights nor an address"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(RequestError, match=re.escape(sentence)):
        parse(text)


def test_every_fault_has_a_line_of_help() -> None:
    for name in injections.names():
        assert re.fullmatch(rf"{name}(=[A-Z]+)?: [a-z].*", injections.summary(name))
