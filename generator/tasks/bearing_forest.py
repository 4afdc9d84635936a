"""What is wrong with a bearing, by its vibration; trained here (`docs/anomaly.md`)."""

from generator.tasks import Task, _folder
from generator.train.datasets.cwru_bearings import LICENCE

_TITLE = "What is wrong with a bearing, by its vibration: a random forest"


def task() -> Task:
    """The user's own model; raises NotTrained until there is one."""
    return _folder.trained_here("bearing_forest", _TITLE, LICENCE)
