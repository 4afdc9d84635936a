"""Where cases come from: a task's recipe, or a user's own network and data."""

import contextlib
import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from generator.errors import ModelError, RequestError
from generator.progress import Progress
from generator.train.answers import Anomalies, Classes, Quantity
from generator.train.compression import keras_2
from generator.train.compression.case import Case
from generator.train.data import Data, Float32, Split
from generator.train.fitting import Schedule
from generator.train.recipe import Recipe
from generator.train.run import recipe_module

_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
_NETWORKS = (".keras", ".h5", ".hdf5")


def case(word: str, data: Path | None, *, quick: bool, progress: Progress) -> Case:
    """The case of a task, which is trained in float first, or of a network's file.

    word: a task's name, the path of a recipe, or of a .keras or .h5 file.
    data: for a task the data set's folder; for a file a .npz with x_train, y_train, x_test, y_test.
    quick: few epochs on few inputs.
    Raises RequestError for what is neither, or for unfit data.
    """
    keras_2.use()
    if Path(word).suffix == ".tflite":
        raise RequestError(
            "A .tflite file cannot be trained on any more.",
            where=word,
            hint="Name the .keras or .h5 file that it was made of.",
        )
    if Path(word).suffix in _NETWORKS:
        return _of_file(Path(word), data, quick)
    recipe = getattr(recipe_module(word), "RECIPE", None)
    if not isinstance(recipe, Recipe):
        raise RequestError(
            f"The recipe of {word} is not an ordinary one, and cannot be varied.",
            hint="A network of yours can: compress NET.keras --data FILE.npz.",
        )
    return _of_recipe(recipe, data, quick, progress)


def _of_recipe(recipe: Recipe, folder: Path | None, quick: bool, progress: Progress) -> Case:
    answers = recipe.answers
    if recipe.deploy is not None or isinstance(answers, Anomalies):
        raise RequestError(
            f"{recipe.name} deploys more than the network that it trains; it cannot be varied."
        )
    progress("reading the data", 0, 1)
    data = recipe.load(folder, progress)
    if quick:
        recipe = replace(recipe, schedule=replace(recipe.schedule, epochs=recipe.quick_epochs))
        data = Data(data.training.drawn(recipe.quick_inputs, recipe.seed), data.testing)
    network = recipe.fitted(data.training, progress)
    return Case(
        name=recipe.name,
        network=network,
        data=data,
        answers=answers,
        schedule=recipe.schedule,
        augment=recipe.augment,
        input_range=recipe.input_range,
        seed=recipe.seed,
    )


def _of_file(path: Path, npz: Path | None, quick: bool) -> Case:
    if npz is None:
        raise RequestError(
            "To compress a network and judge it needs data.",
            where=str(path),
            hint=f"Add --data FILE.npz with the arrays {', '.join(_ARRAYS)}.",
        )
    data = _data(npz)
    if quick:
        data = Data(data.training.drawn(3000, 1), data.testing)
    network = _logits(_read(path))
    outputs = int(network.output.shape[-1])
    classes = np.issubdtype(data.training.truth.dtype, np.integer)
    labels = tuple(map(str, range(outputs)))
    return Case(
        name=path.stem,
        network=network,
        data=data,
        answers=Classes(labels) if classes else Quantity("", 1.0, outputs=outputs),
        schedule=Schedule(epochs=4 if quick else 20, batch=64, peak_rate=1e-3),
        augment=None,
        input_range=(float(data.training.inputs.min()), float(data.training.inputs.max())),
        seed=1,
    )


def _data(path: Path) -> Data:
    try:
        with np.load(path, allow_pickle=False) as file:
            x_train, y_train, x_test, y_test = (file[name] for name in _ARRAYS)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise RequestError(
            f"It is no .npz file with the arrays {', '.join(_ARRAYS)}.", where=str(path)
        ) from error
    if not all(np.isfinite(array).all() for array in (x_train, y_train, x_test, y_test)):
        raise RequestError("It holds infinity or what is no number (NaN).", where=str(path))
    return Data(_split(x_train, y_train), _split(x_test, y_test))


def _split(inputs: Any, truth: Any) -> Split:
    real: Float32 = np.asarray(inputs, dtype=np.float32)
    if np.issubdtype(truth.dtype, np.integer):
        return Split(real, truth.reshape(-1).astype(np.int64))
    return Split(real, truth.reshape(len(truth), -1).astype(np.float32))


def _read(path: Path) -> Any:
    """A network of either generation of Keras, as one of Keras 2."""
    import tf_keras

    if not path.is_file():
        raise RequestError("There is no such file.", where=str(path))
    unreadable = (ValueError, TypeError, OSError, KeyError, ImportError, AttributeError)
    with contextlib.suppress(*unreadable):
        return tf_keras.models.load_model(path, compile=False)
    keras_3 = importlib.import_module("keras")
    try:
        model = keras_3.models.load_model(path, compile=False)
    except unreadable as error:
        raise ModelError("Keras cannot read it.", where=str(path)) from error
    return keras_2.rebuilt(model)


def _logits(network: Any) -> Any:
    """The network without a softmax at its end, which is added again when it is deployed."""
    import tf_keras

    last = network.layers[-1]
    if type(last).__name__ in ("Softmax", "Activation") and _is_softmax(last):
        return tf_keras.Model(network.input, last.input)
    if _is_softmax(last):
        last.activation = tf_keras.activations.linear
        twin = tf_keras.models.clone_model(network)
        twin.set_weights(network.get_weights())
        return twin
    return network


def _is_softmax(layer: Any) -> bool:
    name = getattr(getattr(layer, "activation", None), "__name__", "")
    return type(layer).__name__ == "Softmax" or name == "softmax"
