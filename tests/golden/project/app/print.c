#include "app/print.h"

#include "app/crc32.h"
#include "app/divide.h"
#include "board/console.h"

static uint32_t printed_crc; // of everything since the reset

static void print(const char *text, size_t length) {
    printed_crc = crc32(printed_crc, text, length);
    console_write(text, length);
}

void print_text(const char *text) {
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    print(text, length);
}

void print_character(char character) {
    print(&character, 1);
}

// At least `width` digits, with leading zeros.
static void print_digits(uint64_t value, int width) {
    char digits[20]; // 2^64 has 20
    size_t first = sizeof digits;
    do {
        uint32_t digit;
        value = divide(value, 10, &digit);
        digits[--first] = (char)('0' + digit);
        width--;
    } while (value != 0 || width > 0);
    print(&digits[first], sizeof digits - first);
}

void print_unsigned(uint64_t value) {
    print_digits(value, 1);
}

void print_millionths(bool negative, uint64_t millionths) {
    uint32_t fraction;
    const uint64_t whole = divide(millionths, 1000000, &fraction);
    if (negative) {
        print_character('-');
    }
    print_unsigned(whole);
    print_character('.');
    print_digits(fraction, 6);
}

void print_hex(const void *bytes, size_t count) {
    static const char digits[] = "0123456789abcdef";
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        print_character(digits[byte[i] >> 4]);
        print_character(digits[byte[i] & 15]);
    }
}

void print_line(const char *text) {
    print_text(text);
    print_text("\r\n");
}

void print_field_start(const char *name) {
    print_text("m-");
    print_text(name);
    print_text("-[");
}

void print_item(const char *value) {
    print_text(value);
    print_character(',');
}

void print_item_unsigned(uint64_t value) {
    print_unsigned(value);
    print_character(',');
}

void print_field_end(void) {
    print_line("]");
}

void print_field(const char *name, const char *value) {
    print_field_start(name);
    print_text(value);
    print_field_end();
}

void print_field_unsigned(const char *name, uint32_t value) {
    print_field_start(name);
    print_unsigned(value);
    print_field_end();
}

void print_log_crc(void) {
    uint8_t highest_first[4];
    for (uint32_t i = 0; i < sizeof highest_first; i++) {
        highest_first[i] = (uint8_t)(printed_crc >> (24 - 8 * i));
    }
    print_field_start("log-crc32");
    print_hex(highest_first, sizeof highest_first);
    print_field_end();
}

void print_error(const char *message, const char *what) {
    print_text("e-[");
    print_text(message);
    print_text(what);
    print_field_end();
}
