#include "app/integrity.h"

#include "app/crc32.h"
#include "app/print.h"
#include "model/weights.h"

static uint32_t weights_crc(void) {
    uint32_t crc = 0;
    for (uint32_t i = 0; i < WEIGHTS_BLOCKS; i++) {
        crc = crc32(crc, weights_blocks[i].bytes, weights_blocks[i].count);
    }
    return crc;
}

void integrity_demand(void) {
    if (weights_crc() == WEIGHTS_CRC32) {
        return;
    }
    print_error("The model in flash is damaged: flash the firmware again", "");
    print_line("m-ready");
    for (;;) {
    }
}
