"""What a board file says is wired to the part's pins: the console and the LED, read and checked."""

from collections.abc import Mapping
from typing import Any

from generator.boards.baud import DEFAULT_BAUD
from generator.boards.facts import Console, Led, Part, Pin, SerialPin
from generator.errors import BoardError, nearest


def _pin(text: str) -> Pin:
    return Pin(text[1].lower(), int(text[2:]))


def console_of(entry: Mapping[str, Any], microcontroller: Part) -> Console:
    """The serial port of a board file; raises BoardError for pins that cannot carry it."""
    peripheral = entry["peripheral"].lower()
    tx = _serial_pin(microcontroller, peripheral, "tx", _pin(entry["tx"]))
    rx = _serial_pin(microcontroller, peripheral, "rx", _pin(entry["rx"]))
    _check_same_group(microcontroller, tx, rx)
    return Console(
        peripheral=peripheral,
        tx=tx.pin,
        rx=rx.pin,
        alternate_function=tx.alternate_function,
        rx_alternate_function=rx.alternate_function,
        remap=tx.remap,
        baud=entry.get("baud", DEFAULT_BAUD),
        via=entry["via"],
    )


def _check_same_group(part: Part, tx: SerialPin, rx: SerialPin) -> None:
    """On the F1 the pins of a port come in groups, of which one is connected at a time."""
    if tx.remap != rx.remap:
        partner = next(
            s.pin
            for s in part.serial_pins
            if (s.peripheral, s.role, s.remap) == (tx.peripheral, "rx", tx.remap)
        )
        raise BoardError(
            f"{tx.pin} and {rx.pin} are pins of {tx.peripheral} from different groups, and "
            "AFIO_MAPR connects one group at a time.",
            where="console.rx",
            hint=f"With {tx.pin} goes {partner}.",
        )


def _serial_pin(part: Part, peripheral: str, role: str, pin: Pin) -> SerialPin:
    """The pin as the part's data has it; raises BoardError where it cannot play that role."""
    ports = sorted({s.peripheral for s in part.serial_pins})
    if peripheral not in ports:
        raise BoardError(
            f"{part.name} has no serial port {peripheral!r}.",
            where="console.peripheral",
            hint=nearest(peripheral, ports),
        )
    fitting = [s for s in part.serial_pins if (s.peripheral, s.role) == (peripheral, role)]
    for candidate in fitting:
        if candidate.pin == pin:
            return candidate
    raise BoardError(
        f"{pin} cannot be {role.upper()} of {peripheral} on {part.name}.",
        where=f"console.{role}",
        hint=f"These can: {', '.join(str(s.pin) for s in fitting)}.",
    )


def led_of(entry: Mapping[str, str] | None, part: Part, console: Console) -> Led | None:
    """The LED of a board file, if it has one; raises BoardError for a pin that is not to be had."""
    if entry is None:
        return None
    pin = _pin(entry["pin"])
    if pin not in part.pins:
        raise BoardError(f"{part.name} has no pin {pin}.", where="led.pin", hint=_others(part, pin))
    for taken in (console.tx, console.rx):
        if pin == taken:
            raise BoardError(f"{pin} is the console's already.", where="led.pin")
        if pin == part.swapped_pins.get(taken):
            raise BoardError(
                f"{pin} is not there: the console's {taken} takes its place.", where="led.pin"
            )
    return Led(pin, active_low=entry["active"] == "low")


def _others(part: Part, pin: Pin) -> str:
    """What there is of the port instead."""
    numbers = sorted(other.number for other in part.pins if other.port == pin.port)
    if not numbers:
        ports = sorted({other.port.upper() for other in part.pins})
        return f"Its ports: {', '.join(ports)}."
    return f"Of port {pin.port.upper()} it has {', '.join(str(Pin(pin.port, n)) for n in numbers)}."
