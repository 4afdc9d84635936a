"""`run` with a desk around the simulated board, as it is typed."""

from pathlib import Path

import pytest

from tests.command_line import generator

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--inject", "gremlins"], "no fault called 'gremlins'"),
        (["--inject", "hse-dead", "--port", "/dev/null"], "leave out --port"),
        (["--pace"], "--pace is for --gdb and --pty"),
        (["--gdb", "3333", "--json", "x.json"], "leave out --json"),
        (["--gdb", "99999"], "99999"),
        (["--vcd", "nowhere/pins.vcd"], "nowhere: There is no such folder"),
        (["--pty", "--layers"], "Nothing is measured with --gdb and --pty"),
    ],
)
def test_a_request_that_means_nothing_is_refused_at_once(
    tmp_path: Path, words: list[str], sentence: str
) -> None:
    done = generator("run", "kws", "--board", "stm32f103c8", *words, folder=tmp_path)
    assert done.code == 2
    assert sentence in done.err
    assert list(tmp_path.iterdir()) == [], "nothing is rendered or built for it"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["-O", "size"], "With --elf nothing is rendered"),
        (["--force"], "With --elf nothing is rendered"),
        (["--vcd", "firmware.elf"], "firmware.elf: This would overwrite the firmware"),
        (["--json", "firmware.elf"], "firmware.elf: This would overwrite the firmware"),
    ],
)
def test_a_firmware_that_is_there_stays_as_it_is(
    tmp_path: Path, words: list[str], sentence: str
) -> None:
    firmware = tmp_path / "firmware.elf"
    firmware.write_bytes(b"mine")
    ready = ["--elf", "firmware.elf", "--board", "stm32f103c8"]
    done = generator("run", *ready, *words, folder=tmp_path)
    assert done.code == 2
    assert sentence in done.err
    assert firmware.read_bytes() == b"mine"


def test_the_help_knows_every_fault(tmp_path: Path) -> None:
    text = generator("run", "--help", folder=tmp_path).out
    for line in ("hse-dead: the crystal", "crystal-ppm=N: ", "flash-flip=PLACE: "):
        assert line in text
