"""Every task by its name: those of `generator/tasks`, and those that the user has trained."""

from pathlib import Path

from generator import discover
from generator.places import user_tasks
from generator.tasks import NotTrained, Task, _folder

_PACKAGE = "generator.tasks"


def names() -> list[str]:
    """What can be typed, sorted; a task may still have to be trained."""
    own = {path.parent.name for path in user_tasks().glob(f"*/{_folder.CARD}")}
    return sorted({*discover.module_names(_PACKAGE), *own})


def find(word: str) -> Task | None:
    """The task of that name, or in that folder as training has left it; None if there is none.

    Raises NotTrained, and RequestError where the folder is damaged.
    """
    wanted = word.lower().replace("-", "_")
    if wanted in discover.module_names(_PACKAGE):
        task: Task = discover.module(_PACKAGE, wanted, "task").task()
        return task
    for folder in (user_tasks() / wanted, Path(word)):
        if (folder / _folder.CARD).is_file():
            return _folder.read(folder)
    return None


def every() -> list[Task | NotTrained]:
    """All tasks, sorted by name, those without a model as the error that says what to type."""
    return [_known(name) for name in names()]


def _known(name: str) -> Task | NotTrained:
    try:
        found = find(name)
    except NotTrained as error:
        return error
    assert found is not None, f"{name} was listed"
    return found
