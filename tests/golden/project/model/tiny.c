/* tiny: 2322 multiply-accumulates, by the native engine.
 *
 * The arena has 312 bytes; no plan of these layers needs fewer than 312. The most is in use at
 * layer 1, DEPTHWISE_CONV_2D. Without outputs laid over dying inputs it would have 352 bytes.
 */
#include "model/tiny.h"

#include "model/kernels.h"
#include "model/weights.h"

/* Every activation of the model; `at` in the comments below is an offset into it. */
static int8_t arena[TINY_ARENA_BYTES] __attribute__((section(".arena"), aligned(16)));

/* Layer 0, CONV_2D: 864 multiply-accumulates.
 * reads  int8 1x8x8x1 at 40 to 103, scale 0.02, zero point -10: image
 * writes int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * works  in 104 to 247
 */
static const struct conv_2d_kronecker_padded_line_layer layer_0_conv_2d_parameters = {
    .stream = layer_0_stream,
    .border = -10,
};

static void layer_0_conv_2d(void) {
    conv_2d_8x8x1_to_6_window_3x3_kronecker(arena + 40, arena + 0, arena + 104, &layer_0_conv_2d_parameters);
}

/* Layer 1, DEPTHWISE_CONV_2D: 864 multiply-accumulates.
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * writes int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 * works  in 192 to 311
 */
static const struct depthwise_conv_2d_rows_line_layer layer_1_depthwise_conv_2d_parameters = {
    .channels = layer_1_channels,
};

static void layer_1_depthwise_conv_2d(void) {
    depthwise_4x4x6_window_3x3_rows_staged(arena + 0, arena + 96, arena + 192, &layer_1_depthwise_conv_2d_parameters);
}

/* Layer 2, CONV_2D: 576 multiply-accumulates.
 * reads  int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 * writes int8 1x4x4x6 at 96 to 191, scale 0.04, zero point -5: pointwise
 * works  in 192 to 255
 */
static const struct conv_2d_kronecker_twice_layer layer_2_conv_2d_parameters = {
    .stream = layer_2_stream,
    .zero_point = -5,
};

static void layer_2_conv_2d(void) {
    conv_2d_4x4x6_to_6_window_1x1_kronecker(arena + 96, arena + 96, arena + 192, &layer_2_conv_2d_parameters);
}

/* Layer 3, ADD.
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * reads  int8 1x4x4x6 at 96 to 191, scale 0.04, zero point -5: pointwise
 * writes int8 1x4x4x6 at 96 to 191, scale 0.05, zero point -128: sum
 */
static const struct sum_linear_layer layer_3_add_parameters = {
    .first = 5033165,
    .second = 6710886,
    .start = -391747994,
};

static void layer_3_add(void) {
    add_96_linear(arena + 0, arena + 96, arena + 96, &layer_3_add_parameters);
}

/* Layer 4, AVERAGE_POOL_2D.
 * reads  int8 1x4x4x6 at 96 to 191, scale 0.05, zero point -128: sum
 * writes int8 1x1x1x6 at 0 to 5, scale 0.05, zero point -128: pooled
 */
static const struct average_pool_2d_layer layer_4_average_pool_2d_parameters = {
    .minimum = -128,
    .maximum = 127,
};

static void layer_4_average_pool_2d(void) {
    average_pool_4x4x6_window_4x4(arena + 96, arena + 0, &layer_4_average_pool_2d_parameters);
}

/* Layer 5, RESHAPE.
 * reads  int8 1x1x1x6 at 0 to 5, scale 0.05, zero point -128: pooled
 * writes int8 1x6 at 0 to 5, scale 0.05, zero point -128: flat
 * No code: the output is the input's bytes.
 */
static void layer_5_reshape(void) {
}

/* Layer 6, FULLY_CONNECTED: 18 multiply-accumulates.
 * reads  int8 1x6 at 0 to 5, scale 0.05, zero point -128: flat
 * writes int8 1x3 at 8 to 10, scale 0.06, zero point 3: logits
 */
static const struct fully_connected_layer layer_6_fully_connected_parameters = {
    .weights = layer_6_weights,
    .bias = layer_6_bias,
    .multiplier = layer_6_multiplier,
    .shift = layer_6_shift,
    .zero_point = 3,
    .minimum = -128,
    .maximum = 127,
};

static void layer_6_fully_connected(void) {
    fully_connected_1x6_to_3(arena + 0, arena + 8, &layer_6_fully_connected_parameters);
}

/* Layer 7, SOFTMAX.
 * reads  int8 1x3 at 8 to 10, scale 0.06, zero point 3: logits
 * writes int8 1x3 at 0 to 2, scale 0.00390625, zero point -128: probabilities
 */
static const struct softmax_layer layer_7_softmax_parameters = {
    .exponentials = layer_7_exponentials,
    .distances = 232,
};

static void layer_7_softmax(void) {
    softmax_1x3(arena + 8, arena + 0, &layer_7_softmax_parameters);
}

const struct tiny_layer tiny_layers[TINY_LAYER_COUNT] = {
    {"CONV_2D", 864, layer_0_conv_2d},
    {"DEPTHWISE_CONV_2D", 864, layer_1_depthwise_conv_2d},
    {"CONV_2D", 576, layer_2_conv_2d},
    {"ADD", 0, layer_3_add},
    {"AVERAGE_POOL_2D", 0, layer_4_average_pool_2d},
    {"RESHAPE", 0, layer_5_reshape},
    {"FULLY_CONNECTED", 18, layer_6_fully_connected},
    {"SOFTMAX", 0, layer_7_softmax},
};

void tiny_init(void) {
    /* Nothing to prepare: weights lie ready in flash, and every step writes before it reads. */
}

void tiny_run(void) {
    layer_0_conv_2d();
    layer_1_depthwise_conv_2d();
    layer_2_conv_2d();
    layer_3_add();
    layer_4_average_pool_2d();
    layer_6_fully_connected();
    layer_7_softmax();
}

const int8_t *tiny_arena(uint32_t offset) {
    return arena + offset;
}

int8_t *tiny_input(void) {
    return arena + 40;
}

const int8_t *tiny_output(void) {
    return arena + 0;
}

/* The nearest stored value; reals outside of the range saturate. */
int8_t tiny_quantize_input(float real) {
    const float steps = real / TINY_INPUT_SCALE + (float)TINY_INPUT_ZERO_POINT;
    if (steps <= (float)-128) {
        return -128;
    }
    if (steps >= (float)127) {
        return 127;
    }
    return (int8_t)(steps < 0.0f ? steps - 0.5f : steps + 0.5f);
}

float tiny_dequantize_output(int8_t stored) {
    return TINY_OUTPUT_SCALE * (float)(stored - TINY_OUTPUT_ZERO_POINT);
}
