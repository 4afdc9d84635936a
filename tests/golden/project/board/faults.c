// The fault report: which fault, where, and with which registers, over the console.
#include <stddef.h>
#include <stdint.h>

#include "console.h"
#include "cortex_m.h"

extern uint32_t __stack_bottom[], __stack_top[]; // from the linker script

// What the core pushes when an exception begins.
enum { FRAME_WORDS = 8 };
static const char frame_names[FRAME_WORDS][5] = {"r0", "r1", "r2", "r3", "r12", "lr", "pc", "xpsr"};

// How much stack the report itself needs.
#define REPORT_STACK_BYTES 192

void fault_entry(void);
void fault_report(const uint32_t *stack_pointer);

// Every fault comes here first. A broken stack pointer is replaced before any C code runs: the
// report must not depend on what it reports.
__attribute__((naked)) void fault_entry(void) {
    __asm volatile("mov r0, sp\n\t" // the report's argument, as it was
                   "ldr r1, =__stack_bottom + %c0\n\t"
                   "cmp r0, r1\n\t"
                   "blo 1f\n\t"
                   "ldr r1, =__stack_top\n\t"
                   "cmp r0, r1\n\t"
                   "bls 2f\n\t"
                   "1: ldr r1, =__stack_top\n\t"
                   "mov sp, r1\n\t"
                   "2: ldr r1, =fault_report\n\t"
                   "bx r1\n\t"
                   ".ltorg"
                   :
                   : "i"(REPORT_STACK_BYTES));
}

static void say(const char *text) {
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    console_write(text, length);
}

static void say_register(const char *name, uint32_t value) {
    char digits[8];
    for (int i = 7; i >= 0; i--) {
        digits[i] = "0123456789abcdef"[value & 0xFu];
        value >>= 4;
    }
    say("fault: ");
    say(name);
    say(" 0x");
    console_write(digits, sizeof digits);
    say("\r\n");
}

static void say_name(uint32_t exception) {
    static const char names[][11] = {"NMI", "HardFault", "MemManage", "BusFault", "UsageFault"};
    const uint32_t name = exception - 2; // NMI is the second of the core's exceptions
    say("\r\nfault: ");
    if (name < sizeof names / sizeof names[0]) {
        say(names[name]);
        say("\r\n");
    } else {
        say("interrupt without a handler\r\n");
        say_register("exception", exception);
    }
}

// Stops in the debugger if there is one, else for good.
static void stop(void) {
    for (;;) {
        if ((SCB_DHCSR & SCB_DHCSR_C_DEBUGEN) != 0) {
            __asm volatile("bkpt 0");
        }
    }
}

void fault_report(const uint32_t *stack_pointer) {
    uint32_t exception;
    __asm volatile("mrs %0, ipsr" : "=r"(exception));
    say_name(exception);
    say_register("cfsr", SCB_CFSR);
    say_register("hfsr", SCB_HFSR);
    say_register("mmfar", SCB_MMFAR);
    say_register("bfar", SCB_BFAR);
    say_register("sp", (uint32_t)stack_pointer);
    if (stack_pointer >= __stack_bottom && stack_pointer + FRAME_WORDS <= __stack_top) {
        for (size_t i = 0; i < FRAME_WORDS; i++) {
            say_register(frame_names[i], stack_pointer[i]);
        }
    } else {
        say("fault: the stack has overflowed, its registers are lost\r\n");
    }
    say("fault: stopped\r\n");
    stop();
}
