"""Reset and clock control of the STM32H7. Sources: RM0433, section 8; RM0468 and RM0399 alike.

Start-up times are typical ones from the STM32H743 data sheet (DS12110, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics").
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import (
    AHB_DIVIDERS,
    APB_DIVIDERS,
    MICROSECOND,
)
from generator.simulator.peripherals.crystal import Crystal, CrystalDriven
from generator.simulator.peripherals.oscillator import Oscillator
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CR = Register(
    "CR",
    0x00,
    0x83,
    {
        **bits(HSION=0, HSIRDY=2, CSION=7, CSIRDY=8, HSEON=16, HSERDY=17, HSEBYP=18),
        **bits(PLL1ON=24, PLL1RDY=25),
        "HSIDIV": (3, 2),
    },
)
CFGR = Register("CFGR", 0x10, 0, {"SW": (0, 3), "SWS": (3, 3)})
D1CFGR = Register("D1CFGR", 0x18, 0, {"HPRE": (0, 4), "D1PPRE": (4, 3), "D1CPRE": (8, 4)})
D2CFGR = Register("D2CFGR", 0x1C, 0, {"D2PPRE1": (4, 3), "D2PPRE2": (8, 3)})
D3CFGR = Register("D3CFGR", 0x20, 0, {"D3PPRE": (4, 3)})
PLLCKSELR = Register("PLLCKSELR", 0x28, 0x02020200, {"PLLSRC": (0, 2), "DIVM1": (4, 6)})
PLLCFGR = Register(
    "PLLCFGR",
    0x2C,
    0x01FF0000,
    {"PLL1FRACEN": (0, 1), "PLL1VCOSEL": (1, 1), "PLL1RGE": (2, 2), "DIVP1EN": (16, 1)},
)
PLL1DIVR = Register("PLL1DIVR", 0x30, 0x01010280, {"DIVN1": (0, 9), "DIVP1": (9, 7)})
D2CCIP2R = Register("D2CCIP2R", 0x54, 0, {"USART234578SEL": (0, 3)})
D3CCIPR = Register("D3CCIPR", 0x58, 0, {"LPUART1SEL": (0, 3)})
RSR = Register(
    "RSR",
    0xD0,
    0x00E80000,
    bits(RMVF=16, CPURSTF=17, BORRSTF=21, PINRSTF=22, PORRSTF=23, SFTRSTF=24),
)
AHB2ENR = Register("AHB2ENR", 0xDC, 0, bits(SRAM1EN=29, SRAM2EN=30))
AHB4ENR = Register(
    "AHB4ENR",
    0xE0,
    0,
    bits(
        GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOFEN=5, GPIOGEN=6, GPIOHEN=7,
        GPIOJEN=9, GPIOKEN=10,
    ),
)  # fmt: skip
APB1LENR = Register("APB1LENR", 0xE8, 0, bits(USART2EN=17, USART3EN=18, UART4EN=19, UART5EN=20))
APB2ENR = Register("APB2ENR", 0xF0, 0, bits(USART1EN=4, USART6EN=5))
APB4ENR = Register("APB4ENR", 0xF4, 0, bits(SYSCFGEN=1, LPUART1EN=3))

HSI_HZ = 64_000_000
_CSI_HZ = 4_000_000
_HSI, _CSI, _HSE, _PLL1 = range(4)
_INPUT_RANGES_MHZ = ((1, 2), (2, 4), (4, 8), (8, 16))
_FIRST_GPIO = AHB4ENR.fields["GPIOAEN"][0]


@dataclass(frozen=True)
class Limits:
    """What a core voltage allows, in Hz: core, AXI and AHB, each APB."""

    core_hz: int
    axi_hz: int
    apb_hz: int


class RccH7(CrystalDriven):
    """Oscillators, the first PLL, prescalers and the peripherals' clock enables.

    vco_hz: the range of the wide VCO. limits: what the core voltage of now allows; the family
    wires it to PWR.
    """

    REGISTERS: ClassVar = (
        CR, CFGR, D1CFGR, D2CFGR, D3CFGR, PLLCKSELR, PLLCFGR, PLL1DIVR, D2CCIP2R, D3CCIPR, RSR,
        AHB2ENR, AHB4ENR, APB1LENR, APB2ENR, APB4ENR,
    )  # fmt: skip

    def __init__(
        self,
        system: System,
        base: int,
        *,
        crystal: Crystal,
        vco_hz: tuple[int, int],
    ) -> None:
        self._vco_range_hz = vco_hz
        self.limits: Callable[[], Limits] = lambda: Limits(0, 0, 0)
        super().__init__(system, base, crystal)

    def reset(self) -> None:
        """The HSI runs at 64 MHz, everything else is off."""
        super().reset()
        self._hsi = Oscillator(self.system, 2 * MICROSECOND)
        self._hsi.run_at_once()
        self._csi = Oscillator(self.system, 2 * MICROSECOND)
        self._csi.run_at_once()
        self._hse = Oscillator(self.system, 2000 * MICROSECOND, dead=self._hse_stands)
        self._pll = Oscillator(self.system, 50 * MICROSECOND)
        self.system.change_clock(HSI_HZ)

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        self.set(RSR, RSR.mask("CPURSTF", "PINRSTF", "SFTRSTF"))

    def port_enabled(self, number: int) -> Callable[[], bool]:
        """The same for port A (0) to K (10); some parts lack I."""
        return lambda: bool(self.get(AHB4ENR) >> (_FIRST_GPIO + number) & 1)

    def core_hz(self) -> int:
        """The clock of the Cortex-M7."""
        return self._sysclk_hz() // AHB_DIVIDERS[self.field(D1CFGR, "D1CPRE")]

    def axi_hz(self) -> int:
        """The clock of AXI, AHB and the flash."""
        return self.core_hz() // AHB_DIVIDERS[self.field(D1CFGR, "HPRE")]

    def pclk1_hz(self) -> int:
        """The clock of APB1."""
        return self.axi_hz() // APB_DIVIDERS[self.field(D2CFGR, "D2PPRE1")]

    def pclk2_hz(self) -> int:
        """The clock of APB2."""
        return self.axi_hz() // APB_DIVIDERS[self.field(D2CFGR, "D2PPRE2")]

    def pclk4_hz(self) -> int:
        """The clock of APB4."""
        return self.axi_hz() // APB_DIVIDERS[self.field(D3CFGR, "D3PPRE")]

    def check_limits(self) -> None:
        """Reports a clock that the core voltage of now does not allow."""
        limits = self.limits()
        buses_hz = (self.pclk1_hz(), self.pclk2_hz(), self.pclk4_hz())
        checks = (
            ("the core", self.core_hz(), limits.core_hz),
            ("AXI", self.axi_hz(), limits.axi_hz),
            ("an APB", max(buses_hz), limits.apb_hz),
        )
        for name, hz, highest_hz in checks:
            if hz > highest_hz:
                self.system.report(
                    f"RCC: {name} runs at {hz / 1e6:g} MHz, the core voltage (PWR_D3CR.VOS) allows "
                    f"{highest_hz / 1e6:g} MHz."
                )

    def peek(self, offset: int) -> int:
        """The ready flags show the oscillators' state."""
        word = super().peek(offset)
        if offset == CR.offset:
            flags = {
                "HSIRDY": self._hsi,
                "CSIRDY": self._csi,
                "HSERDY": self._hse,
                "PLL1RDY": self._pll,
            }
            for name, oscillator in flags.items():
                word = CR.put(word, name, oscillator.ready)
        return word

    def write(self, offset: int, word: int) -> None:
        """Switches oscillators, the system clock and the peripherals' clocks."""
        if offset == CR.offset:
            self._write_control(word)
        elif offset in (PLLCKSELR.offset, PLLCFGR.offset, PLL1DIVR.offset):
            self._write_pll(offset, word)
        elif offset == CFGR.offset:
            self._write_configuration(word)
        elif offset == RSR.offset:
            if RSR.get(word, "RMVF"):
                self.set(RSR, 0)
        else:
            super().write(offset, word)
            if offset in (D1CFGR.offset, D2CFGR.offset, D3CFGR.offset):
                self._follow()

    def _write_control(self, word: int) -> None:
        in_use = {_HSI: "HSION", _CSI: "CSION", _HSE: "HSEON", _PLL1: "PLL1ON"}
        word |= CR.mask(in_use[self.field(CFGR, "SWS")])  # it cannot be stopped
        if self._hse.on and (word ^ self.get(CR)) & CR.mask("HSEBYP"):
            self.system.report("RCC: HSEBYP is written while the HSE is on; it is kept.")
            word ^= CR.mask("HSEBYP")
        self.set(CR, word)
        self._hsi.switch(bool(CR.get(word, "HSION")))
        self._csi.switch(bool(CR.get(word, "CSION")))
        self._hse.switch(bool(CR.get(word, "HSEON")))
        if CR.get(word, "PLL1ON") and not self._pll.on:
            self._check_pll()
        self._pll.switch(bool(CR.get(word, "PLL1ON")))

    def _write_pll(self, offset: int, word: int) -> None:
        if self._pll.on and word != self.values[offset]:
            self.system.report("RCC: PLL1's factors are written while it runs; they are kept.")
            return
        super().write(offset, word)

    def _check_pll(self) -> None:
        """Reports a PLL that is switched on without its source, or out of its range."""
        source, hz = self._pll_source()
        if source is None or not source.ready:
            self.system.report("RCC: PLL1 is turned on before its source is ready.")
            return
        divisor = self.field(PLLCKSELR, "DIVM1")
        if not divisor:
            self.system.report("RCC: PLL1 is turned on with DIVM1 = 0, which stops its input.")
            return
        low, high = _INPUT_RANGES_MHZ[self.field(PLLCFGR, "PLL1RGE")]
        if not low * 1_000_000 <= hz / divisor <= high * 1_000_000:
            self.system.report(
                f"RCC: PLL1's input runs at {hz / divisor / 1e6:g} MHz, but PLL1RGE says {low} to "
                f"{high} MHz."
            )
        lowest_hz, highest_hz = self._vco_range_hz
        if not lowest_hz <= self._vco_hz() <= highest_hz:
            self.system.report(
                f"RCC: PLL1's VCO runs at {self._vco_hz() / 1e6:g} MHz; {lowest_hz / 1e6:g} to "
                f"{highest_hz / 1e6:g} MHz are allowed."
            )

    def _write_configuration(self, word: int) -> None:
        wanted = CFGR.get(word, "SW")
        sources = {_HSI: self._hsi, _CSI: self._csi, _HSE: self._hse, _PLL1: self._pll}
        source = sources.get(wanted)
        ready = source is not None and source.ready
        if wanted == _PLL1 and not self.field(PLLCFGR, "DIVP1EN"):
            self.system.report("RCC: the system clock is switched to PLL1 while DIVP1EN is 0.")
            ready = False
        if not ready:
            self.system.report("RCC: the system clock is switched to a source that is not ready.")
        old_source = self.field(CFGR, "SWS")
        self.set(CFGR, CFGR.put(word, "SWS", wanted if ready else old_source))
        self._follow()

    def _follow(self) -> None:
        self.check_limits()
        self.system.change_clock(self.core_hz())

    def _sysclk_hz(self) -> int:
        source = self.field(CFGR, "SWS")
        if source == _PLL1:
            return round(self._vco_hz() / (self.field(PLL1DIVR, "DIVP1") + 1))
        hsi_hz = HSI_HZ >> self.field(CR, "HSIDIV")
        return {_HSI: hsi_hz, _CSI: _CSI_HZ}.get(source, self._hse_hz or HSI_HZ)

    def _pll_source(self) -> tuple[Oscillator | None, int]:
        sources: dict[int, tuple[Oscillator, int]] = {
            0: (self._hsi, HSI_HZ >> self.field(CR, "HSIDIV")),
            1: (self._csi, _CSI_HZ),
            2: (self._hse, self._hse_hz or 0),
        }
        return sources.get(self.field(PLLCKSELR, "PLLSRC"), (None, 0))

    def _vco_hz(self) -> float:
        _, hz = self._pll_source()
        return hz / max(self.field(PLLCKSELR, "DIVM1"), 1) * (self.field(PLL1DIVR, "DIVN1") + 1)
