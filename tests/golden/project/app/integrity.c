#include "app/integrity.h"

#include "app/crc32.h"
#include "app/print.h"
#include "model/weights.h"

extern const uint8_t __weights_start[], __weights_end[]; // from the linker script

void integrity_demand(void) {
    if (crc32(0, __weights_start, (size_t)(__weights_end - __weights_start)) == WEIGHTS_CRC32) {
        return;
    }
    print_error("The model in flash is damaged: flash the firmware again", "");
    print_line("m-ready");
    for (;;) {
    }
}
