/* The least that can run a model: no board, no console. The benchmark calls the layers itself. */
#include <stdint.h>

extern uint32_t stack_top;
void reset(void);

__attribute__((section(".vectors"), used)) static const void *const vectors[2] = {&stack_top, (const void *)reset};

void reset(void) {
    for (;;) {
    }
}
