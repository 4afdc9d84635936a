"""The facts of a microcontroller, from the `modm-devices` data: memories, vectors, wait states.

That data is derived from ST's own CubeMX database and covers every STM32.
"""

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

from modm_devices.parser import DeviceParser

from generator.boards.corrections import corrected
from generator.boards.facts import Memory, Part, Pin, SerialPin
from generator.boards.package_pins import pins, swapped_pins
from generator.errors import BoardError, nearest

_DEVICES = "resources/devices"
_FAMILY_LETTERS = len("stm32f1")
_SHORTEST_NAME = len("stm32f405rg")
_CORE_COUPLED = "ccm"
"""The RAM that only the core reaches: RM0090, "Embedded SRAM"."""

_SERIAL_DRIVERS = ("usart", "uart", "lpuart")


@functools.cache
def part(name: str) -> Part:
    """The part of that full name, "stm32f103c8t6"; raises BoardError with near misses."""
    wanted = name.lower()
    device = _device(wanted)
    drivers = device["driver"]
    core = _driver(drivers, "core")
    gpio = _driver(drivers, "gpio")
    return corrected(
        Part(
            name=wanted,
            family=wanted[:_FAMILY_LETTERS],
            core=core["type"],
            fpu=core.get("fpu"),
            memories=tuple(_memories(core["memory"])),
            interrupts=_interrupts(core["vector"]),
            wait_states=_wait_states(_driver(drivers, "flash")["latency"]),
            max_clock_hz=int(_driver(drivers, "rcc")["max-frequency"][0]),
            serial_pins=tuple(_serial_pins(gpio)),
            pins=pins(gpio, wanted),
            swapped_pins=swapped_pins(gpio, wanted),
        )
    )


def full_name(name: str) -> str:
    """The full name of a part that is named without package or temperature range.

    "stm32f405rg" -> "stm32f405rgt6". They differ in nothing that a firmware sees, so that the
    common LQFP at 85 °C stands for all, and of two cores the Cortex-M7, which starts and clocks the
    other. Raises BoardError with near misses.
    """
    wanted = name.lower()
    fitting = [known for known in part_names() if known.startswith(wanted)]
    if len(wanted) < _SHORTEST_NAME or not fitting:
        raise BoardError(
            f"There is no STM32 called {name!r}; name it down to its flash size, as in "
            "stm32f405rg.",
            hint=nearest(wanted, fitting or part_names()),
        )
    return min(fitting, key=lambda known: (known != wanted, *_unusual(known), known))


def _unusual(name: str) -> tuple[bool, bool]:
    """Whether a part is the second core of two, and whether its package is another than an LQFP."""
    package, _, core = name.partition("@")
    return core == "m4", "t6" not in package[-3:]


def part_names() -> list[str]:
    """Every STM32 that the part data knows, sorted."""
    return sorted(name for family, names in _index().items() if _is_stm32(family) for name in names)


def _is_stm32(family: str) -> bool:
    return family.startswith("stm32")


@functools.cache
def _index() -> Mapping[str, Mapping[str, str]]:
    """Family -> part name -> the file that describes it."""
    text = resources.files("modm_devices").joinpath(_DEVICES, "db.json").read_text("utf-8")
    index: Mapping[str, Mapping[str, str]] = json.loads(text)
    return index


def _device(name: str) -> Mapping[str, Any]:
    family = _index().get(name[:_FAMILY_LETTERS], {})
    if not _is_stm32(name) or name not in family:
        raise BoardError(
            f"There is no STM32 called {name!r}; a part is named in full, as in stm32f103c8t6.",
            hint=nearest(name, sorted(family) or part_names()) if family else None,
        )
    path = resources.files("modm_devices").joinpath(_DEVICES, family[name])
    devices = DeviceParser().parse(str(path)).get_devices()
    properties: Mapping[str, Any] = next(d for d in devices if d.partname == name).properties
    return properties


def _driver(drivers: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    return next(driver for driver in drivers if driver["name"] == name)


def _memories(entries: Sequence[Mapping[str, str]]) -> Iterator[Memory]:
    """All but the backup RAM, which keeps its data without power but is small, slow and locked."""
    for entry in entries:
        if entry["name"] != "backup":
            yield Memory(
                name=entry["name"],
                kind="flash" if entry["name"].startswith("flash") else "ram",
                origin=int(entry["start"], 0),
                size_bytes=int(entry["size"]),
                executable="x" in entry["access"],
                dma=entry["name"] != _CORE_COUPLED,
            )


def _interrupts(vectors: Sequence[Mapping[str, str]]) -> tuple[str | None, ...]:
    names = {int(vector["position"]): vector["name"] for vector in vectors}
    return tuple(names.get(position) for position in range(max(names) + 1))


def _wait_states(latencies: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, int], ...]:
    """The table for the highest core voltage: the one that full speed needs."""
    table = max(latencies, key=lambda latency: int(latency["vcore-min"]))
    return tuple((int(row["hclk-max"]), int(row["ws"])) for row in table["wait-state"])


def _serial_pins(gpio: Mapping[str, Any]) -> Iterator[SerialPin]:
    """From the alternate functions of the pins, or the F1's groups of pins."""
    for entry in gpio["gpio"]:
        for signal in entry.get("signal", ()):
            if _is_serial(signal) and "af" in signal:
                yield _serial_pin(entry, signal, signal["name"], int(signal["af"]))
    for remap in gpio.get("remap", ()):
        if _is_serial(remap):
            yield from _remapped(remap)


def _remapped(remap: Mapping[str, Any]) -> Iterator[SerialPin]:
    """The groups of pins that AFIO_MAPR can give to a port, 0 after reset (RM0008 9.4.2)."""
    for group in remap["group"]:
        for signal in group["signal"]:
            if signal["name"] in ("tx", "rx"):
                pin = _serial_pin(signal, remap, signal["name"], None)
                yield replace(pin, remap=int(group["id"]))


def _is_serial(signal: Mapping[str, Any]) -> bool:
    carries_data = signal.get("name", "tx") in ("tx", "rx")
    return signal.get("driver") in _SERIAL_DRIVERS and carries_data


def _serial_pin(
    place: Mapping[str, str], port: Mapping[str, str], role: str, alternate_function: int | None
) -> SerialPin:
    pin = Pin(place["port"], int(place["pin"]))
    return SerialPin(pin, port["driver"] + port["instance"], role, alternate_function)
