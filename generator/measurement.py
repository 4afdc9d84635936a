"""What was measured: frozen figures under the names that reports and `--json` use."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from generator.energy import Energy


@dataclass(frozen=True)
class ModelFacts:
    """Which model. macs: multiply-accumulates of one inference."""

    name: str
    sha256: str
    macs: int


@dataclass(frozen=True)
class FlashFigures:
    """Bytes of flash: in all, in the part, and by kind (generator/firmware.py)."""

    used_bytes: int
    capacity_bytes: int
    weights_bytes: int
    kernels_bytes: int
    runtime_bytes: int
    console_bytes: int
    vectors_bytes: int
    data_bytes: int
    samples_bytes: int


@dataclass(frozen=True)
class RamFigures:
    """Bytes of RAM. used: arena, other variables, and the deepest the stack has been.

    arena_region, stack_region: the RAM of the part that they lie in; variables lie by the stack.
    """

    used_bytes: int
    capacity_bytes: int
    arena_bytes: int
    stack_peak_bytes: int
    stack_reserved_bytes: int
    other_bytes: int
    arena_region: str
    stack_region: str


@dataclass(frozen=True)
class Spread:
    """The least, the mean (rounded) and the most of several runs."""

    min: int
    mean: int
    max: int


@dataclass(frozen=True)
class Inference:
    """The counted inferences. instructions: of one; None where nothing counts them."""

    count: int
    cycles: Spread
    microseconds: Spread
    instructions: int | None


@dataclass(frozen=True)
class Run:
    """One counted inference, as the firmware printed it.

    label: "" for a model without labels, a number for one that answers with a quantity.
    """

    sample: str
    cycles: int
    microseconds: int
    index: int
    label: str


@dataclass(frozen=True)
class Output:
    """What the first counted inference answered."""

    index: int
    label: str


@dataclass(frozen=True)
class LayerCycles:
    """One layer of one inference, as the firmware measured it. macs: multiply-accumulates."""

    index: int
    name: str
    macs: int
    cycles: int


@dataclass(frozen=True)
class Measurement:
    """A firmware's figures on a board.

    clock_hz, clock_source: the core clock that was really reached, and what it is made from.
    source: "simulator", "qemu" or "serial". band_percent: the error band of simulated times; None
    for times that were measured.
    warnings: what the simulator saw the firmware do that a board would not forgive.
    layers: of one more inference; () where nobody asked.
    energy: of one inference, estimated; None where nobody knows what the part draws.
    """

    model: ModelFacts
    board: str
    part: str
    core: str
    clock_hz: int
    clock_source: str
    engine: str
    compiler: str
    flags: str
    flash: FlashFigures
    ram: RamFigures
    inference: Inference
    output: Output
    runs: tuple[Run, ...]
    source: Literal["simulator", "qemu", "serial"]
    band_percent: float | None
    warnings: tuple[str, ...] = ()
    layers: tuple[LayerCycles, ...] = ()
    energy: Energy | None = None

    def to_json(self) -> dict[str, Any]:
        """The figures as plain values, always in the same order.

        `band_percent` is there only for simulated figures, `layers` only where they were measured.
        """
        plain = asdict(self)
        plain["runs"] = list(plain["runs"])
        plain["warnings"] = list(plain["warnings"])
        plain["layers"] = list(plain["layers"])
        if self.band_percent is None:
            del plain["band_percent"]
        if not self.layers:
            del plain["layers"]
        return plain
