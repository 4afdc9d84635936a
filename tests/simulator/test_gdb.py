"""The GDB server, by a client of the protocol."""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.errors import ToolError
from generator.simulator.gdb.packets import framed
from generator.simulator.gdb.server import GdbServer
from generator.simulator.machine import Machine
from tests.simulator.gdb_client import PROGRAM, Client, Served
from tests.simulator.simulated_board import F103, build

PC, SP = 15, 13


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(Machine(F103, build(tmp_path, F103, PROGRAM, flags=["-g"])))
    yield served
    served.stop()


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    client = Client(served.port)
    yield client
    client.close()


def test_the_board_waits_at_its_first_instruction(served: Served, client: Client) -> None:
    assert client.ask("?") == "S05"
    assert client.register(PC) == served.machine.symbol("Reset_Handler")
    assert client.register(SP) == client.word(0x08000000)
    assert served.machine.cycles == 0


def test_breakpoint_step_and_continue(served: Served, client: Client) -> None:
    add = served.machine.symbol("add")
    assert client.ask(f"Z1,{add:x},2") == "OK"
    for rounds in range(3):
        assert client.ask("c") == "S05"
        assert client.register(PC) == add
        assert client.register(0) == rounds == client.word(served.machine.symbol("rounds"))
    assert client.ask("s") == "S05"
    assert client.register(PC) == add + 2
    assert client.register(0) == 2 + 40
    assert client.ask(f"z1,{add:x},2") == "OK"
    assert client.ask("c") == "S05", "the program's own BKPT"
    assert client.word(served.machine.symbol("rounds")) == 1000


@pytest.mark.parametrize(
    ("kind", "name"), [(2, "watch"), (3, "rwatch"), (4, "awatch")], ids=["stores", "loads", "both"]
)
def test_watchpoints(served: Served, client: Client, kind: int, name: str) -> None:
    """They halt before the instruction, which a step or going on executes."""
    machine = served.machine
    sums = machine.symbol("sums")
    address = machine.symbol("rounds") if kind != 2 else sums + 4
    assert client.ask(f"Z1,{machine.symbol('main'):x},2") == "OK"
    client.ask("c")
    assert client.ask(f"Z{kind},{address:x},4") == "OK"
    hits = []
    for _ in range(3):
        assert client.ask("c") == f"T05{name}:{address:x};"
        assert client.ask("?") == f"T05{name}:{address:x};"
        pc = client.register(PC)
        assert client.ask("s") in ("S05", f"T05{name}:{address:x};")
        assert client.register(PC) != pc, "stepping leaves the watchpoint"
        hits.append(client.word(address))
    if kind == 2:
        assert hits == [41, 45, 49]
    assert client.ask(f"z{kind},{address:x},4") == "OK"
    assert client.ask("c") == "S05", "the program's own BKPT"
    assert [client.word(sums + 4 * n) for n in range(4)] == [1036, 1037, 1038, 1039]


def test_detaching_forgets_watchpoints(served: Served, client: Client) -> None:
    rounds = served.machine.symbol("rounds")
    assert client.ask(f"Z2,{rounds:x},4") == "OK"
    assert client.ask("c").startswith("T05watch")
    assert client.ask("D") == "OK"
    second = Client(served.port)
    assert second.ask("?") == "S05"
    second.close()


def test_cycles_do_not_depend_on_the_debugger(served: Served, client: Client) -> None:
    add = served.machine.symbol("add")
    client.ask(f"Z0,{add:x},2")
    for _ in range(5):
        client.ask("c")
    for _ in range(20):
        client.ask("s")
    client.ask(f"z0,{add:x},2")
    client.ask("c")
    watched = Machine(F103, served.machine._image.path)
    watched.debugger.attach(True)
    watched.run(1.0)
    assert served.machine.instructions == watched.instructions
    assert served.machine.cycles == pytest.approx(watched.cycles, abs=60)


def test_registers_and_memory_can_be_written(served: Served, client: Client) -> None:
    add = served.machine.symbol("add")
    client.ask(f"Z0,{add:x},2")
    client.ask("c")
    assert client.ask("P0=e8030000") == "OK"  # r0 = 1000
    sums = served.machine.symbol("sums")
    assert client.ask(f"M{sums + 12:x},4:efbeadde") == "OK"
    assert client.ask(f"X{sums + 8:x},3:#ab") == "OK"  # on its way the # is }\x03
    client.ask("c")
    assert client.word(sums) == 1040
    assert client.word(sums + 12) == 0xDEADBEEF
    assert client.ask(f"m{sums + 8:x},4") == "23616200"
    registers = client.ask("g")
    assert len(registers) == 2 * 4 * (16 + 1 + 6)
    assert client.ask("G" + registers) == "OK"
    assert client.ask("g") == registers


