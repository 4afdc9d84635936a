"""What SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND share: images cut into interleaved smaller ones."""

from dataclasses import dataclass

from generator.graph import Graph, Node
from generator.ops._layout import check_integers, check_moved, integers
from generator.ops._operator import check_counts, check_rank, refuse

DTYPES = ("int8", "float32")


@dataclass(frozen=True)
class Interleaving:
    """Image (b, y, x) of the larger images is pixel (y // block_h, x // block_w) of the smaller
    image ((y % block_h) * block_w + x % block_w) * batches + b.

    batches, height, width: of the larger images, before they are padded or after they are cropped.
    block_height, block_width: into how many smaller ones each is cut.
    before: rows and columns of padding or cropping above and to the left.
    behind: the same below and to the right.
    """

    batches: int
    height: int
    width: int
    channels: int
    block_height: int
    block_width: int
    before: tuple[int, int]
    behind: tuple[int, int]

    @property
    def large(self) -> tuple[int, int]:
        """Height and width with padding or before cropping."""
        return (
            self.before[0] + self.height + self.behind[0],
            self.before[1] + self.width + self.behind[1],
        )

    @property
    def small(self) -> tuple[int, int, int]:
        """Batches, height and width of the smaller images."""
        high, wide = self.large
        blocks = self.block_height * self.block_width
        return self.batches * blocks, high // self.block_height, wide // self.block_width


def image_shape(shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """(batch, height, width, channels); three dimensions are an image one pixel wide."""
    batch, height, *width, channels = shape
    return batch, height, width[0] if width else 1, channels


def interleaving(graph: Graph, node: Node, larger: tuple[int, ...]) -> Interleaving:
    """How the images of the node are cut; `larger` is the shape of the larger ones."""
    block = (*integers(graph, node, 1), 1)[:2]
    edges = (*integers(graph, node, 2), 0, 0)[:4]
    return Interleaving(
        *image_shape(larger), block[0], block[1], (edges[0], edges[2]), (edges[1], edges[3])
    )


def check_interleaving(graph: Graph, node: Node, larger: tuple[int, ...]) -> Interleaving:
    """Demands constants that cut the larger images into whole smaller ones."""
    check_counts(graph, node, (3, 3))
    given = graph.input_tensor(node, 0)
    check_rank(node, given, 3, 4)
    check_rank(node, graph.output_tensor(node), len(given.shape))
    check_moved(graph, node, 0, DTYPES)
    block = check_integers(graph, node, 1, len(given.shape) - 2)
    edges = check_integers(graph, node, 2, 2 * len(block))
    if min(block) < 1 or min(edges) < 0:
        refuse(node, "a block size is below 1, or a padding below 0")
    cut = interleaving(graph, node, larger)
    if cut.large[0] % cut.block_height or cut.large[1] % cut.block_width:
        refuse(node, f"images of {cut.large} are not made of blocks of {block}")
    return cut


def check_smaller(node: Node, cut: Interleaving, smaller: tuple[int, ...]) -> None:
    """Demands that the smaller images have the sizes that the larger ones are cut into."""
    if image_shape(smaller) != (*cut.small, cut.channels):
        refuse(node, f"the smaller images should be {(*cut.small, cut.channels)}, not {smaller}")
