"""Which sentence patterns are for training, which for validation, which for testing."""

from collections.abc import Callable

from generator.train.datasets.farsi_emotions import one_feeling, two_feelings
from generator.train.datasets.farsi_emotions.draw import Draw

Frame = Callable[[Draw], str]
TRAINING: tuple[Frame, ...] = (
    one_feeling.plain,
    one_feeling.somewhere,
    one_feeling.tomorrow,
    one_feeling.still,
    one_feeling.when,
    one_feeling.because,
    one_feeling.and_then,
    one_feeling.whenever_thought_of,
    one_feeling.so_much,
    one_feeling.why,
    one_feeling.told,
    two_feelings.although_others,
    two_feelings.others_were_not,
    two_feelings.not_but,
    two_feelings.and_not,
    two_feelings.used_to,
    two_feelings.no_longer,
    two_feelings.now_not_before,
    two_feelings.neither_nor,
    two_feelings.morning_evening,
    two_feelings.they_think,
    two_feelings.more_than,
)
VALIDATION: tuple[Frame, ...] = (
    one_feeling.that_is_why,
    two_feelings.expected,
    one_feeling.must_admit,
)
TESTING: tuple[Frame, ...] = (
    one_feeling.as_soon_as,
    two_feelings.first_then,
    two_feelings.instead,
    one_feeling.you_may_not_know,
    one_feeling.wrote,
)