def test_peripherals_are_read_and_gaps_refused(client: Client) -> None:
    assert client.word(0x40021000) == 0x83, "RCC_CR after reset"
    assert client.ask("M40021018,4:04000000") == "OK"
    assert client.word(0x40021018) == 4
    assert client.ask("m60000000,4") == "E01"
    assert client.ask("M60000000,4:00000000") == "E01"
    assert client.ask("mnonsense") == "E01"
    assert client.ask("Z2,40021000,4") == "E01", "peripherals are not watched"
    assert client.ask("Z2,20000000,0") == "E01"
    assert client.ask("Z9,20000000,4") == ""


def test_interrupt_stops_a_running_program(tmp_path: Path) -> None:
    endless = "int main(void)\n{\n    for (;;) {\n    }\n}\n"
    served = Served(Machine(F103, build(tmp_path, F103, endless)))
    client = Client(served.port)
    client.tell("c")
    client.interrupt()
    assert client.hear() == "S02"
    assert client.ask("s") == "S05"
    client.tell("c")
    client.interrupt()
    assert client.hear() == "S02"
    assert client.ask("vKill;1") == "OK"
    client.close()
    served.stop()


def test_reset_detach_and_a_second_client(served: Served, client: Client) -> None:
    client.ask(f"Z1,{served.machine.symbol('add'):x},2")
    client.ask("c")
    assert client.ask("qRcmd," + b"reset halt".hex()) == "OK"
    assert client.register(PC) == served.machine.symbol("Reset_Handler")
    assert "monitor reset" in bytes.fromhex(client.ask("qRcmd," + b"help".hex())).decode()
    assert client.ask("D") == "OK"
    second = Client(served.port)
    second.ask("?")
    assert second.register(PC) != 0
    second.close()


def test_load_writes_flash(served: Served, client: Client) -> None:
    add = served.machine.symbol("add")
    assert client.ask("vFlashErase:8008000,400") == "OK"
    assert client.ask("m8008000,4") == "ffffffff"
    subtract = bytes.fromhex("401a")  # SUBS r0, r0, r1
    client.tell(f"vFlashWrite:{add:x}:" + subtract.decode("latin-1"))
    assert client.hear() == "OK"
    assert client.ask("vFlashDone") == "OK"
    assert client.ask("vFlashErase:60000000,400") == "E01"
    assert client.ask("vFlashErase:8000000,ffffffffffff") == "E01"
    client.ask("c")  # to the BKPT
    last = (999 - 40) & 0xFFFFFFFF
    assert client.word(served.machine.symbol("sums") + 4 * (999 % 4)) == last


def test_a_gdb_that_vanishes_ends_the_program(served: Served) -> None:
    """With its connection reset, so that the answers find nobody."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=60)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(framed(b"?"))
    assert connection.recv(1) == b"+"
    connection.sendall(framed(b"m8000000,4000") * 500)
    connection.close()
    served._thread.join(30)
    assert not served._thread.is_alive()


def test_who_only_asks_whether_the_port_is_open_changes_nothing(served: Served) -> None:
    """Editors do before they start GDB."""
    for _ in range(2):
        socket.create_connection(("127.0.0.1", served.port), timeout=60).close()
    client = Client(served.port)
    assert client.ask("?")[0] in "ST"
    assert client.register(PC) == served.machine.symbol("Reset_Handler")
    assert served.machine.cycles == 0
    client.close()


def test_registers_that_make_no_sense_do_not_hang_the_board(served: Served, client: Client) -> None:
    assert client.ask("G" + 400 * "f") == "OK"
    client.tell("c")
    client.interrupt()
    assert client.hear() in ("S02", "S0b")


def test_a_lockup_is_told_and_a_reset_ends_it(served: Served, client: Client) -> None:
    """FAULTMASK is set and there is no code: no handler can be entered."""
    assert client.ask("G" + 400 * "f") == "OK"
    assert client.ask("s") == "S0b"
    assert client.ask("c") == "S0b"
    assert served.machine.lockup is not None
    assert client.ask("qRcmd," + b"reset".hex()) == "OK"
    assert client.ask("s") == "S05"
    assert client.ask("c") == "S05", "the program's own BKPT"
    assert served.machine.lockup is None


def test_a_port_that_is_taken_is_an_error(served: Served) -> None:
    with pytest.raises(ToolError, match="cannot be opened"):
        GdbServer(served.machine.debugger, F103.part, served.port)
