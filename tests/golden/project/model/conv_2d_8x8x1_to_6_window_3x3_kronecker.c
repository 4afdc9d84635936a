/* conv_2d_8x8x1_to_6_window_3x3_kronecker: CONV_2D, for 1 layer.
 *
 * Layer 0:
 * reads  int8 1x8x8x1 at 40 to 103, scale 0.02, zero point -10: image
 * writes int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * works  in 104 to 247
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* From a sum to an output: a line that passes through all steps of both of TensorFlow Lite's roundings. */
static inline int8_t rescale(int32_t sum, int32_t factor, int32_t offset) {
    int32_t value;
    uint32_t low;
    __asm__("smull %0, %1, %2, %3\n\t"
            "add %1, %1, %4\n\t"
            "ssat %1, #8, %1, asr #4"
            : "=&r"(low), "=&r"(value)
            : "r"(sum), "r"(factor), "r"(offset));
    return (int8_t)value;
}

/* Copies the 3x3 window at (top, left), `border` where it sticks out of the image. */
static void gather(const int8_t *input, int8_t *to, int top, int left, int32_t border) {
    const bool inside = left >= 0 && left <= 5;
    const int first = -left * 1, end = (8 - left) * 1;
    for (int y = 0; y < 3; y++) {
        const int row = top + y;
        const int8_t *line = input + (row * 8 + left) * 1;
        if (row < 0 || row >= 8) {
            memset(to, (int)border, 3);
            to += 3;
            continue;
        }
        if (inside) {
            memcpy(to, line, 3);
            to += 3;
            continue;
        }
        /* Columns first to end - 1 of the window lie inside the image. */
        for (int i = 0; i < 3; i++) {
            to[i] = i >= first && i < end ? line[i] : (int8_t)border;
        }
        to += 3;
    }
}

/* Joins inputs of four pixels: a word holds one of two pixels, a + b * 2^16. */
static inline void join(const int8_t *a, const int8_t *b, const int8_t *c, const int8_t *d, int32_t *words) {
    words[0] = (int32_t)((uint32_t)*a + ((uint32_t)*b << 16));
    words[1] = (int32_t)((uint32_t)*c + ((uint32_t)*d << 16));
}

/* The same for whole windows, whose rows lie `apart` from each other. */
static void join_windows(const int8_t *const from[4], int apart, int32_t *words) {
    const int8_t *a = from[0], *b = from[1], *c = from[2], *d = from[3];
    for (int y = 0; y < 3; y++) {
        join(a + 0, b + 0, c + 0, d + 0, words + 0);
        join(a + 1, b + 1, c + 1, d + 1, words + 2);
        join(a + 2, b + 2, c + 2, d + 2, words + 4);
        words += 6;
        a += apart, b += apart, c += apart, d += apart;
    }
}

/* Where the windows of four pixels lie, or their copies in `windows` if any sticks out of the image; how far their
 * rows are apart. */
static int windows_of_four(const int8_t *input, int pixel, const int8_t *from[4], int8_t *windows, const struct conv_2d_kronecker_padded_line_layer *layer) {
    int row = pixel / 4, column = pixel - row * 4;
    bool inside = true;
    int top[4], left[4];
    for (int n = 0; n < 4; n++) {
        const int y = row * 2 - 0, x = column * 2 - 0;
        from[n] = input + (y * 8 + x) * 1;
        inside = inside && y >= 0 && x >= 0 && y <= 5 && x <= 5;
        top[n] = y, left[n] = x;
        if (++column == 4) {
            column = 0, row++;
        }
    }
    if (!inside) {
        for (int n = 0; n < 4; n++) {
            from[n] = windows + n * 12;
            gather(input, windows + n * 12, top[n], left[n], layer->border);
        }
        return 3;
    }
    return 8;
}

