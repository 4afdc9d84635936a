// Text and numbers to the console. There is no printf: it would cost more flash than this app.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void print_text(const char *text);
void print_character(char character);
void print_unsigned(uint64_t value);
void print_hex(const void *bytes, size_t count); // two lower-case digits for each byte

// A number with six decimals, given in millionths: (true, 1500000) is "-1.500000".
void print_millionths(bool negative, uint64_t millionths);

// The lines of the protocol. They end in "\r\n", as the EEMBC runner expects.
void print_line(const char *text);
void print_field(const char *name, const char *value);       // m-name-[value]
void print_field_unsigned(const char *name, uint32_t value); // m-name-[value]
void print_log_crc(void);                                    // m-log-crc32-[…] of all bytes printed before it
void print_error(const char *message, const char *what);     // e-[message what]

// Lines with several values: print_field_start, items with a comma behind each, print_field_end.
void print_field_start(const char *name);
void print_item(const char *value);
void print_item_unsigned(uint64_t value);
void print_field_end(void);
