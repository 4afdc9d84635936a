"""Interrupts at work: SysTick, SVC, PendSV, a console by interrupt, and float registers kept."""

import struct
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from tests.simulator.simulated_board import F103, L4R5, booted, build, word

INTERRUPTS = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t ticks, order, svc_argument, masked_ticks, thread_ipsr;
void SysTick_Handler(void) { ticks++; }
void PendSV_Handler(void) { order = order * 10 + 2; }
void SVC_Handler(void)
{
    order = order * 10 + 1;
    REG(0xE000ED04) = 1u << 28;   /* PendSV waits until this handler returns */
    order = order * 10 + 3;
}
int main(void)
{
    REG(0xE000ED20) = 0x00FF0000u; /* PendSV: least urgent */
    __asm volatile("svc 7");
    REG(0xE000E014) = 7999;        /* 1 ms at 8 MHz */
    REG(0xE000E018) = 0;
    REG(0xE000E010) = 7;
    while (ticks < 5) {
    }
    __asm volatile("cpsid i" ::: "memory");
    (void)REG(0xE000E010);         /* clears COUNTFLAG */
    for (uint32_t wraps = 0; wraps < 4;) {
        wraps += REG(0xE000E010) >> 16 & 1;
    }
    masked_ticks = ticks;
    __asm volatile("cpsie i\\n isb" ::: "memory");
    uint32_t after = ticks;
    order = order * 10 + (after - masked_ticks);
    while (ticks < 10) {
        __asm volatile("wfi");
    }
    __asm volatile("mrs %0, ipsr" : "=r"(thread_ipsr));
    for (;;) {
    }
}
"""


@pytest.mark.parametrize("native", [True, False])
def test_systick_svc_pendsv_and_masking(tmp_path: Path, native: bool) -> None:
    elf = build(tmp_path, F103, INTERRUPTS)
    machine = booted(elf, F103, 0.0205, native=native)
    # SVC runs to its end before PendSV; one tick waits for PRIMASK, however long it is masked.
    assert word(machine, "order") == 1321
    assert word(machine, "thread_ipsr") == 0
    assert word(machine, "ticks") == 20 - 3  # four passed while masked, one of them was kept
    assert machine.lockup is None


UART_INTERRUPT = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t entries, sleeps;
static volatile char queue[16];
static volatile uint32_t head, tail;
void Interrupt37_Handler(void)
{
    entries++;
    if (REG(0x40013800) & 1u << 5) {
        queue[head++ % 16] = (char)REG(0x40013804);
        REG(0x4001380C) |= 1u << 7;          /* TXEIE: there is something to send */
    }
    if ((REG(0x4001380C) & 1u << 7) && (REG(0x40013800) & 1u << 7)) {
        if (tail != head) {
            REG(0x40013804) = (uint8_t)queue[tail++ % 16];
        } else {
            REG(0x4001380C) &= ~(1u << 7);
        }
    }
}
int main(void)
{
    REG(0x40021018) |= 1u << 2 | 1u << 14;
    REG(0x40010804) = 0x444444B4u;
    REG(0x40013808) = 69;
    REG(0x4001380C) = 1u << 13 | 1u << 5 | 1u << 3 | 1u << 2;
    REG(0xE000E104) = 1u << 5;               /* interrupt 37 */
    for (;;) {
        __asm volatile("wfi");
        sleeps++;
    }
}
"""


@pytest.mark.parametrize("native", [True, False])
def test_interrupt_driven_console(tmp_path: Path, native: bool) -> None:
    machine = booted(build(tmp_path, F103, UART_INTERRUPT), F103, 0.001, native=native)
    machine.line.send(b"echo by interrupt")
    machine.run(0.01)
    assert machine.line.to_host == b"echo by interrupt"
    assert machine.reports == []
    # One entry for each byte, and one that finds nothing more to send. Where the byte before is
    # still leaving, TXE has come and gone: a chained entry in between finds nothing to do.
    assert 2 * 17 <= word(machine, "entries") <= 3 * 17
    assert 17 <= word(machine, "sleeps") <= 2 * 17


FLOAT_CONTEXT = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t ticks;
volatile float kept;
void SysTick_Handler(void)
{
    volatile float disturb = 1.0f;
    for (uint32_t i = 0; i < 4; i++) {
        disturb = disturb * 3.0f + (float)ticks;
    }
    ticks++;
}
int main(void)
{
    REG(0xE000ED88) |= 0xFu << 20;
    __asm volatile("dsb\\n isb");
    REG(0xE000E014) = 399;
    REG(0xE000E010) = 7;
    float a = 1.0f, b = 2.0f, c = 3.0f;
    for (uint32_t i = 0; i < 20000; i++) {
        a = a * 0.5f + b;
        b = b * 0.25f + c;
        c = c * 0.125f + 1.0f;
    }
    kept = a + b + c;
    for (;;) {
        __asm volatile("wfi");
    }
}
"""


def test_interrupts_keep_the_float_registers(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, L4R5, FLOAT_CONTEXT), L4R5, 0.2)
    assert word(machine, "ticks") > 100
    c = 1 / (1 - 0.125)
    b = c / (1 - 0.25)
    a = b / (1 - 0.5)
    (kept,) = struct.unpack("<f", machine.read_memory(machine.symbol("kept"), 4) or b"")
    assert kept == pytest.approx(a + b + c, rel=1e-6)
