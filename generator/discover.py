"""The word you type is the file you open: from names to modules and files."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from generator.errors import RequestError, nearest


def module_names(package: str) -> list[str]:
    """The public modules of a package, sorted: `module_names("generator.tasks")` holds "kws"."""
    paths = importlib.import_module(package).__path__
    return sorted(m.name for m in pkgutil.iter_modules(paths) if not m.name.startswith("_"))


def module(package: str, name: str, what: str) -> ModuleType:
    """Imports the module of a package that carries this name; dashes read as underscores.

    Raises RequestError, naming the near misses, when there is none; `what` says what it is.
    """
    wanted = name.lower().replace("-", "_")
    names = module_names(package)
    if wanted not in names:
        raise RequestError(f"There is no {what} called {name!r}.", hint=nearest(wanted, names))
    return importlib.import_module(f"{package}.{wanted}")


def file_names(directory: Path, suffix: str) -> list[str]:
    """The stems of the files in a folder that end in `suffix`, sorted."""
    return sorted(path.name.removesuffix(suffix) for path in directory.glob(f"*{suffix}"))
