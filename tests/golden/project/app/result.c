#include "app/result.h"

#include "app/print.h"
#include "model/tiny.h"

uint32_t result_label(void) {
    const int8_t *output = tiny_output();
    uint32_t best = 0;
    for (uint32_t i = 1; i < TINY_OUTPUT_ELEMENTS; i++) {
        if (output[i] > output[best]) {
            best = i;
        }
    }
    return best;
}

const char *result_label_name(uint32_t label) {
    (void)label;
    return "";
}

// real = (stored - -128) * 3.90625e-03
//
// The scale is exactly 1 / 2^8. The product of all that with a million fits in
// 64 bits, so the six decimals are exact; halves are rounded to the even neighbour, as C and Python do.
static void print_element(int8_t stored) {
    const int32_t count = stored - (-128);
    const uint32_t magnitude = (uint32_t)(count < 0 ? -count : count);
    const uint64_t product = magnitude * UINT64_C(1000000); // 1 * 1000000
    const uint64_t rest = product & UINT64_C(0xff);
    const uint64_t half = UINT64_C(0x80);
    uint64_t millionths = product >> 8;
    if (rest > half || (rest == half && (millionths & 1) != 0)) {
        millionths++;
    }
    print_millionths(count < 0, millionths);
}

void result_print(void) {
    const int8_t *output = tiny_output();
    print_field_start("results");
    for (uint32_t i = 0; i < TINY_OUTPUT_ELEMENTS; i++) {
        if (i != 0) {
            print_character(',');
        }
        print_element(output[i]);
    }
    print_field_end();
}

static void print_bytes(const void *bytes, uint32_t count) {
    print_field_start("outputs");
    print_hex(bytes, count);
    print_field_end();
}

void result_print_bytes(void) {
    print_bytes(tiny_output(), TINY_OUTPUT_BYTES);
}
