"""Farsi text in its many spellings to the same numbers."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import known_tasks
from generator.train.frontends.farsi_tokens import PADDING, UNKNOWN, Vocabulary, words

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
FARSI = st.text(alphabet=LETTERS + " \u200c،؟.!۰۱۲٣٤56يكىؤأۀةـ\u064e\u0651", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("می‌روم", "می روم"),
        ("كتابي", "کتابی"),
        ("کتاب‌ها", "کتاب ها"),
        ("خوشحـــالم", "خوشحالم"),
        ("مُعَلِّم", "معلم"),
        ("۱۲ تا", "12 تا"),
        ("٣ تا", "7 تا"),
        ("سلام،دنیا!", "سلام دنیا"),
        ("خانۀ ما", "خانه ما"),
        ("مسؤول", "مسوول"),
    ],
)
def test_spellings_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_different_words_stay_different() -> None:
    assert words("آرام") != words("ارام")
    assert words("شد") != words("نشد")


@given(text=FARSI)
def test_words_are_in_their_one_spelling_already(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert words(text.replace("\u200c", " ")) == words(text)


@given(texts=st.lists(FARSI, min_size=1, max_size=5), length=st.integers(1, 12))
def test_numbers_lead_back_to_the_last_words(texts: list[str], length: int) -> None:
    vocabulary = Vocabulary.of(texts, 1)
    numbers = vocabulary.encode(texts, length)
    assert numbers.shape == (len(texts), length)
    assert numbers.dtype == np.int32
    for text, row in zip(texts, numbers, strict=True):
        kept = [vocabulary.known[number - 2] for number in row if number != PADDING]
        assert kept == words(text)[-length:]
        assert not np.any(row[: length - len(kept)])


def test_rare_words_are_unknown_and_the_file_keeps_the_order(tmp_path: Path) -> None:
    vocabulary = Vocabulary.of(["من شادم", "تو شادم"], 2)
    assert vocabulary.known == ("شادم",)
    assert vocabulary.encode(["من شادم"], 3).tolist() == [[PADDING, UNKNOWN, 2]]
    vocabulary.write(tmp_path / "words.txt")
    assert Vocabulary.read(tmp_path / "words.txt") == vocabulary


def test_the_shipped_words_are_those_of_the_recipe() -> None:
    recipe = pytest.importorskip("generator.train.recipes.emotion")
    task = known_tasks.find("emotion")
    assert task is not None
    shipped = Vocabulary.read(task.card.with_name(recipe.VOCABULARY_FILE))
    assert shipped == recipe.vocabulary()
