// From reset to main().
#include <stdint.h>

#include "cortex_m.h"

extern uint32_t __data_start[], __data_end[]; // from the linker script
extern const uint32_t __data_load[];
extern uint32_t __bss_start[], __bss_end[];
extern const struct vectors vectors;

int main(void);
void Reset_Handler(void);

static void initialise_variables(void) {
    const uint32_t *from = __data_load;
    for (uint32_t *to = __data_start; to < __data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *word = __bss_start; word < __bss_end; word++) {
        *word = 0;
    }
}

static void prepare_core(void) {
    SCB_VTOR = (uint32_t)&vectors; // also right when a bootloader starts us
    // Each fault gets its own handler, so that the report can name it.
    SCB_SHCSR |= SCB_SHCSR_MEMFAULTENA | SCB_SHCSR_BUSFAULTENA | SCB_SHCSR_USGFAULTENA;
    SCB_CCR |= SCB_CCR_DIV_0_TRP | SCB_CCR_STKALIGN;
}

void Reset_Handler(void) {
    prepare_core();
    initialise_variables();
    (void)main();
    for (;;) {
    }
}