/* All output channels of four pixels. A product of a weight and a word belongs to two pixels; up to
 * four such products are summed before the halves are taken apart, so that neither overflows: the
 * weights were clipped to make sure. A channel in `stream` is its first sum, the weights of four
 * inputs in each word, 1 words of scale, the number of excesses
 * above an offset in a word, and for each
 * what a weight lost above the place of its input's words in bytes. */
static void outputs_of_four(const int32_t *words, const uint32_t *stream, int8_t *output, const struct conv_2d_kronecker_padded_line_layer *layer) {
    for (const int8_t *end = output + 6; output != end; output++) {
        /* The inner loop needs every register there is. A sum's first value stands in both halves. */
        const int32_t first = (int32_t)stream[0], both = (int32_t)((uint32_t)first + ((uint32_t)first << 16));
        register const int32_t *x __asm__("r2") = words;
        register const uint32_t *w __asm__("r3") = stream + 1;
        register int32_t ab __asm__("r0"), cd __asm__("r1"), four __asm__("r4"), one __asm__("r5");
        register int32_t x0 __asm__("r6"), x1 __asm__("r7"), x2 __asm__("r8"), x3 __asm__("r9");
        register int32_t total_ab __asm__("r10") = both, total_cd __asm__("r11") = both;
        register int32_t high_ab __asm__("r12") = first, high_cd __asm__("r14") = first;
        __asm__(".balign 4\n"
                "ldr.w %[four], [%[w], #0]\n"
                "ldr.w %[x0], [%[x], #0]\n ldr.w %[x1], [%[x], #4]\n"
                "ldr.w %[x2], [%[x], #8]\n ldr.w %[x3], [%[x], #12]\n"
                "sxtb.w %[one], %[four]\n mul %[ab], %[one], %[x0]\n mul %[cd], %[one], %[x1]\n"
                "sxtb.w %[one], %[four], ror #8\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "ldr.w %[x0], [%[x], #16]\n ldr.w %[x1], [%[x], #20]\n"
                "ldr.w %[x2], [%[x], #24]\n ldr.w %[x3], [%[x], #28]\n"
                "sxtb.w %[one], %[four], ror #16\n mla %[ab], %[one], %[x0], %[ab]\n mla %[cd], %[one], %[x1], %[cd]\n"
                "asr.w %[one], %[four], #24\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "add.w %[total_ab], %[total_ab], %[ab]\n asrs.w %[ab], %[ab], #16\n adc.w %[high_ab], %[high_ab], %[ab]\n"
                "add.w %[total_cd], %[total_cd], %[cd]\n asrs.w %[cd], %[cd], #16\n adc.w %[high_cd], %[high_cd], %[cd]\n"
                "ldr.w %[four], [%[w], #4]\n"
                "ldr.w %[x0], [%[x], #32]\n ldr.w %[x1], [%[x], #36]\n"
                "ldr.w %[x2], [%[x], #40]\n ldr.w %[x3], [%[x], #44]\n"
                "sxtb.w %[one], %[four]\n mul %[ab], %[one], %[x0]\n mul %[cd], %[one], %[x1]\n"
                "sxtb.w %[one], %[four], ror #8\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "ldr.w %[x0], [%[x], #48]\n ldr.w %[x1], [%[x], #52]\n"
                "ldr.w %[x2], [%[x], #56]\n ldr.w %[x3], [%[x], #60]\n"
                "sxtb.w %[one], %[four], ror #16\n mla %[ab], %[one], %[x0], %[ab]\n mla %[cd], %[one], %[x1], %[cd]\n"
                "asr.w %[one], %[four], #24\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "add.w %[total_ab], %[total_ab], %[ab]\n asrs.w %[ab], %[ab], #16\n adc.w %[high_ab], %[high_ab], %[ab]\n"
                "add.w %[total_cd], %[total_cd], %[cd]\n asrs.w %[cd], %[cd], #16\n adc.w %[high_cd], %[high_cd], %[cd]\n"
                "ldr.w %[four], [%[w], #8]\n"
                "ldr.w %[x0], [%[x], #64]\n ldr.w %[x1], [%[x], #68]\n"
                "ldr.w %[x2], [%[x], #72]\n ldr.w %[x3], [%[x], #76]\n"
                "sxtb.w %[one], %[four]\n mul %[ab], %[one], %[x0]\n mul %[cd], %[one], %[x1]\n"
                "sxtb.w %[one], %[four], ror #8\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "ldr.w %[x0], [%[x], #80]\n ldr.w %[x1], [%[x], #84]\n"
                "ldr.w %[x2], [%[x], #88]\n ldr.w %[x3], [%[x], #92]\n"
                "sxtb.w %[one], %[four], ror #16\n mla %[ab], %[one], %[x0], %[ab]\n mla %[cd], %[one], %[x1], %[cd]\n"
                "asr.w %[one], %[four], #24\n mla %[ab], %[one], %[x2], %[ab]\n mla %[cd], %[one], %[x3], %[cd]\n"
                "add.w %[total_ab], %[total_ab], %[ab]\n asrs.w %[ab], %[ab], #16\n adc.w %[high_ab], %[high_ab], %[ab]\n"
                "add.w %[total_cd], %[total_cd], %[cd]\n asrs.w %[cd], %[cd], #16\n adc.w %[high_cd], %[high_cd], %[cd]\n"
                "add.w %[x], %[x], #96\n"
                "add.w %[w], %[w], #12"
                : [x] "+r"(x), [w] "+r"(w), [total_ab] "+r"(total_ab), [total_cd] "+r"(total_cd),
                  [high_ab] "+r"(high_ab), [high_cd] "+r"(high_cd), [ab] "=&r"(ab), [cd] "=&r"(cd),
                  [four] "=&r"(four), [one] "=&r"(one), [x0] "=&r"(x0), [x1] "=&r"(x1), [x2] "=&r"(x2), [x3] "=&r"(x3)
                :
                : "cc", "memory");
        const uint32_t *scale = w;
        const uint32_t *excess = scale + 2;
        stream = excess + (scale[1] >> 16);
        int32_t all_ab = total_ab, all_cd = total_cd, upper_ab = high_ab, upper_cd = high_cd;
        for (; excess != stream; excess++) {
            const int32_t entry = (int32_t)*excess;
            const int32_t *at = words + (*excess & 0xffff) / 4;
            const int32_t ab_extra = (entry >> 16) * at[0], cd_extra = (entry >> 16) * at[1];
            all_ab = (int32_t)((uint32_t)all_ab + (uint32_t)ab_extra);
            all_cd = (int32_t)((uint32_t)all_cd + (uint32_t)cd_extra);
            upper_ab += (ab_extra + 0x8000) >> 16;
            upper_cd += (cd_extra + 0x8000) >> 16;
        }
        const int32_t factor = (int32_t)scale[0], offset = (int16_t)scale[1];
        (void)layer;
        const int32_t low_ab = (int32_t)((uint32_t)all_ab - ((uint32_t)upper_ab << 16));
        const int32_t low_cd = (int32_t)((uint32_t)all_cd - ((uint32_t)upper_cd << 16));
        output[0] = rescale(low_ab, factor, offset);
        output[6] = rescale(upper_ab, factor, offset);
        output[12] = rescale(low_cd, factor, offset);
        output[18] = rescale(upper_cd, factor, offset);
    }
}

void conv_2d_8x8x1_to_6_window_3x3_kronecker(const int8_t *input, int8_t *output, int8_t *scratch, const struct conv_2d_kronecker_padded_line_layer *layer) {
    int32_t *words = (int32_t *)scratch;
    int8_t *windows = scratch + 96;
    const uint32_t *stream = layer->stream;
    for (int four = 0; four < 4; four++) {
        const int8_t *from[4];
        const int apart = windows_of_four(input, 4 * four, from, windows, layer);
        join_windows(from, apart, words);
        outputs_of_four(words, stream, output + four * 24, layer);
    }
}
