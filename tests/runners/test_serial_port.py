"""The serial runner on a pair of pseudo-terminals."""

import os
import pty
import threading
import time
from collections.abc import Iterator

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from generator.errors import ToolError
from generator.runners import serial


@pytest.fixture
def wire() -> Iterator[tuple[int, str]]:
    """The board's end as a descriptor, and the host's end by name."""
    board, host = pty.openpty()
    yield board, os.ttyname(host)
    os.close(board)
    os.close(host)


def test_bytes_go_both_ways_unchanged(wire: tuple[int, str]) -> None:
    board, name = wire
    sent = bytes(range(256))
    with serial.connect(name, 115200) as port:
        assert port.source == "serial"
        os.write(board, sent)
        received = b""
        while len(received) < len(sent):
            received += port.read(1.0)
        assert received == sent
        port.write(sent)
        assert os.read(board, 1000) == sent


def test_silence_ends_after_the_timeout(wire: tuple[int, str]) -> None:
    with serial.connect(wire[1], 115200) as port:
        start = time.monotonic()
        assert port.read(0.2) == b""
        assert 0.15 < time.monotonic() - start < 2


def test_reading_returns_as_soon_as_something_arrives(wire: tuple[int, str]) -> None:
    board, name = wire
    with serial.connect(name, 115200) as port:
        threading.Timer(0.2, os.write, (board, b"m-ready\r\n")).start()
        start = time.monotonic()
        assert port.read(30.0)
        assert time.monotonic() - start < 10


def test_what_was_sent_before_the_port_was_open_is_forgotten(wire: tuple[int, str]) -> None:
    board, name = wire
    os.write(board, b"half a line of an earlier run")
    with serial.connect(name, 115200) as port:
        os.write(board, b"new")
        assert port.read(1.0) == b"new"


def test_a_wrong_name_is_answered_with_the_ports_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serial, "ports", lambda: ["/dev/ttyACM0", "/dev/ttyUSB0"])
    with pytest.raises(ToolError, match="cannot be opened") as caught:
        serial.connect("/dev/ttyUSB9", 115200)
    assert caught.value.where == "/dev/ttyUSB9"
    assert "/dev/ttyUSB0" in str(caught.value.hint)


def test_without_any_port_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial, "ports", list)
    with pytest.raises(ToolError, match="No serial port is connected"):
        serial.connect("/dev/ttyUSB9", 115200)


def test_a_port_in_use_is_refused(wire: tuple[int, str]) -> None:
    with serial.connect(wire[1], 115200), pytest.raises(ToolError, match="cannot be opened"):
        serial.connect(wire[1], 115200)


def test_a_board_is_looked_for_on_usb_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer's own port, which many have, is open to anybody and no board is at its end."""
    own, adapter = ListPortInfo("/dev/ttyS0"), ListPortInfo("/dev/ttyUSB0")
    adapter.vid = 0x1A86
    monkeypatch.setattr(list_ports, "comports", lambda: [adapter, own])
    assert serial.ports() == ["/dev/ttyS0", "/dev/ttyUSB0"]
    assert serial.usb_ports() == ["/dev/ttyUSB0"]
