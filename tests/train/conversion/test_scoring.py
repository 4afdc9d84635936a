"""Accuracy and RMSE, against scikit-like formulas written out by hand."""

import numpy as np
import pytest

from generator.errors import RequestError
from generator.train.conversion.scoring import quality

SCORES = np.array([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7]])


def test_counts_right_classes() -> None:
    measured = quality(SCORES, np.array([1, 0, 0]))
    assert (measured.name, measured.examples) == ("accuracy", 3)
    assert measured.value == pytest.approx(2 / 3)


def test_reads_one_hot_labels() -> None:
    assert quality(SCORES, np.eye(2)[[1, 0, 0]]).value == pytest.approx(2 / 3)


def test_measures_numbers_by_their_root_mean_square() -> None:
    measured = quality(np.array([[1.0], [2.0]]), np.array([4.0, 6.0]))
    assert measured.name == "RMSE"
    assert measured.value == pytest.approx(np.sqrt((9 + 16) / 2))


@pytest.mark.parametrize(
    ("labels", "said"), [(np.array([0, 1, 2]), "2 classes"), (np.zeros((3, 5)), "do not belong")]
)
def test_refuses_labels_of_another_network(labels: np.ndarray, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        quality(SCORES, labels)
