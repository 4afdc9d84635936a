"""The debugger itself, without a client: what it halts at, and what one step is."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.simulator.machine import Machine
from generator.simulator.watchpoints import Watchpoint
from tests.simulator.simulated_board import F103, build, word


def test_a_watchpoint_at_a_conditional_store(tmp_path: Path) -> None:
    """The emulator cannot stop before it: the board halts soon after it, as boards do."""
    source = """
#include <stdint.h>
volatile uint32_t target, turns;
int main(void)
{
    for (;;) {
        __asm volatile("cmp %1, #5\\n ite eq\\n streq %1, [%0]\\n movne r3, #1"
                       :: "r"(&target), "r"(turns) : "r3", "cc", "memory");
        turns++;
    }
}
"""
    machine = Machine(F103, build(tmp_path, F103, source))
    target = machine.symbol("target")
    machine.debugger.attach(True)
    machine.debugger.set_breakpoint(machine.symbol("main"), True)
    machine.run(0.01)
    assert machine.debugger.set_watchpoint(Watchpoint(target, 4, False, True), True)
    machine.debugger.go_on()
    machine.run(0.01)
    assert machine.debugger.watchpoint == Watchpoint(target, 4, False, True)
    assert word(machine, "target") == 5
    assert word(machine, "turns") in (5, 6)
    machine.debugger.go_on()
    machine.run(0.01)
    assert not machine.debugger.stopped
    assert word(machine, "turns") > 1000


def test_an_it_block_is_one_step(tmp_path: Path) -> None:
    source = """
int main(void)
{
    __asm volatile("movs r0, #1\\n cmp r0, #1\\n"
                   ".global before\\n before:\\n"
                   "ite eq\\n moveq r1, #5\\n movne r1, #6\\n"
                   ".global behind\\n behind: nop\\n" ::: "r0", "r1", "cc");
    for (;;) {
    }
}
"""
    machine = Machine(F103, build(tmp_path, F103, source))
    debugger = machine.debugger
    debugger.attach(True)
    debugger.set_breakpoint(machine.symbol("before"), True)
    machine.run(0.01)
    assert debugger.stopped
    debugger.step()
    assert machine._processor.execution.pc == machine.symbol("behind") & ~1
    assert machine._engine.registers()[1] == 5
