"""Which pins a package has, from the `modm-devices` data."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.boards.facts import Pin

_PIN = re.compile(r"P([A-Z])(\d+)")
_SWAPPING_FAMILY = "stm32g0"
"""Small packages of the G0 bring out PA9 and PA10 in the place of PA11 and PA12, when PA11_RMP and
PA12_RMP say so (RM0444, SYSCFG_CFGR1). The F042, F048 and F070 do the like with PA11 and PA12 in
the place of PA9 and PA10; those two then count as missing, as they carry no serial port."""


def pins(gpio: Mapping[str, Any], part_name: str) -> frozenset[Pin]:
    """Every pin that a firmware of ours can use on this part. gpio: the part data of its ports."""
    present = {Pin(entry["port"], int(entry["pin"])) for entry in gpio["gpio"]}
    if part_name.startswith(_SWAPPING_FAMILY):
        return frozenset(present)
    return frozenset(present - {pin for pin, _ in _only_swapped(gpio)})


def swapped_pins(gpio: Mapping[str, Any], part_name: str) -> dict[Pin, Pin]:
    """The pins of them that must be asked for -> the pin whose place each takes."""
    if not part_name.startswith(_SWAPPING_FAMILY):
        return {}
    return dict(_only_swapped(gpio))


def _only_swapped(gpio: Mapping[str, Any]) -> Iterator[tuple[Pin, Pin]]:
    """Pins with no place of their own in the package, and the pin that is there after reset."""
    entries = [entry for package in gpio.get("package", ()) for entry in package["pin"]]
    own = {_pin(entry) for entry in entries if entry.get("variant") != "remap"}
    usual = {
        entry["position"]: _pin(entry)
        for entry in entries
        if entry.get("variant") == "remap-default"
    }
    for entry in entries:
        pin, other = _pin(entry), usual.get(entry["position"])
        if pin is not None and other is not None and pin not in own:
            yield pin, other


def _pin(entry: Mapping[str, str]) -> Pin | None:
    """ "PA9 [PA11]" is PA9; None for supplies, reset and the like."""
    named = _PIN.match(entry["name"])
    return Pin(named[1].lower(), int(named[2])) if named else None
