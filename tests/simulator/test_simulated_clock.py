"""The clock tree and the console of the simulated boards, with firmware written for the purpose."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from tests.simulator.simulated_board import F103, L4R5, booted, build


def test_hello_at_72_mhz(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, F103, "hello_f103.c"), F103, 0.02)
    assert machine.line.to_host.startswith(b"hello 300 ")
    assert machine.core_hz == 72_000_000
    assert machine.reports == []


def test_dead_crystal_falls_back(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, "hello_f103.c", flags=["-DHSE_TIMEOUT=2000"])
    machine = booted(elf, F103, 0.05, "hse-dead")
    assert machine.line.to_host.startswith(b"hello 300 ")
    assert machine.core_hz == 8_000_000


def test_time_follows_the_clock(tmp_path: Path) -> None:
    """A second has as many cycles as the clock says, also across the switch."""
    machine = booted(build(tmp_path, F103, "hello_f103.c"), F103, 0.02)
    before = machine.cycles
    machine.run(0.1)
    assert machine.cycles - before == pytest.approx(7_200_000, abs=100)


def test_bytes_take_ten_bit_times(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, "hello_f103.c")
    machine = booted(elf, F103, 0.0)
    machine.run(1.0, until=lambda: len(machine.line.to_host) >= 1)
    first = machine.seconds
    machine.run(1.0, until=lambda: len(machine.line.to_host) >= 11)
    assert machine.seconds - first == pytest.approx(10 * 10 / 115200, rel=0.01)


@pytest.mark.parametrize(("hz", "ratio"), [(8_000_000, 9.06), (68_000_000, 1.06)])
def test_wrong_divider_gives_garbage_and_a_report(tmp_path: Path, hz: int, ratio: float) -> None:
    elf = build(tmp_path, F103, "hello_f103.c", flags=[f"-DBRR_FOR_HZ={hz}u"])
    machine = booted(elf, F103, 0.05)
    assert machine.line.to_host
    assert b"hello" not in machine.line.to_host
    (report,) = machine.reports
    assert f"{ratio:.2f} times the 115200" in report


def test_divider_within_tolerance_is_read(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, "hello_f103.c", flags=["-DBRR_FOR_HZ=70500000u"])
    assert booted(elf, F103, 0.02).line.to_host.startswith(b"hello 300 ")


def test_echo(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, F103, "hello_f103.c"), F103, 0.02)
    machine.line.to_host.clear()
    machine.line.send(b"echo me")
    machine.run(0.01)
    assert machine.line.to_host == b"echo me"


L4_CONSOLE = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
int main(void)
{
    REG(0x40021058) |= 1u << 28;                        /* PWR clock */
#ifndef NO_BOOST
    REG(0x40007080) &= ~(1u << 8);                      /* PWR_CR5.R1MODE: boost */
#endif
#ifndef NO_IOSV
    REG(0x40007004) |= 1u << 9;                         /* PWR_CR2.IOSV */
#endif
    REG(0x40022000) = 0x705;                            /* five wait states */
    REG(0x4002100C) = 1u | 60u << 8 | 1u << 24;         /* MSI / 1 * 60 / 2 */
    REG(0x40021000) |= 1u << 24;
    while (!(REG(0x40021000) & 1u << 25)) {
    }
    REG(0x40021008) = 3;
    while ((REG(0x40021008) & 0xC) != 0xC) {
    }
    REG(0x4002104C) |= 1u << 6;                         /* GPIOG clock */
    REG(0x4002105C) |= 1u;                              /* LPUART1 clock */
    REG(0x48001800) = (REG(0x48001800) & ~(0xFu << 14)) | 0xAu << 14;
    REG(0x48001820) |= 8u << 28;
    REG(0x48001824) |= ALTERNATE_FUNCTION;
    REG(0x4000800C) = (uint32_t)(256ull * 120000000u / 115200u);
    REG(0x40008000) = 1u | 1u << 2 | 1u << 3;
    for (const char *text = "low power, full speed\\r\\n"; *text; text++) {
        while (!(REG(0x4000801C) & 1u << 7)) {
        }
        REG(0x40008028) = (uint8_t)*text;
    }
    for (;;) {
        while (!(REG(0x4000801C) & 1u << 5)) {
        }
        REG(0x40008028) = REG(0x40008024);
    }
}
"""


def l4(tmp_path: Path, *flags: str) -> Path:
    return build(tmp_path, L4R5, L4_CONSOLE, flags=["-DALTERNATE_FUNCTION=8u", *flags])


def test_low_power_uart_at_120_mhz(tmp_path: Path) -> None:
    machine = booted(l4(tmp_path), L4R5, 0.02)
    assert machine.line.to_host == b"low power, full speed\r\n"
    assert machine.core_hz == 120_000_000
    assert machine.reports == []
    machine.line.send(b"x")
    machine.run(0.01)
    assert machine.line.to_host.endswith(b"x")


def test_port_g_is_dead_without_its_supply(tmp_path: Path) -> None:
    machine = booted(l4(tmp_path, "-DNO_IOSV"), L4R5, 0.02)
    assert machine.line.to_host == b""
    assert any("PG7 has no supply before PWR_CR2.IOSV" in report for report in machine.reports)


def test_missing_boost_mode_is_reported(tmp_path: Path) -> None:
    machine = booted(l4(tmp_path, "-DNO_BOOST"), L4R5, 0.02)
    assert any("without boost mode" in report for report in machine.reports)


UNROUTED = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
int main(void)
{
    REG(0x40021018) |= ENABLE;
    REG(0x40010804) = PINS;
    REG(0x40013808) = 8000000u / 115200u;
    REG(0x4001380C) = 1u << 13 | 1u << 3;
    for (;;) {
        while (!(REG(0x40013800) & 1u << 7)) {
        }
        REG(0x40013804) = 'x';
    }
}
"""


def test_unrouted_pin_prints_nothing(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, UNROUTED, flags=["-DENABLE=0x4004u", "-DPINS=0x44444444u"])
    machine = booted(elf, F103, 0.01)
    assert machine.line.to_host == b""
    assert any("PA9 is not an alternate-function output" in r for r in machine.reports)


def test_unclocked_peripheral_is_reported_once_by_name_and_place(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, UNROUTED, flags=["-DENABLE=0x4u", "-DPINS=0x444444B4u"])
    machine = booted(elf, F103, 0.01)
    assert machine.line.to_host == b""
    (report,) = machine.reports
    assert report.startswith("USART1 is used before its clock is enabled")
    assert int(report.rsplit("0x", 1)[1].rstrip(")"), 16) >= machine.symbol("main")
