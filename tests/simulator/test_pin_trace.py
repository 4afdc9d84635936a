"""The trace of the pins: a file that a reader of the standard understands, and true times."""

import itertools
import re
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator import pipeline
from generator.errors import RequestError
from generator.runners.desk import Desk
from generator.simulator.vcd import vcd
from tests.simulator.tiny_firmware import build

BOARDS = ("stm32f103c8", "nucleo-g071rb")  # the LED of one is lit by 0, of the other by 1
AROUND_CYCLES = 600
"""The most that writing the pin and reading the counter may add to the pulse."""


def read_vcd(text: str) -> dict[str, list[tuple[int, str]]]:
    """(time, level) of every wire of one bit, by its name: IEEE Std 1364-2005, section 18.2."""
    head, _, body = text.partition("$enddefinitions $end")
    assert "$timescale 1 ps $end" in head
    names = dict(re.findall(r"\$var wire 1 (\S+) (\S+) \$end", head))
    changes: dict[str, list[tuple[int, str]]] = {name: [] for name in names.values()}
    time, last = 0, -1
    for word in body.split():
        if word.startswith("#"):
            time = int(word[1:])
            assert time > last, "times ascend"
            last = time
        elif not word.startswith("$"):
            changes[names[word[1:]]].append((time, word[0]))
    return changes


@pytest.mark.parametrize("name", BOARDS)
def test_the_led_is_lit_for_as_long_as_the_cycles_say(name: str, tmp_path: Path) -> None:
    firmware = build(name)
    led = firmware.board.led
    assert led is not None
    path = tmp_path / "pins.vcd"
    measured = pipeline.run(firmware.firmware, firmware.board, desk=Desk(vcd=path))
    pin = f"P{led.pin.port.upper()}{led.pin.number}"
    levels = read_vcd(path.read_text())[pin]
    lit, dark = ("0", "1") if led.active_low else ("1", "0")
    pulses = [
        (end - begin) * measured.clock_hz / 1e12
        for (begin, one), (end, other) in itertools.pairwise(levels)
        if (one, other) == (lit, dark)
    ]
    assert len(pulses) == 1 + len(measured.runs), "one warms up"
    for pulse, run in zip(pulses[1:], measured.runs, strict=True):
        assert 0 < pulse - run.cycles < AROUND_CYCLES
    spread = [pulse - run.cycles for pulse, run in zip(pulses[1:], measured.runs, strict=True)]
    assert max(spread) - min(spread) <= 0.01 * AROUND_CYCLES, "that takes the same time every time"


def test_many_pins_have_distinct_names() -> None:
    changes = [(n, f"P{port}{pin}", "1") for n, port in enumerate("ABCDEFGHI") for pin in range(16)]
    wires = read_vcd(vcd("board", changes))
    assert len(wires) == 9 * 16
    assert wires["PI15"][-1] == (8, "1")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    firmware = build("stm32f103c8")
    with pytest.raises(RequestError, match="trace cannot be written"):
        pipeline.run(firmware.firmware, firmware.board, desk=Desk(vcd=tmp_path / "no" / "pins.vcd"))
