#include "app/protocol_words.h"

#include <stddef.h>

bool words_equal(const char *word, const char *words) {
    while (*word != '\0' && *word == *words) {
        word++;
        words++;
    }
    return *word == '\0' && (*words == '\0' || *words == ' ');
}

char *words_next(char **rest) {
    char *word = *rest;
    while (*word == ' ') {
        word++;
    }
    char *end = word;
    while (*end != ' ' && *end != '\0') {
        end++;
    }
    *rest = *end == '\0' ? end : end + 1;
    *end = '\0';
    return word;
}

bool words_number(const char *word, uint32_t *number) {
    uint32_t value = 0;
    size_t digits = 0;
    while (word[digits] >= '0' && word[digits] <= '9' && digits < 10) {
        value = 10 * value + (uint32_t)(word[digits] - '0');
        digits++;
    }
    *number = value;
    return word[digits] == '\0' && digits > 0 && digits < 10;
}

int words_hex_digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    const char lower = (char)(character | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
