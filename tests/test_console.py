"""The host's side of the console: against the real application and boards that misbehave."""

import os
import re
import select
import subprocess
import zlib
from collections.abc import Iterator

import numpy as np
import pytest

from generator.application import Application
from generator.console import Console, fields
from generator.errors import ToolError
from generator.measurement import LayerCycles
from tests.app.host_app import App, build, half_steps, tiny_program


class HostPort:
    """The application as a program of the host, at the other end of two pipes."""

    source = "serial"

    def __init__(self, app: App) -> None:
        self._process = subprocess.Popen(
            app.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdin and self._process.stdout
        self._input, self._output = self._process.stdin, self._process.stdout

    def read(self, timeout_seconds: float) -> bytes:
        ready, _, _ = select.select([self._output], [], [], timeout_seconds)
        return os.read(self._output.fileno(), 4096) if ready else b""

    def write(self, data: bytes) -> None:
        self._input.write(data)

    def close(self) -> None:
        self._input.close()
        self._process.wait(timeout=10)
        self._output.close()


class ScriptedPort:
    """Says what it is told to, a few bytes at a time, and then nothing more."""

    source = "serial"

    def __init__(self, says: bytes, forever: bool = False) -> None:
        self.left, self.says, self.forever = says, says, forever

    def read(self, timeout_seconds: float) -> bytes:
        part, self.left = self.left[:7], self.left[7:]
        if self.forever and not self.left:
            self.left = self.says
        return part

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    if subprocess.run(["which", "gcc"], capture_output=True, check=False).returncode != 0:
        pytest.skip("gcc is not installed, so the application cannot run on the host")
    program = tiny_program("int8", 100, half_steps())
    return build(tmp_path_factory.mktemp("console"), program, Application("tiny", runs=2))


@pytest.fixture
def console(app: App) -> Iterator[Console]:
    port = HostPort(app)
    console = Console(port, patience_seconds=10)
    console.boot_log()
    yield console
    port.close()


def test_the_boot_log_ends_before_ready(app: App) -> None:
    port = HostPort(app)
    log = Console(port, patience_seconds=10).boot_log()
    port.close()
    assert log[0] == "m-info-board-[stand-in]"
    assert log[-1] == "m-init-done"


def test_a_whole_conversation(console: Console) -> None:
    stored = np.arange(-50, 50, dtype=np.int8)
    console.load(stored.tobytes())
    assert console.infer(2, 1) == [(int(q) + 127) / 2 for q in stored]
    assert console.outputs() == (stored.tobytes(),)
    assert console.layers() == (
        LayerCycles(0, "0 COPY", 123, 70000),
        LayerCycles(1, "1 SPOIL", 0, 7000),
    )
    assert fields(console.command("info"))["info-board"] == "stand-in"


def test_a_refusal_is_an_error_and_the_conversation_goes_on(console: Console) -> None:
    with pytest.raises(ToolError, match="refused 'db load 101': The inputs have only 100 bytes"):
        console.load(bytes(101))
    console.load(bytes(100))
    assert console.infer() == [63.5] * 100


def test_a_short_load_is_noticed(console: Console) -> None:
    console.command("db load 100")
    with pytest.raises(ToolError, match="More bytes than db load announced"):
        console.command("db 00")
        console.command("db " + "00" * 38)
        console.command("db " + "00" * 38)
        console.command("db " + "00" * 38)


FAULT = (
    b"m-info-board-[stm32f103c8]\r\n\r\nfault: BusFault\r\nfault: cfsr 0x00008200\r\n"
    b"fault: bfar 0x20005000\r\nfault: pc 0x08000124\r\nfault: stopped\r\n"
)


def test_a_fault_report_becomes_an_error_with_the_source_line() -> None:
    located = {0x08000124: "kws_run at kws.c:40"}
    with pytest.raises(ToolError) as caught:
        Console(ScriptedPort(FAULT), locate=located.get).boot_log()
    assert str(caught.value) == (
        "The firmware stopped with a BusFault.\n  cfsr 0x00008200\n"
        "  bfar 0x20005000\n  pc 0x08000124 (kws_run at kws.c:40)"
    )


def test_a_fault_report_that_breaks_off_is_told_as_far_as_it_goes() -> None:
    with pytest.raises(ToolError, match=r"BusFault.*\n.*cfsr") as caught:
        Console(ScriptedPort(FAULT[:80]), patience_seconds=3).boot_log()
    assert "pc" not in str(caught.value)


def test_a_silent_board_is_given_up() -> None:
    with pytest.raises(ToolError, match="did not answer after the reset within 3 s\\."):
        Console(ScriptedPort(b""), patience_seconds=3).boot_log()


def test_a_board_that_stops_in_the_middle_of_a_line_is_quoted() -> None:
    with pytest.raises(ToolError, match=re.escape("it stopped at 'm-info-bo'")):
        Console(ScriptedPort(b"m-info-bo"), patience_seconds=3).boot_log()


def test_a_board_that_never_ends_its_line_is_given_up() -> None:
    with pytest.raises(ToolError, match="did not answer"):
        Console(ScriptedPort(b"abcdefg" * 1000, forever=True)).boot_log()


def test_noise_is_taken_for_a_wrong_baud_rate() -> None:
    noise = bytes(np.random.default_rng(1).integers(0, 256, 200, np.uint8)).replace(b"\n", b"\xf0")
    with pytest.raises(ToolError, match="baud"):
        Console(ScriptedPort(noise)).boot_log()


def test_a_stray_byte_at_power_on_is_no_noise() -> None:
    checked = b"m-info-board-[b]\r\n"
    end = f"m-log-crc32-[{zlib.crc32(checked):08x}]\r\nm-init-done\r\nm-ready\r\n".encode()
    log = b"\xff\x00" + checked + end
    assert Console(ScriptedPort(log)).boot_log()[-1] == "m-init-done"


def _boot(*lines: str) -> bytes:
    text = "".join(f"{line}\r\n" for line in ("m-info-board-[b]", *lines))
    return f"{text}m-log-crc32-[{zlib.crc32(text.encode()):08x}]\r\nm-ready\r\n".encode()


def test_every_damaged_byte_of_the_boot_log_is_noticed() -> None:
    log = _boot("m-inference-count-[10]", "m-inference-cycles-[7229384,7229431,7229478]")
    assert Console(ScriptedPort(log)).boot_log()[1] == "m-inference-count-[10]"
    for position in range(len("m-info-board-["), log.index(b"m-ready")):
        for damage in (b"", bytes((log[position] ^ 4,))):
            if log[position] == 13 and not damage:
                continue  # a line may end without its CR
            damaged = log[:position] + damage + log[position + 1 :]
            with pytest.raises(ToolError):
                Console(ScriptedPort(damaged), patience_seconds=2).boot_log()


def test_a_restart_in_the_middle_begins_the_log_anew() -> None:
    console = Console(ScriptedPort(_boot("m-inference-[1,")[:40] + _boot("m-x-[2]")))
    assert console.boot_log()[1] == "m-x-[2]"
    assert console.restarts == 1


def test_a_board_that_restarts_for_ever_is_given_up() -> None:
    port = ScriptedPort(b"m-info-board-[b]\r\nm-x-[2]\r\n", forever=True)
    with pytest.raises(ToolError, match="restarted 4 times"):
        Console(port).boot_log()


def test_a_boot_log_that_reports_an_error_gives_no_figures() -> None:
    port = ScriptedPort(_boot("e-[The model in flash is damaged]"))
    with pytest.raises(ToolError, match="no figures: The model in flash is damaged"):
        Console(port).boot_log()
