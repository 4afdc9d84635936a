"""The numbers to beat: TensorFlow Lite Micro with CMSIS-NN, and records on real boards.

TFLM 90b983c2 with CMSIS-NN 4ab83cc3, upstream's release flags, GCC 12.2.1, one inference; code is
flash less the model file; the arena is the smallest that works. Records: MLPerf Tiny, closed
division, cycles per multiply-accumulate of the holder's best submission on a board of that core.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """What TensorFlow Lite Micro with CMSIS-NN takes for one model on one core."""

    instructions: int
    code_bytes: int
    arena_bytes: int


TFLM = {
    ("kws", "cortex-m3"): Peer(10_534_488, 46_352, 22_832),
    ("kws", "cortex-m4"): Peer(7_699_743, 52_712, 22_832),
    ("kws", "cortex-m7"): Peer(7_645_558, 51_092, 22_832),
    ("ic", "cortex-m3"): Peer(41_847_291, 44_268, 54_992),
    ("ic", "cortex-m4"): Peer(29_863_156, 50_516, 55_008),
    ("ic", "cortex-m7"): Peer(30_025_998, 49_124, 55_008),
    ("ad", "cortex-m3"): Peer(955_910, 23_256, 3_024),
    ("ad", "cortex-m4"): Peer(582_874, 27_344, 3_024),
    ("ad", "cortex-m7"): Peer(583_175, 24_848, 3_024),
    ("vww", "cortex-m3"): Peer(31_958_751, 46_352, 100_720),
    ("vww", "cortex-m4"): Peer(24_101_552, 52_712, 100_720),
    ("vww", "cortex-m7"): Peer(24_025_167, 51_092, 100_720),
}

RECORD_CYCLES_PER_MAC = {
    ("kws", "cortex-m0plus"): 11.43,
    ("ic", "cortex-m0plus"): 7.79,
    ("vww", "cortex-m0plus"): 12.09,
    ("ad", "cortex-m0plus"): 9.91,
    ("kws", "cortex-m4"): 1.951,
    ("ic", "cortex-m4"): 1.585,
    ("vww", "cortex-m4"): 1.425,
    ("ad", "cortex-m4"): 1.84,
    ("kws", "cortex-m7"): 1.193,
    ("ic", "cortex-m7"): 0.915,
    ("vww", "cortex-m7"): 0.890,
    ("ad", "cortex-m7"): 1.148,
    ("kws", "cortex-m33"): 1.745,
    ("ic", "cortex-m33"): 1.335,
    ("vww", "cortex-m33"): 1.266,
    ("ad", "cortex-m33"): 1.872,
}
