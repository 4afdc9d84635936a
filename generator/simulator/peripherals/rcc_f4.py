"""Reset and clock control of the STM32F4. Sources: RM0390, section 6; RM0090, sections 6 and 7.

Start-up times are typical ones from the STM32F446 data sheet (DS10693, sections 6.3.9 to 6.3.11).
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.clock_control import ClockControl, Factors
from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.crystal import Crystal
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

_VCO_INPUT_HZ = (950_000, 2_100_000)


class RccF4(ClockControl):
    """Oscillators, PLL, prescalers and the peripherals' clock enables.

    voltage_allows_hz: the highest HCLK at the core voltage of now; the family wires it to PWR.
    bus_limits_hz: the most that APB1 and APB2 may run at.
    """

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        CR, PLLCFGR, CFGR, CIR, AHB1ENR, APB1ENR, APB2ENR, BDCR, CSR,
    )  # fmt: skip

    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    RESET_FLAGS: ClassVar = ("SFTRSTF", "PADRSTF")
    PLL_REGISTERS: ClassVar = (PLLCFGR,)
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "HSI"
    STARTUP_PS: ClassVar = {
        "HSI": 2 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 100 * MICROSECOND,
        "LSI": 15 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (100_000_000, 432_000_000)

    def __init__(
        self,
        system: System,
        base: int,
        *,
        crystal: Crystal,
        max_hz: int,
        bus_limits_hz: tuple[int, int],
    ) -> None:
        self._bus_limits_hz = bus_limits_hz
        self.voltage_allows_hz: Callable[[], int] = lambda: max_hz
        super().__init__(system, base, crystal=crystal, max_hz=max_hz)

    @property
    def pll_on(self) -> bool:
        """Whether the PLL is switched on."""
        return self.pll.on

    def factors(self) -> Factors:
        """All of them lie in PLLCFGR."""
        return Factors(
            source="HSE" if self.field(PLLCFGR, "PLLSRC") else "HSI",
            m=max(self.field(PLLCFGR, "PLLM"), 1),
            n=self.field(PLLCFGR, "PLLN"),
            r=2 * (self.field(PLLCFGR, "PLLP") + 1),
        )

    def check_pll(self) -> None:
        """The PLL's input has limits, too, and not all values are allowed."""
        if self.field(PLLCFGR, "PLLQ") < 2 or self.field(PLLCFGR, "PLLM") < 2:
            self.system.report("RCC: PLLM and PLLQ below 2 are wrong configurations.")
            return
        factors = self.factors()
        if self.ready(factors.source):
            input_hz = self.oscillator_hz(factors.source) / factors.m
            self.check_pll_range("input", input_hz, _VCO_INPUT_HZ)
        super().check_pll()

    def check_limits(self) -> None:
        """The core voltage and the buses have limits of their own."""
        super().check_limits()
        voltage, (apb1_hz, apb2_hz) = "the core voltage (PWR_CR)", self._bus_limits_hz
        self.check_limit("HCLK", self.hclk_hz(), self.voltage_allows_hz(), voltage)
        self.check_limit("PCLK1", self.pclk1_hz(), apb1_hz, "APB1")
        self.check_limit("PCLK2", self.pclk2_hz(), apb2_hz, "APB2")
