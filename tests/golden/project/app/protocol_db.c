#include "app/protocol_db.h"

#include "app/input.h"
#include "app/print.h"
#include "app/protocol_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static uint32_t db_expected; // bytes announced by `db load`
static uint32_t db_received;

static void load_db(char *rest) {
    uint32_t count;
    if (!words_number(words_next(&rest), &count) || count == 0) {
        print_error("db load needs a number of bytes", "");
    } else if (count > INPUT_BYTES) {
        print_error("The inputs have only 64 bytes", "");
    } else {
        db_expected = count;
        db_received = 0;
        print_text("m-[Expecting ");
        print_unsigned(count);
        print_line(" bytes]");
    }
}

// Eight bytes in a line, as the reference code prints them.
static void print_db(void) {
    for (uint32_t i = 0; i < db_received; i += 8) {
        print_text("m-buffer");
        for (uint32_t j = i; j < db_received && j < i + 8; j++) {
            print_character('-');
            print_hex(&input_bytes[j], 1);
        }
        print_line("");
    }
}

// Nothing of a faulty word is stored, so it can be sent again.
static bool check_hex(const char *digits) {
    size_t count = 0;
    for (; digits[count] != '\0'; count++) {
        if (words_hex_digit(digits[count]) < 0) {
            print_error("Not a hex digit in ", digits);
            return false;
        }
    }
    if (count % 2 != 0 || count == 0) {
        print_error("Insufficent number of hex digits", ""); // spelt as the reference spells it
        return false;
    }
    if (count / 2 > db_expected - db_received) {
        print_error("More bytes than db load announced", "");
        return false;
    }
    return true;
}

static void store_hex(const char *digits) {
    if (db_expected == db_received) {
        print_error("Announce the bytes with db load first", "");
        return;
    }
    if (!check_hex(digits)) {
        return;
    }
    for (; digits[0] != '\0'; digits += 2) {
        input_bytes[db_received++] = (uint8_t)(words_hex_digit(digits[0]) * 16 + words_hex_digit(digits[1]));
    }
    if (db_received == db_expected) {
        print_line("m-load-done");
    }
}

void protocol_db(char *rest) {
    const char *word = words_next(&rest);
    if (words_equal(word, "load")) {
        load_db(rest);
    } else if (words_equal(word, "print")) {
        print_db();
    } else {
        store_hex(word);
    }
}
