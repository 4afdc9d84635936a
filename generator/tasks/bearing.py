"""Whether a bearing vibrates as a new one does; trained here (`docs/anomaly.md`)."""

from generator.tasks import Task, _folder
from generator.train.datasets.cwru_bearings import LICENCE

_TITLE = "Whether a bearing vibrates as a new one does, by an autoencoder"


def task() -> Task:
    """The user's own model; raises NotTrained until there is one."""
    return _folder.trained_here("bearing", _TITLE, LICENCE)
