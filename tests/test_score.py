"""Scores: what they say, when they pass, and that a card keeps them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.score import Confusion, Score, accuracy, from_facts
from generator.train import evaluation


def test_an_accuracy_counts_the_diagonal() -> None:
    score = accuracy(Confusion(("cat", "dog"), ((8, 2), (1, 9))))
    assert (score.value, score.inputs, score.text) == (0.85, 20, "85.0%")
    assert score.confusion is not None
    assert score.confusion.recall == {"cat": 0.8, "dog": 0.9}


def test_a_mark_is_a_floor_for_shares_and_a_ceiling_for_errors() -> None:
    error = Score("RMSE", 130_000.0, higher_is_better=False, inputs=9, unit="USD")
    assert error.text == "130,000 USD"
    assert error.passes(131_000)
    assert not error.passes(129_000)
    area = Score("AUC", 0.9, higher_is_better=True, inputs=9)
    assert area.text == "0.900"
    assert area.passes(0.9)
    assert not area.passes(0.91)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 50), min_size=n, max_size=n), min_size=n, max_size=n
        )
    )
)
def test_a_card_keeps_every_count(counts: list[list[int]]) -> None:
    if not sum(map(sum, counts)):
        return
    labels = tuple(f"label {index}" for index in range(len(counts)))
    score = accuracy(Confusion(labels, tuple(map(tuple, counts))))
    assert from_facts(json.loads(json.dumps(score.facts()))) == score


def test_a_card_keeps_an_error_to_four_places() -> None:
    score = Score("RMSE", 1.23456, higher_is_better=False, inputs=3, unit="V")
    assert from_facts(score.facts()) == Score("RMSE", 1.2346, False, 3, "V")


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_the_area_is_the_share_of_pairs_in_order(scored: list[tuple[int, bool]]) -> None:
    normal = [value for value, abnormal in scored if not abnormal]
    abnormal = [value for value, abnormal in scored if abnormal]
    if not normal or not abnormal:
        return
    pairs = [(a > n) + (a == n) / 2 for a in abnormal for n in normal]
    found = evaluation.auc(
        np.array([float(value) for value, _ in scored]), np.array([int(a) for _, a in scored])
    )
    assert found.value == pytest.approx(sum(pairs) / len(pairs))


def test_the_error_is_in_the_unit() -> None:
    score = evaluation.rmse(np.array([[1.0], [2.0]]), np.array([[1.0], [5.0]]), "USD")
    assert score.value == pytest.approx(np.sqrt(4.5))
