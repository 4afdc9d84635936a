"""An operator's options table as a mapping, read by the names of the schema's own accessors."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import flatbuffers
import tflite
from flatbuffers import flexbuffers

from generator import ops
from generator.errors import ModelError
from generator.readers._tflite_limits import Budget, check_count

_TABLES = {v: k for k, v in vars(tflite.BuiltinOptions).items() if isinstance(v, int)}
_ENUMS = {
    "padding": tflite.Padding,
    "fused_activation_function": tflite.ActivationFunctionType,
    "mode": tflite.MirrorPadMode,
    "weights_format": tflite.FullyConnectedOptionsWeightsFormat,
}
# A shorter word for the option that every second operator has.
_RENAMED = {"fused_activation_function": "activation"}
# Accessors of the flatbuffers runtime that are not fields of a table.
_NOT_FIELDS = re.compile(r"GetRoot.*|Init|.*BufferHasIdentifier|.*AsNumpy|.*IsNone")


# Three times what the operator with the most of them has.
_MOST_CUSTOM_OPTIONS = 32

# The operators that are resolved when the file is read have no module in `generator/ops`.
_RESOLVED = {"CALL_ONCE": "CallOnceOptions", "VAR_HANDLE": "VarHandleOptions"}


def attributes(raw: Any, op: str, node_name: str, budget: Budget) -> Mapping[str, Any]:
    """The options of a flatbuffer Operator in snake case, enumerations by name.

    A table that the file leaves out has the schema's defaults; of operators that are not here
    nothing is read. Raises ModelError when the table is another operator's, or an enumeration has
    a value that the schema does not know.
    """
    if ops.is_custom(op):
        return MappingProxyType(_custom_numbers(raw, node_name, budget))
    expected = _RESOLVED.get(op) or ops.options_table(op)
    if expected is None:
        return MappingProxyType({})
    stored = raw.BuiltinOptions()
    table = "NONE" if stored is None else _TABLES.get(raw.BuiltinOptionsType(), "NONE")
    if stored is None or table == "NONE":
        stored, table = _empty_table(), expected
    if table != expected:
        raise ModelError(f"its options are {table}, not {expected}", where=node_name)
    options = getattr(tflite, table)()
    options.Init(stored.Bytes, stored.Pos)
    return MappingProxyType(dict(_fields(options, node_name, budget)))


def _custom_numbers(raw: Any, node_name: str, budget: Budget) -> dict[str, int]:
    """The integers and booleans of the flexbuffer map that is a custom operator's options."""
    stored = bytes(budget.numbers(raw, "CustomOptions"))
    if not stored:
        return {}
    try:
        root = flexbuffers.GetRoot(stored)
        if not root.IsMap:
            raise ModelError("its options are not a map", where=node_name)
        keys, values = root.AsMap.Keys, root.AsMap.Values
        count = check_count(len(keys), _MOST_CUSTOM_OPTIONS, "options in one node")
        pairs = [(keys[i].AsKey, values[i]) for i in range(count)]
        return {key: int(value.AsInt) for key, value in pairs if value.IsInt or value.IsBool}
    # What the flexbuffers runtime raises for a type that there is not.
    except KeyError as error:
        raise ModelError("its options are damaged", where=node_name) from error


def _empty_table() -> Any:
    """A table with no field in it: every accessor gives the schema's default."""
    builder = flatbuffers.Builder(32)
    builder.StartObject(0)
    builder.Finish(builder.EndObject())
    data = builder.Output()
    root = int.from_bytes(data[:4], "little")
    return flatbuffers.table.Table(data, root)


def _fields(options: Any, node_name: str, budget: Budget) -> Iterator[tuple[str, Any]]:
    """Every field of a table by its accessor; vectors come as tuples."""
    accessors = {name for name in dir(options) if name[0].isupper()}
    vectors = {name.removesuffix("IsNone") for name in accessors if name.endswith("IsNone")}
    fields = {name for name in accessors if not _NOT_FIELDS.fullmatch(name)}
    for field in sorted(fields - {f"{vector}Length" for vector in vectors}):
        value = budget.numbers(options, field) if field in vectors else getattr(options, field)()
        key = re.sub(r"(?<!^)(?=[A-Z])", "_", field).lower()
        yield _RENAMED.get(key, key), _plain(key, value, node_name, budget)


def _plain(key: str, value: Any, node_name: str, budget: Budget) -> Any:
    """Enumerations by their names, bytes as text."""
    if key in _ENUMS:
        names = {v: k for k, v in vars(_ENUMS[key]).items() if isinstance(v, int)}
        if value not in names:
            raise ModelError(f"its option {key} has the unknown value {value}", where=node_name)
        return names[value]
    return budget.text(value) if isinstance(value, bytes) else value
