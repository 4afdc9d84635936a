"""The grammar's sentences: how many, which parts share what, and the forms of Farsi words."""

from collections import Counter

import pytest

from generator.train.datasets import farsi_emotions
from generator.train.datasets.farsi_emotions import LABELS, Corpus, frames, morphology
from generator.train.datasets.farsi_emotions.lexicon import emotions, owned
from generator.train.frontends.farsi_tokens import words


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return farsi_emotions.corpus()


def test_there_are_enough_different_sentences_of_twelve_emotions(corpus: Corpus) -> None:
    parts = (corpus.training, corpus.validation, corpus.testing)
    texts = [text for part in parts for text in part.texts]
    assert len(set(texts)) == len(texts) >= 6000
    assert len(LABELS) == 12
    for part in parts:
        counts = Counter(part.labels)
        assert set(counts) == set(range(12))
        assert len(set(counts.values())) == 1


def test_the_same_seed_gives_the_same_sentences(corpus: Corpus) -> None:
    assert farsi_emotions.corpus() == corpus


def test_the_parts_share_no_pattern_and_no_cause(corpus: Corpus) -> None:
    patterns = [set(frames.TRAINING), set(frames.VALIDATION), set(frames.TESTING)]
    assert not patterns[0] & patterns[1]
    assert not patterns[0] & patterns[2]
    assert not patterns[1] & patterns[2]
    training = "\n".join(corpus.training.texts)
    testing = "\n".join(corpus.testing.texts)
    last = [cause for emotion in emotions() for cause in emotion.causes[16:]]
    held_out = [cause for cause in last if not set(cause) & set("@[<")]
    assert len(held_out) >= 10
    for cause in held_out:
        assert cause not in training
        assert cause in testing


def test_sentences_are_farsi_and_nothing_is_left_open(corpus: Corpus) -> None:
    for text in (*corpus.training.texts, *corpus.testing.texts):
        assert not set(text) & set("@~[]<>|{}"), text
        assert "  " not in text
        assert text == text.strip()
        assert 2 <= len(words(text)) <= 24, text
        letters = [c for c in text if c.isalpha()]
        assert all("\u0600" <= c <= "\u06ff" for c in letters), text


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (morphology.past("رفتن", 0), "رفتم"),
        (morphology.past("شدن", 5, negated=True), "نشدند"),
        (morphology.imperfect("کردن", 1), "می‌کردی"),
        (morphology.present("شدن", 2), "می‌شود"),
        (morphology.present("آمدن", 3), "می‌آییم"),
        (morphology.present("داشتن", 4), "دارید"),
        (morphology.present("بودن", 2), "است"),
        (morphology.perfect("کشیدن", 0), "کشیده‌ام"),
        (morphology.perfect("گرفتن", 2), "گرفته است"),
        (morphology.future("شدن", 3), "خواهیم شد"),
        (morphology.may_become(2), "شود"),
        (morphology.contracted("خوشحال", 0), "خوشحالم"),
        (morphology.contracted("شگفت‌زده", 3), "شگفت‌زده‌ایم"),
        (morphology.contracted("تنها", 0), "تنهایم"),
        (morphology.contracted("عصبی", 5), "عصبی‌اند"),
        (morphology.contracted("عصبی", 2), "عصبی است"),
        (morphology.with_clitic("دل", 2), "دلش"),
        (morphology.with_clitic("خانه", 0), "خانه‌ام"),
        (morphology.with_clitic("خانه", 3), "خانه‌مان"),
        (morphology.with_clitic("پا", 1), "پایت"),
        (morphology.with_clitic("گلو", 4), "گلویتان"),
        (morphology.with_clitic("بدهی", 0), "بدهی‌ام"),
        (morphology.with_clitic("برای", 2), "برایش"),
        (morphology.with_clitic("راه", 0), "راهم"),
        (morphology.with_owner("گلو", "مادرم"), "گلوی مادرم"),
        (owned("در کنکور قبول [شدن]", 3), "در کنکور قبول شدیم"),
        (owned("شرکت <به> وعده کار داد", 0), "شرکت به من وعده کار داد"),
        (owned("دوست قدیمی@ را [دیدن]", 0), "دوست قدیمی‌ام را دیدم"),
    ],
)
def test_words_take_the_forms_of_the_grammar_books(made: str, expected: str) -> None:
    assert made == expected
