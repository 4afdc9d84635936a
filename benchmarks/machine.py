"""A core with endless memory and no wait states that runs a model's generated C, and counts."""

import ctypes
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from elftools.elf.elffile import ELFFile

from generator.errors import ToolError
from generator.program import Program
from generator.render.project_files import MODEL_FLAGS, REST_FLAGS
from generator.simulator.counting import HUNDREDTHS, Edge
from generator.simulator.cpu import LR, SP
from generator.simulator.engine import Engine
from generator.simulator.instruction import Instruction
from generator.simulator.native_counting import counter
from generator.simulator.stops import Stop
from generator.simulator.timing.model import FlashTiming, TimingModel
from generator.targets import Target
from generator.toolchain.programs import find

BARE = Path(__file__).with_name("bare")
_FLAGS = (
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-ffunction-sections",
    "-fdata-sections",
)
_FLOATING_POINT = {
    "cortex-m4": ("-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"),
    "cortex-m7": ("-mfpu=fpv5-d16", "-mfloat-abi=hard"),
    "cortex-m33": ("-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
}
_FLASH_BYTES, _RAM_BYTES = 4 << 20, 1 << 20
_RAM_ORIGIN = 0x2000_0000
_STACK_PAINT = 0xA5


@dataclass(frozen=True)
class Count:
    """What one call of a function took."""

    instructions: int
    cycles: int
    stack_bytes: int


def compile_model(files: Mapping[str, str], target: Target, folder: Path) -> Path:
    """The ELF file of a model's `model/` folder. Raises RuntimeError with the compiler's words."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    compiler = find("arm-none-eabi-gcc")
    cpu = (*target.gcc_flags, *_FLOATING_POINT.get(target.core, ("-mfloat-abi=soft",)))
    sources = sorted(folder / path for path in files if path.endswith(".c"))
    objects = []
    for source in (*sources, BARE / "main.c"):
        made = folder / f"{source.stem}.o"
        goal = REST_FLAGS if source.stem == _model(files) else MODEL_FLAGS
        _call(compiler, *cpu, *_FLAGS, *goal, f"-I{folder}", "-c", source, "-o", made)
        objects.append(made)
    elf = folder / "model.elf"
    flags = ("--specs=nano.specs", "-nostartfiles", "-Wl,--gc-sections", "-T", BARE / "link.ld")
    run_symbols = [f"-Wl,-u,{name}" for name in _roots(files)]
    _call(compiler, *cpu, *flags, *run_symbols, *objects, "-lm", "-lc", "-lgcc", "-o", elf)
    return elf


def _roots(files: Mapping[str, str]) -> list[str]:
    name = _model(files)
    return [f"{name}_run", f"{name}_init", f"{name}_layers"]


def _model(files: Mapping[str, str]) -> str:
    """The model's name, which is that of the file with the layers' calls."""
    header = next(
        p
        for p in files
        if p.startswith("model/")
        and p.endswith(".h")
        and p not in ("model/weights.h", "model/kernels.h", "model/arithmetic.h")
    )
    return Path(header).stem


def _call(*command: str | Path) -> None:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])


def has_timing(core: str) -> bool:
    """Whether the simulator knows what instructions cost on a core."""
    try:
        TimingModel(core, lambda _, __: None)
    except ToolError:
        return False
    return True


class BareMachine:
    """A core that has an ELF file of `compile_model` loaded.

    rules: of the core's revision, where not those of the core in general.
    """

    def __init__(self, core: str, elf: Path, rules: str | None = None) -> None:
        self._engine = Engine(core)
        self._flash = ctypes.create_string_buffer(_FLASH_BYTES)
        self._ram = ctypes.create_string_buffer(_RAM_BYTES)
        self._engine.map_memory(0, self._flash, writable=False)
        self._engine.map_memory(_RAM_ORIGIN, self._ram, writable=True)
        self._load(elf)
        timed = core if has_timing(core) else "cortex-m4"  # which then counts instructions only
        self._timing = TimingModel(timed, self._engine.read_memory, rules)
        self._counter = counter(self._engine, self._edge, lambda _: None)

    def _load(self, elf: Path) -> None:
        with elf.open("rb") as stream:
            file = ELFFile(stream)
            for segment in file.iter_segments("PT_LOAD"):
                data, address = segment.data(), segment["p_paddr"]
                if address < _FLASH_BYTES:
                    ctypes.memmove(ctypes.addressof(self._flash) + address, data, len(data))
            table = file.get_section_by_name(".symtab")
            self.symbols = {s.name: s["st_value"] for s in table.iter_symbols()}
            self.sizes = {s.name: s["sh_size"] for s in file.iter_sections()}

    def _edge(self, left: int, left_size: int, block: int, size: int) -> Edge:
        return self._timing.edge(left, left_size, block, size)

    def set_flash(self, flash: FlashTiming) -> None:
        """Makes memory below 4 MiB wait as this flash does; it waits for nothing before."""
        self._timing.flash = flash
        self._counter.configure(flash.data)

    @property
    def flash_misses(self) -> int:
        """Data reads so far that waited for the flash that has been set."""
        return self._counter.flash_misses

    def block(self, address: int, size: int) -> tuple[Instruction, ...]:
        """The instructions at an address."""
        return self._timing.block(address, size)

    def write(self, address: int, data: bytes) -> None:
        """Writes RAM."""
        ctypes.memmove(ctypes.addressof(self._ram) + address - _RAM_ORIGIN, data, len(data))

    def read(self, address: int, size: int) -> bytes:
        """Reads memory."""
        data = self._engine.read_memory(address, size)
        assert data is not None
        return data

    def call(self, address: int) -> Count:
        """Calls a function without arguments."""
        top = self.symbols["stack_top"]
        painted = 8192
        self.write(top - painted, bytes([_STACK_PAINT]) * painted)
        self._engine.set_register(SP, top)
        stop_at = self.symbols["reset"] & ~1
        self._engine.set_register(LR, stop_at | 1)
        state = self._counter
        cycles, instructions = state.cycles, state.instructions
        state.block = state.block_size = 0
        stop = self._engine.run(address & ~1, until=stop_at)
        if stop.pc != stop_at:
            raise RuntimeError(f"stopped at {stop.pc:#x}: {stop.reason}, {stop.address:#x}")
        self._settle(stop)
        used = painted - len(_unused(self.read(top - painted, painted)))
        return Count(state.instructions - instructions, (state.cycles - cycles) // HUNDREDTHS, used)

    def _settle(self, stop: Stop) -> None:
        """The last block returned; its cost is that of the edge to the place it returned to."""
        state = self._counter
        if state.block and not state.block <= stop.pc < state.block + state.block_size:
            edge = self._timing.edge(state.block, state.block_size, stop.pc, 0)
            state.cycles += edge.cost
            state.instructions += edge.instructions

    def close(self) -> None:
        """Gives native memory back."""
        self._counter.close()


def _unused(stack: bytes) -> bytes:
    return stack[: len(stack) - len(stack.lstrip(bytes([_STACK_PAINT])))]


def layer_functions(machine: BareMachine, program: Program) -> list[int]:
    """The addresses of the layers, in order, from the table that the firmware has."""
    table = machine.symbols[f"{program.name}_layers"]
    words = machine.read(table, 12 * len(program.steps))
    return [
        int.from_bytes(words[12 * i + 8 : 12 * i + 12], "little") for i in range(len(program.steps))
    ]
