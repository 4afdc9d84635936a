"""Choosing among the ways to compute each layer, for a goal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.engines.native.designs import Offer
from generator.goal import Goal
from generator.graph import Graph, Tensor
from generator.program import Kernel, Step
from generator.targets import Target

# Of Cortex-M3 and M4 with GCC 12 at -O2: what the plain kernels need, only to compare designs with.
_PLAIN_CYCLES_PER_MAC = {"CONV_2D": 6.0, "DEPTHWISE_CONV_2D": 13.0, "FULLY_CONNECTED": 5.5}
# The same in float32, with an FPU and without.
_PLAIN_FLOAT_CYCLES_PER_MAC, _SOFT_FLOAT_CYCLES_PER_MAC = 13.0, 110.0
_PLAIN_CYCLES_PER_BYTE = 60.0
# Their loops begin and end, and two roundings, for every output.
_PLAIN_CYCLES_PER_OUTPUT = 110.0
_PLAIN_CODE_BYTES = 420
# Cortex-M0 and M0+ need about twice the instructions.
_THUMB1_FACTOR = 2.0
# Balanced: a byte of constants must save so many cycles, or, where the network takes few, this part
# of them: 1 KiB must save 1 %. A byte of code counts as several, 1 KiB must save 6 %: a function
# is also one more to read. The arena may grow by this part, or, where it is small, by so many
# bytes.
_CYCLES_PER_FLASH_BYTE, _SHARE_PER_FLASH_BYTE = 130.0, 1e-5
_BYTES_FOR_A_BYTE_OF_CODE = 6.0
_GROWTH_OF_ARENA, _GROWTH_BYTES = 1.1, 768
# Size: so many, so that it is never many times slower for a few bytes.
_CYCLES_PER_FLASH_BYTE_OF_SIZE = 5000.0


def plain_offer(step: Step, tensors: Mapping[str, Tensor], target: Target) -> Offer:
    """The plain lowering beside the designs."""
    outputs = sum(tensors[name].size for name in step.outputs)
    cycles = step.macs * _PLAIN_CYCLES_PER_MAC.get(step.op, 6.0)
    cycles += outputs * _PLAIN_CYCLES_PER_OUTPUT
    if step.macs and tensors[step.inputs[0]].dtype.kind == "f":
        each = _PLAIN_FLOAT_CYCLES_PER_MAC if target.fpu else _SOFT_FLOAT_CYCLES_PER_MAC
        cycles = step.macs * each
    if not step.macs:
        cycles = sum(tensors[name].size_bytes for name in step.inputs) * _PLAIN_CYCLES_PER_BYTE
    return Offer(step, cycles * (1.0 if target.thumb2 else _THUMB1_FACTOR), _PLAIN_CODE_BYTES)


def choose(ways: Sequence[Sequence[Offer]], graph: Graph, goal: Goal) -> list[Offer]:
    """One offer for each node of the graph, from those that there are for it."""
    if goal in ("time", "size"):
        price = 0.0 if goal == "time" else _CYCLES_PER_FLASH_BYTE_OF_SIZE
        return _cheapest(ways, graph.tensors, _Price(price, price))
    bystanders = _bystander_bytes(graph)
    needs = [
        [step_bytes(offer.step, graph.tensors) + others for offer in offers]
        for offers, others in zip(ways, bystanders, strict=True)
    ]
    # No arena can be smaller: the layer that needs the most with the way that needs the least.
    least = max(map(min, needs), default=0)
    limit = least if goal == "ram" else max(least * _GROWTH_OF_ARENA, least + _GROWTH_BYTES)
    fitting = [
        [offer for offer, need in zip(offers, layer, strict=True) if need <= limit]
        for offers, layer in zip(ways, needs, strict=True)
    ]
    return _cheapest(fitting, graph.tensors, _balanced_price(fitting))


@dataclass(frozen=True)
class _Price:
    """The cycles that a byte of constants and one of code must save."""

    constants: float
    code: float


def _balanced_price(ways: Sequence[Sequence[Offer]]) -> _Price:
    fastest = sum(min(offer.cycles for offer in offers) for offers in ways)
    price = min(_CYCLES_PER_FLASH_BYTE, _SHARE_PER_FLASH_BYTE * fastest)
    return _Price(price, price * _BYTES_FOR_A_BYTE_OF_CODE)


def _cheapest(
    ways: Sequence[Sequence[Offer]], tensors: Mapping[str, Tensor], price: _Price
) -> list[Offer]:
    """The least sum of cycles and of flash at a price, functions that layers share counted once.

    It begins as if every layer shared what it could, then changes single layers while that helps.
    """
    could = Counter(k for offers in ways for k in {offer.step.kernel for offer in offers})

    def alone(offer: Offer, users: Counter[Kernel | None]) -> float:
        code = offer.code_bytes / max(1, users[offer.step.kernel])
        return offer.cycles + price.constants * _constant_bytes(offer, tensors) + price.code * code

    chosen = [min(offers, key=lambda offer: alone(offer, could)) for offers in ways]
    users = Counter(offer.step.kernel for offer in chosen)

    def joining(offer: Offer) -> float:
        code = 0 if users[offer.step.kernel] else offer.code_bytes
        return offer.cycles + price.constants * _constant_bytes(offer, tensors) + price.code * code

    changed = True
    while changed:
        changed = False
        for index, offers in enumerate(ways):
            users[chosen[index].step.kernel] -= 1
            best = min(offers, key=joining)
            if joining(best) < joining(chosen[index]):
                chosen[index], changed = best, True
            users[chosen[index].step.kernel] += 1
    return chosen


def _constant_bytes(offer: Offer, tensors: Mapping[str, Tensor]) -> int:
    """A step's own constants, and those that it reads as they are in the model file."""
    as_they_are = {n: tensors[n].size_bytes for n in offer.step.inputs if tensors[n].is_constant}
    return offer.step.weights_bytes + sum(as_they_are.values())


def step_bytes(step: Step, tensors: Mapping[str, Tensor]) -> int:
    """The RAM that a step needs by itself: what it touches, less the most that may overlap."""
    touched = {n: tensors[n] for n in (*step.inputs, *step.outputs) if not tensors[n].is_constant}
    shared = [0]
    for way in step.overlaps:
        source, result = tensors[way.input].size_bytes, tensors[step.outputs[0]].size_bytes
        reach = source if way.order == "descending" else result
        shared.append(min(source, result, reach - way.gap_bytes))
    return sum(t.size_bytes for t in touched.values()) + step.scratch_bytes - max(shared)


def _bystander_bytes(graph: Graph) -> list[int]:
    """For each node the activations that live on while it runs, but that it does not touch."""
    born = dict.fromkeys(graph.inputs, -1)
    dies = {name: len(graph.nodes) for name in graph.outputs}
    for index, node in enumerate(graph.nodes):
        born.update(dict.fromkeys(node.outputs, index))
        dies.update({name: max(index, dies.get(name, 0)) for name in node.inputs if name})
    return [
        sum(
            graph.tensors[name].size_bytes
            for name, birth in born.items()
            if birth < index < dies.get(name, birth) and name not in node.inputs
        )
        for index, node in enumerate(graph.nodes)
    ]


def kernels_bytes(steps: Sequence[Step]) -> int:
    """The functions of these steps, shared ones counted once."""
    return sum({step.kernel: step.code_bytes for step in steps if step.kernel}.values())
