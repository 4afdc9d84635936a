"""Reset and clock control of the STM32U5. Source: RM0456, section 11.8.

Start-up times are typical ones from the STM32U575xx data sheet (DS13737, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics").
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.clock_control import ClockControl, Factors
from generator.simulator.peripherals.clock_tree import APB_DIVIDERS, MICROSECOND
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x35,
    {
        **bits(MSISON=0, MSISRDY=2, HSION=8, HSIRDY=10, HSEON=16, HSERDY=17, HSEBYP=18),
        **bits(PLL1ON=24, PLL1RDY=25),
    },
)
ICSCR1 = Register("ICSCR1", 0x08, 0x44000000, {"MSIRGSEL": (23, 1), "MSISRANGE": (28, 4)})
CFGR1 = Register("CFGR1", 0x1C, 0, {"SW": (0, 2), "SWS": (2, 2)})
CFGR2 = Register("CFGR2", 0x20, 0, {"HPRE": (0, 4), "PPRE1": (4, 3), "PPRE2": (8, 3)})
CFGR3 = Register("CFGR3", 0x24, 0, {"PPRE3": (4, 3)})
PLL1CFGR = Register(
    "PLL1CFGR",
    0x28,
    0,
    {
        "PLL1SRC": (0, 2),
        "PLL1RGE": (2, 2),
        "PLL1M": (8, 4),
        "PLL1MBOOST": (12, 4),
        "PLL1REN": (18, 1),
    },
)
PLL1DIVR = Register("PLL1DIVR", 0x34, 0x01010280, {"PLL1N": (0, 9), "PLL1R": (24, 7)})
AHB1ENR = Register("AHB1ENR", 0x88, 0xD0200100, bits(FLASHEN=8))
AHB2ENR1 = Register(
    "AHB2ENR1",
    0x8C,
    0xC0000000,
    bits(
        GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOFEN=5, GPIOGEN=6, GPIOHEN=7,
        GPIOIEN=8,
    ),
)  # fmt: skip
AHB3ENR = Register("AHB3ENR", 0x94, 0x80000000, bits(PWREN=2))
APB1ENR1 = Register("APB1ENR1", 0x9C, 0, bits(USART2EN=17, USART3EN=18, UART4EN=19, UART5EN=20))
APB2ENR = Register("APB2ENR", 0xA4, 0, bits(USART1EN=14))
APB3ENR = Register("APB3ENR", 0xA8, 0, bits(LPUART1EN=6))
CCIPR1 = Register(
    "CCIPR1",
    0xE0,
    0,
    {
        "USART1SEL": (0, 2),
        "USART2SEL": (2, 2),
        "USART3SEL": (4, 2),
        "UART4SEL": (6, 2),
        "UART5SEL": (8, 2),
    },
)
CCIPR3 = Register("CCIPR3", 0xE8, 0, {"LPUART1SEL": (0, 3)})
CSR = Register("CSR", 0xF4, 0x0C004400, bits(RMVF=23, PINRSTF=26, BORRSTF=27, SFTRSTF=28))

_MSI_HZ = (
    48_000_000, 24_000_000, 16_000_000, 12_000_000, 4_000_000, 2_000_000, 1_330_000, 1_000_000,
    3_072_000, 1_536_000, 1_024_000, 768_000, 400_000, 200_000, 133_000, 100_000,
)  # fmt: skip
_MSI_RESET_HZ = 4_000_000
_BOOSTER_DIVISORS = (1, 2, 4, 6, 8, 10, 12, 14, 16)


class RccU5(ClockControl):
    """highest_hz: what the core voltage and the booster allow; the family wires it to PWR."""

    REGISTERS: ClassVar = (
        CR, ICSCR1, CFGR1, CFGR2, CFGR3, PLL1CFGR, PLL1DIVR, AHB1ENR, AHB2ENR1, AHB3ENR,
        APB1ENR1, APB2ENR, APB3ENR, CCIPR1, CCIPR3, CSR,
    )  # fmt: skip
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR1
    HPRE: ClassVar = CFGR2
    PPRE: ClassVar = CFGR2
    STATUS: ClassVar = CSR
    PLL_REGISTERS: ClassVar = (PLL1CFGR, PLL1DIVR)
    SOURCES: ClassVar = ("MSIS", "HSI", "HSE", "PLL1")
    RESET_SOURCE: ClassVar = "MSIS"
    STARTUP_PS: ClassVar = {
        "MSIS": 6 * MICROSECOND,
        "HSI": 4 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL1": 50 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (128_000_000, 544_000_000)

    highest_hz: Callable[[], int] = staticmethod(lambda: 160_000_000)

    def oscillator_hz(self, name: str) -> int:
        """MSIS has ranges."""
        if name != "MSIS":
            return super().oscillator_hz(name)
        chosen = self.field(ICSCR1, "MSIRGSEL")
        return _MSI_HZ[self.field(ICSCR1, "MSISRANGE")] if chosen else _MSI_RESET_HZ

    def pclk3_hz(self) -> int:
        """The clock of APB3."""
        return self.hclk_hz() // APB_DIVIDERS[self.field(CFGR3, "PPRE3")]

    def factors(self) -> Factors:
        """They lie in two registers."""
        return Factors(
            source=("", "MSIS", "HSI", "HSE")[self.field(PLL1CFGR, "PLL1SRC")],
            m=self.field(PLL1CFGR, "PLL1M") + 1,
            n=self.field(PLL1DIVR, "PLL1N") + 1,
            r=self.field(PLL1DIVR, "PLL1R") + 1,
        )

    def pll_output_enabled(self) -> bool:
        """PLL1REN."""
        return bool(self.field(PLL1CFGR, "PLL1REN"))

    def booster_hz(self) -> float | None:
        """The clock of the booster; None while the PLL's source does not run."""
        source = self.factors().source
        divisor = self.field(PLL1CFGR, "PLL1MBOOST")
        if not source or not self.ready(source) or divisor >= len(_BOOSTER_DIVISORS):
            return None
        return self.oscillator_hz(source) / _BOOSTER_DIVISORS[divisor]

    def check_limits(self) -> None:
        """The core voltage sets a limit of its own."""
        super().check_limits()
        if self.hclk_hz() > self.highest_hz():
            self.system.report(
                f"RCC: HCLK is {self.hclk_hz() / 1e6:g} MHz; voltage range and booster "
                f"(PWR_VOSR) allow {self.highest_hz() / 1e6:g} MHz."
            )
