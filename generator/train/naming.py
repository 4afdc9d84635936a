"""Short tensor names for a .tflite file; the converter's repeat every fused layer's path."""

from typing import Any

import flatbuffers


class _Builder(flatbuffers.Builder):  # type: ignore[misc]  # flatbuffers ships no types
    """Aligns the constants' bytes as the schema's `force_align: 16` demands."""

    # The names are those of the overridden method.
    def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802, N803
        return super().StartVector(elemSize, numElems, 16 if elemSize == 1 else alignment)


def rename_tensors(model: bytes) -> bytes:
    """The same model with its tensors named after the operators that write or own them.

    Outputs are `conv_2d_0`, `add_3`, …; constants `conv_2d_0/weights` and `conv_2d_0/bias`.
    A tenth of the file goes away and reports become readable.
    """
    from tensorflow.lite.python import schema_py_generated as schema

    tree = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(model, 0))
    kinds = {code: name.lower() for name, code in vars(schema.BuiltinOperator).items()}
    for graph in tree.subgraphs:
        for index, operator in enumerate(graph.operators):
            kind = kinds[tree.operatorCodes[operator.opcodeIndex].builtinCode]
            _name_after(graph.tensors, operator, f"{kind}_{index}")
        graph.tensors[graph.inputs[0]].name = "input"
        graph.tensors[graph.outputs[0]].name = "output"
    builder = _Builder(len(model))
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _name_after(tensors: list[Any], operator: Any, name: str) -> None:
    for output in operator.outputs:
        tensors[output].name = name
    for tensor, role in zip(operator.inputs[1:], ("weights", "bias"), strict=False):
        if tensor >= 0 and len(operator.inputs) == 3:
            tensors[tensor].name = f"{name}/{role}"
