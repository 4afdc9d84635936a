"""A hand-written model and board, to run the rendered `app/` on the host."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.application import Application, Sample
from generator.boards.facts import Board, Clock, ClockWish, Console, Memory, Part, Pin, Probe
from generator.graph import Quantization, Tensor
from generator.program import Program, Step
from generator.render.app import render_app

STAND_IN = Path(__file__).parent / "stand_in"
CTYPES = {"int8": "int8_t", "uint8": "uint8_t", "int16": "int16_t", "int32": "int32_t"}
WARNINGS = ("-std=c11", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror")


def stand_in_board() -> Board:
    """Facts of a board, as far as `app/` and the project's own files read them."""
    memories = (
        Memory("flash", "flash", 0x08000000, 65536),
        Memory("sram1", "ram", 0x20000000, 20480),
    )
    part = Part("host", "stm32f1", "cortex-m3", None, memories, (), (), 72_000_000, "STM32F103xB")
    clock = Clock("hse", *(72_000_000,) * 5, 2, {})
    console = Console("usart1", Pin("a", 9), Pin("a", 10), None, 115200, "external-usb-uart")
    probe = Probe(
        kind="stlink",
        openocd_interface="stlink",
        openocd_target="stm32f1x",
        jlink_device="STM32F103C8",
        pyocd_target="stm32f103c8",
        clone_hint="set CPUTAPID 0x2ba01477",
    )
    wish = ClockWish("hse", 8_000_000, 72_000_000)
    return Board("stand-in", "Stand-in", (), part, wish, clock, console, None, probe, {})


def tiny_program(
    dtype: str = "int8",
    elements: int = 12,
    quantization: Quantization | None = None,
    second_input: bool = False,
) -> Program:
    """The program that `stand_in/model` would have been rendered from."""
    tensors = {
        "in": Tensor("in", (1, elements), np.dtype(dtype), quantization),
        "out": Tensor("out", (1, elements), np.dtype(dtype), quantization),
        "more": Tensor("more", (2,), np.dtype("uint8")),
    }
    inputs = ("in", "more") if second_input else ("in",)
    step = Step(0, "COPY", "0 COPY", None, ("in",), ("out",), macs=123)
    return Program("tiny", "native", "host", "ab" * 32, tensors, (step,), inputs, ("out",))


def half_steps() -> Quantization:
    """Stored -128 … 127 means -0.5 … 127."""
    return Quantization((0.5,), (-127,))


def counting(name: str, start: int, label: int | None = None) -> Sample:
    """A sample of twelve consecutive numbers."""
    return Sample(name, (np.arange(start, start + 12, dtype=np.int8),), label)


@dataclass(frozen=True)
class App:
    """The application as a program of the host."""

    program: Path

    def talk(self, commands: str) -> list[str]:
        """Everything it prints, when `commands` are what it receives."""
        answer = subprocess.run(
            [self.program], input=commands.encode(), capture_output=True, timeout=60, check=True
        )
        text = answer.stdout.decode("ascii")
        assert "\n" not in text.replace("\r\n", ""), "every line must end in CR LF"
        return text.split("\r\n")[:-1]

    def answers(self, commands: str) -> list[str]:
        """What it prints in answer to the commands, behind the lines of the boot."""
        lines = self.talk(commands)
        return lines[lines.index("m-ready") + 1 :]


def build(folder: Path, program: Program, application: Application) -> App:
    """Renders and compiles `app/` around the stand-in."""
    for path, text in render_app(program, stand_in_board(), application).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    tensor = program.tensors["in"]
    ctype = CTYPES.get(tensor.dtype.name, "float")
    macros = (f"-DTINY_TYPE={ctype}", f"-DTINY_ELEMENTS={tensor.size}")
    sources: Sequence[Path] = [*sorted(folder.glob("app/*.c")), *sorted(STAND_IN.glob("*/*.c"))]
    binary = folder / "firmware"
    includes = (f"-I{folder}", f"-I{STAND_IN}")
    command = ["gcc", *WARNINGS, "-g", "-fsanitize=undefined,address", *macros, *includes]
    subprocess.run([*command, *sources, "-o", binary], check=True)
    return App(binary)
