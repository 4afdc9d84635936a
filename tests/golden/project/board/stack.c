// The painted stack. It lies at the bottom of RAM: growing too far it leaves RAM, which is a fault
// and not a corrupted variable.
#include "stack.h"

// The four bytes differ, so that no cleared or filled buffer looks like paint.
#define PAINT 0x5AFE57ACu

extern uint32_t __stack_bottom[]; // from the linker script
extern uint32_t __stack_top[];

void stack_paint(void) {
    uint32_t *stack_pointer;
    __asm volatile("mov %0, sp" : "=r"(stack_pointer));
    for (uint32_t *word = __stack_bottom; word < stack_pointer; word++) {
        *word = PAINT;
    }
}

uint32_t stack_peak_bytes(void) {
    const uint32_t *word = __stack_bottom;
    while (word < __stack_top && *word == PAINT) {
        word++;
    }
    return (uint32_t)((uintptr_t)__stack_top - (uintptr_t)word);
}

uint32_t stack_reserved_bytes(void) {
    return (uint32_t)((uintptr_t)__stack_top - (uintptr_t)__stack_bottom);
}
