"""Reset and clock control of the STM32F4. Sources: RM0390, section 6; RM0090, sections 6 and 7.

Start-up times are typical ones from the STM32F446 data sheet (DS10693, sections 6.3.9 to 6.3.11).
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.older_clock_control import OlderClockControl
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CR = Register(
    "CR",
    0x00,
    0x83,
    bits(HSION=0, HSIRDY=1, HSEON=16, HSERDY=17, HSEBYP=18, CSSON=19, PLLON=24, PLLRDY=25),
)
PLLCFGR = Register(
    "PLLCFGR",
    0x04,
    0x24003010,
    {"PLLM": (0, 6), "PLLN": (6, 9), "PLLP": (16, 2), "PLLSRC": (22, 1), "PLLQ": (24, 4)},
)
CFGR = Register(
    "CFGR",
    0x08,
    0,
    {"SW": (0, 2), "SWS": (2, 2), "HPRE": (4, 4), "PPRE1": (10, 3), "PPRE2": (13, 3)},
)
CIR = Register("CIR", 0x0C)
AHB1ENR = Register(
    "AHB1ENR",
    0x30,
    0x100000,
    bits(
        GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOFEN=5, GPIOGEN=6, GPIOHEN=7
    ),
)  # fmt: skip
APB1ENR = Register(
    "APB1ENR", 0x40, 0, bits(USART2EN=17, USART3EN=18, UART4EN=19, UART5EN=20, PWREN=28)
)
APB2ENR = Register("APB2ENR", 0x44, 0, bits(USART1EN=4, USART6EN=5, SYSCFGEN=14))
BDCR = Register("BDCR", 0x70)
CSR = Register(
    "CSR",
    0x74,
    0x0E000000,
    bits(LSION=0, LSIRDY=1, RMVF=24, BORRSTF=25, PADRSTF=26, PORRSTF=27, SFTRSTF=28),
)

HSI_HZ = 16_000_000
_VCO_INPUT_HZ = (950_000, 2_100_000)
_VCO_HZ = (100_000_000, 432_000_000)


class RccF4(OlderClockControl):
    """Oscillators, PLL, prescalers and the peripherals' clock enables.

    voltage_allows_hz: the highest HCLK at the core voltage of now; the family wires it to PWR.
    bus_limits_hz: the most that APB1 and APB2 may run at.
    """

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        CR, PLLCFGR, CFGR, CIR, AHB1ENR, APB1ENR, APB2ENR, BDCR, CSR,
    )  # fmt: skip

    CR: ClassVar = CR
    CFGR: ClassVar = CFGR
    CSR: ClassVar = CSR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_HZ: ClassVar = HSI_HZ
    STARTUP_PS: ClassVar = {
        "HSI": 2 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 100 * MICROSECOND,
        "LSI": 15 * MICROSECOND,
    }

    def __init__(
        self,
        system: System,
        base: int,
        *,
        crystal: Crystal,
        max_hz: int,
        bus_limits_hz: tuple[int, int],
    ) -> None:
        self._max_hz = max_hz
        self._bus_limits_hz = bus_limits_hz
        self.voltage_allows_hz: Callable[[], int] = lambda: max_hz
        super().__init__(system, base, crystal)

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        self.set(CSR, CSR.mask("SFTRSTF", "PADRSTF"))

    @property
    def pll_on(self) -> bool:
        """Whether the PLL is switched on."""
        return self.pll.on

    def write(self, offset: int, word: int) -> None:
        """The PLL's factors have a register of their own."""
        if offset == PLLCFGR.offset:
            self._write_pll(word)
        else:
            super().write(offset, word)

    def write_control(self, word: int) -> None:
        """Oscillators go on and off."""
        if self.oscillators["HSE"].on and (word ^ self.get(CR)) & CR.mask("HSEBYP"):
            self.system.report("RCC: HSEBYP is written while the HSE is on; it is kept.")
            word ^= CR.mask("HSEBYP")
        self.set(CR, word)
        self.switch_oscillators("HSI", "HSE")
        if CR.get(word, "PLLON") and not self.pll.on:
            self._check_pll()
        self.switch_oscillators("PLL")

    def _write_pll(self, word: int) -> None:
        if self.pll.on and word != self.get(PLLCFGR):
            self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
            return
        self.set(PLLCFGR, word)

    def _check_pll(self) -> None:
        """Reports a PLL that is switched on without its source, or out of its range."""
        source = self.oscillators["HSE" if self.field(PLLCFGR, "PLLSRC") else "HSI"]
        if not source.ready:
            self.system.report("RCC: the PLL is turned on before its source is ready.")
        if self.field(PLLCFGR, "PLLQ") < 2 or self.field(PLLCFGR, "PLLM") < 2:
            self.system.report("RCC: PLLM and PLLQ below 2 are wrong configurations.")
            return
        checks = (("input", self._vco_input_hz(), _VCO_INPUT_HZ), ("VCO", self._vco_hz(), _VCO_HZ))
        for name, hz, (low, high) in checks:
            if not low <= hz <= high:
                self.system.report(
                    f"RCC: the PLL's {name} runs at {hz / 1e6:g} MHz; "
                    f"{low / 1e6:g} to {high / 1e6:g} MHz are allowed."
                )

    def sysclk_hz(self) -> int:
        """HSI, HSE or what the PLL makes of them."""
        if self.source() == "PLL":
            return round(self._vco_hz() / (2 * (self.field(PLLCFGR, "PLLP") + 1)))
        return HSI_HZ if self.source() == "HSI" else self._hse_hz or HSI_HZ

    def _vco_input_hz(self) -> float:
        source_hz = (self._hse_hz or 0) if self.field(PLLCFGR, "PLLSRC") else HSI_HZ
        return source_hz / max(self.field(PLLCFGR, "PLLM"), 1)

    def _vco_hz(self) -> float:
        return self._vco_input_hz() * self.field(PLLCFGR, "PLLN")

    def check_limits(self) -> None:
        """Reports a clock that the part, its buses or its core voltage do not allow."""
        limits = (
            ("SYSCLK", self.sysclk_hz(), self._max_hz, "the part"),
            ("HCLK", self.hclk_hz(), self.voltage_allows_hz(), "the core voltage (PWR_CR)"),
            ("PCLK1", self.pclk1_hz(), self._bus_limits_hz[0], "APB1"),
            ("PCLK2", self.pclk2_hz(), self._bus_limits_hz[1], "APB2"),
        )
        for name, hz, limit_hz, who in limits:
            if hz > limit_hz:
                self.system.report(
                    f"RCC: {name} is {hz / 1e6:g} MHz, {who} allows {limit_hz / 1e6:g} MHz."
                )
