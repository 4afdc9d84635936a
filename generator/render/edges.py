"""What a model shows to the world: its inputs and outputs, and the variables that it keeps."""

from generator.graph import Tensor
from generator.memory import Plan
from generator.program import Constant, Program
from generator.quantization import dtype_range
from generator.render.c_text import ctype_of, float_text, literal, pointer, safe


def edges(program: Program, plan: Plan) -> list[dict[str, object]]:
    """The inputs, then the outputs."""
    found: list[dict[str, object]] = []
    for kind, names in (("input", program.inputs), ("output", program.outputs)):
        for position, name in enumerate(names):
            suffix = f"_{position}" if position else ""
            found.append(_edge(program, plan, program.tensors[name], kind, suffix))
    return found


def _edge(
    program: Program, plan: Plan, tensor: Tensor, kind: str, suffix: str
) -> dict[str, object]:
    quantized = _has_one_scale(tensor)
    qualifier = "" if kind == "input" else "const "
    edge: dict[str, object] = {
        "is_input": kind == "input",
        "macro": f"{program.name}_{kind}{suffix}".upper(),
        "getter": f"{program.name}_{kind}{suffix}",
        "quantize": f"{program.name}_quantize_{kind}{suffix}",
        "dequantize": f"{program.name}_dequantize_{kind}{suffix}",
        "elements": tensor.size,
        "bytes": tensor.size_bytes,
        "ctype": ctype_of(tensor),
        "prototype": f"{qualifier}{ctype_of(tensor)} *{program.name}_{kind}{suffix}(void)",
        "shape": "x".join(map(str, tensor.shape)) or "scalar",
        "label": safe(tensor.label),
        "quantized": quantized,
        "pointer": pointer(tensor, plan, qualifier),
    }
    if quantized and tensor.quantization is not None:
        edge["scale"] = float_text(tensor.quantization.scale)
        edge["zero_point"] = tensor.quantization.zero_point
        edge["minimum"], edge["maximum"] = dtype_range(tensor.dtype)
    return edge


def _has_one_scale(tensor: Tensor) -> bool:
    """Whether stored integers stand for reals; what no layer computes with may hold any scale."""
    q = tensor.quantization
    if q is None or q.per_channel or tensor.dtype.kind not in "iu":
        return False
    low, high = dtype_range(tensor.dtype)
    return 0.0 < q.scale < float("inf") and low <= q.zero_point <= high


def variables(program: Program, plan: Plan) -> list[dict[str, object]]:
    """What `<name>_init()` sets: variables keep their value from one inference to the next."""
    return [
        {
            "pointer": pointer(program.tensors[name], plan, ""),
            "ctype": ctype_of(program.tensors[name]),
            "size": program.tensors[name].size,
            "value": initial.name if isinstance(initial, Constant) else literal(initial),
            "copied": isinstance(initial, Constant),
            "label": safe(program.tensors[name].label),
        }
        for name, initial in program.variables.items()
    ]
