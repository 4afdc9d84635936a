"""Each layer as one call in the model's file, with what it reads and writes in words."""

from dataclasses import dataclass
from typing import Literal

from generator.memory import Plan
from generator.program import Constant, Kernel, Parameter, Program, Step
from generator.render.c_text import described, literal, operand, place, pointer

Direction = Literal["ascending", "descending", "told"]


@dataclass(frozen=True)
class Function:
    """A kernel as it is rendered: one C function in one file, used by one layer or several.

    order: how it walks through the output; "told" where each layer's structure says so.
    """

    name: str
    kernel: Kernel
    order: Direction
    steps: tuple[Step, ...]


def layers(program: Program, plan: Plan, functions: list[Function]) -> list[dict[str, object]]:
    """Every layer with what its call needs, in order."""
    users = {step.index: f for f in functions for step in f.steps}
    rows: list[dict[str, object]] = []
    for step in program.steps:
        function = f"layer_{step.index}_{step.op.lower()}"
        has_parameters = step.kernel is not None and bool(step.parameters)
        parameters = parameters_of(users[step.index], step, plan) if has_parameters else ()
        rows.append(
            {
                "op": step.op,
                "macs": step.macs,
                "function": function,
                "kernel": users[step.index].name if step.index in users else None,
                "heading": _heading(step),
                "lines": layer_lines(step, program, plan),
                "struct": struct_name(step.kernel) if has_parameters and step.kernel else None,
                "fields": [(p.name, _value(p)) for p in parameters],
                "arguments": _arguments(step, program, plan, f"&{function}_parameters"),
            }
        )
    return rows


def struct_name(kernel: Kernel) -> str:
    """Kernels of one template share a structure, unless one has a field that another lacks.

    Those that differ say so in their context: `padded`, or by a word of their own, `variant`.
    """
    context = dict(kernel.context)
    words = ("padded" if context.get("padded") else "", str(context.get("variant", "")))
    return "_".join((kernel.template, *filter(None, words), "layer"))


def _heading(step: Step) -> str:
    work = f": {step.macs} multiply-accumulates" if step.macs else ""
    return f"Layer {step.index}, {step.op}{work}."


def _arguments(step: Step, program: Program, plan: Plan, parameters: str) -> list[str]:
    arguments = [operand(name, program, plan) for name in step.inputs]
    arguments += [pointer(program.tensors[name], plan, "") for name in step.outputs]
    if step.scratch_bytes:
        arguments.append(place(plan.scratch[step.index], plan))
    if step.parameters:
        arguments.append(parameters)
    return arguments


def parameters_of(function: Function, step: Step, plan: Plan) -> tuple[Parameter, ...]:
    """The fields of a layer's structure: the kernel's own, and where it is told, its direction."""
    if function.order != "told":
        return step.parameters
    down = int(plan.orders.get(step.index) == "descending")
    order = Parameter("descending", "int16_t", down, "whether it walks down in memory: 0 or 1")
    return (*step.parameters, order)


def _value(parameter: Parameter) -> str:
    value = parameter.value
    return value.name if isinstance(value, Constant) else literal(value)


def layer_lines(step: Step, program: Program, plan: Plan) -> list[str]:
    """What a layer reads, writes and works in, a line each."""
    lines = [f"reads  {described(program.tensors[n], plan)}" for n in step.inputs]
    lines += [f"writes {described(program.tensors[n], plan)}" for n in step.outputs]
    if step.scratch_bytes:
        start = plan.scratch[step.index]
        lines.append(f"works  in {start} to {start + step.scratch_bytes - 1}")
    if step.kernel is None:
        lines.append("No code: the output is the input's bytes.")
    return lines
