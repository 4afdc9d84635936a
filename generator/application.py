"""What the firmware does with the model: the samples it runs at boot and what its labels mean."""

from dataclasses import dataclass

from generator.graph import Array


@dataclass(frozen=True, eq=False)
class Sample:
    """One input of the model that is stored in the firmware.

    arrays: one for each model input, in its stored dtype and with its number of elements.
    label_index: the right answer, or None where it is not known.
    """

    name: str
    arrays: tuple[Array, ...]
    label_index: int | None = None


@dataclass(frozen=True, eq=False)
class Application:
    """The program around the model.

    samples: run in turn at boot; without any, a deterministic pseudo-random input stands in.
    labels: the names of the output's elements, or ().
    runs: counted inferences at boot, after one that warms up and is not counted.
    mlperf_id: what `profile%` names the model: "kws01", "vww01", "ic01", "ad01", or its own name.
    shows_layers: whether the console can show what every layer writes, to validate the firmware.
    """

    mlperf_id: str
    samples: tuple[Sample, ...] = ()
    labels: tuple[str, ...] = ()
    runs: int = 10
    shows_layers: bool = False
