"""Compiles the native code once, with the system's C compiler, into the user's cache."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

_SOURCES = sorted(Path(__file__).with_name("native").glob("*.c"))
_FLAGS = ("-O2", "-std=c11", "-shared", "-fPIC")
_COMPILERS = ("cc", "gcc", "clang")


def cache_folder() -> Path:
    """Where compiled code and costs are kept between runs."""
    root = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(root).expanduser() / "generator"


@cache
def library() -> Any:
    """The compiled code, or None where there is no compiler or nowhere to keep it."""
    compiler = next(filter(None, map(shutil.which, _COMPILERS)), None)
    content = b"".join(source.read_bytes() for source in _SOURCES)
    key = hashlib.sha256(content + " ".join(_FLAGS).encode()).hexdigest()[:16]
    path = cache_folder() / f"simulator-{key}-{os.uname().machine}.so"
    try:
        if not path.exists() and (compiler is None or not _compile(compiler, path)):
            return None
        return _declare(ctypes.CDLL(str(path)))
    except OSError:
        return None


def _compile(compiler: str, path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        built = Path(folder) / path.name
        command = [compiler, *_FLAGS, "-o", str(built), *map(str, _SOURCES)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return False
        built.replace(path)
    return True


def _declare(loaded: Any) -> Any:
    loaded.counter_size.restype = ctypes.c_size_t
    loaded.counter_add_loads.restype = ctypes.c_uint32
    loaded.counter_add_loads.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    loaded.counter_add_edge.argtypes = (
        *(ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int32),
        *(ctypes.c_uint32,) * 5,
    )
    loaded.counter_watch.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int)
    for name in ("counter_init", "counter_clear", "counter_free"):
        getattr(loaded, name).argtypes = (ctypes.c_void_p,)
    return loaded
