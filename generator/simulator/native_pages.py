"""Keeps stores to RAM quick, by native/pages.c: nothing else changes."""

import ctypes
from typing import Any

from generator.simulator.cpu import EAPSR, FETCH
from generator.simulator.engine import Engine

_MAX_RAMS = 8
_PAGE_BYTES = 1024


class _Ram(ctypes.Structure):
    _fields_ = (
        ("executed", ctypes.c_void_p),
        ("origin", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
    )


class _Pages(ctypes.Structure):
    """pages_t, in the same order."""

    _fields_ = (
        ("reg_read", ctypes.c_void_p),
        ("reg_write", ctypes.c_void_p),
        ("flags", ctypes.c_int32),
        ("fetch", ctypes.c_int32),
        ("rams", ctypes.c_uint32),
        ("ram", _Ram * _MAX_RAMS),
    )


class NativePages:
    """Which pages of RAM code has run from; must live as long as the engine runs."""

    def __init__(self, loaded: Any, engine: Engine) -> None:
        rams = engine.rams[:_MAX_RAMS]
        self._executed = [ctypes.create_string_buffer(len(r) // _PAGE_BYTES + 1) for _, r in rams]
        functions = engine.native_functions()
        self._pages = _Pages(functions.reg_read, functions.reg_write, EAPSR, FETCH, len(rams))
        for entry, executed, (origin, ram) in zip(
            self._pages.ram, self._executed, rams, strict=False
        ):
            entry.executed = ctypes.addressof(executed)
            entry.origin = origin
            entry.size = len(ram)
        on_miss = ctypes.cast(loaded.pages_on_miss, ctypes.c_void_p).value
        assert on_miss is not None
        engine.hook_pages_natively(on_miss, ctypes.addressof(self._pages))
