#include "app/protocol.h"

#include "app/bench.h"
#include "app/info.h"
#include "app/print.h"
#include "app/protocol_db.h"
#include "app/protocol_words.h"
#include "app/result.h"
#include "board/board.h"
#include "board/console.h"
#include "board/cycles.h"
#include "model/tiny.h"

#include <stddef.h>
#include <stdint.h>

enum {
    COMMAND_CHARACTERS = 80, // the protocol's EE_CMD_SIZE, the closing 0 included
    WARMUPS_BY_DEFAULT = 10, // what the reference code does; its help text says 0
    SILENCE_SECONDS = 10,    // the runner gives up after 30 s without a line
};

// ---- Commands of the standard ----

static void print_timestamp(void) {
    print_text("m-lap-us-");
    print_unsigned(bench_microseconds(cycles_now()));
    print_line("");
}

static void answer_name(char *rest) {
    (void)rest;
    print_line("m-name-dut-[" BOARD_NAME "]"); // the runner insists on the word "dut"
}

static void answer_profile(char *rest) {
    (void)rest;
    print_line("m-profile-[ULPMark for tinyML Firmware V0.0.1]");
    print_line("m-model-[tiny]");
}

static void answer_timestamp(char *rest) {
    (void)rest;
    print_timestamp();
}

static void answer_results(char *rest) {
    (void)rest;
    result_print();
}

// Runs the model; prints a sign of life where a slow core would seem dead to the runner.
static void run_inferences(uint32_t count) {
    const uint64_t patience = (uint64_t)board_clock_hz() * SILENCE_SECONDS;
    uint64_t heard = cycles_now();
    for (uint32_t i = 0; i < count; i++) {
        bench_inference();
        if (cycles_now() - heard > patience) {
            print_field_unsigned("infer-progress", i + 1);
            heard = cycles_now();
        }
    }
}

// infer [inferences [warm-ups]]
static void answer_infer(char *rest) {
    const char *count_word = words_next(&rest);
    const char *warmup_word = words_next(&rest);
    uint32_t count = 1;
    uint32_t warmups = WARMUPS_BY_DEFAULT;
    if (*count_word != '\0' && (!words_number(count_word, &count) || count == 0)) {
        print_error("Inference iterations must be >0", "");
        return;
    }
    if (*warmup_word != '\0' && !words_number(warmup_word, &warmups)) {
        print_error("Inference warmup must be >=0", "");
        return;
    }

    print_text("m-warmup-start-");
    print_unsigned(warmups);
    print_line("");
    run_inferences(warmups);
    print_line("m-warmup-done");

    print_text("m-infer-start-");
    print_unsigned(count);
    print_line("");
    print_timestamp();
    run_inferences(count);
    print_timestamp();
    print_line("m-infer-done");
    result_print();
}

// ---- Our own words ----

static void answer_info(char *rest) {
    (void)rest;
    info_print();
}

static void answer_memory(char *rest) {
    (void)rest;
    info_print_memory();
}

static void answer_layers(char *rest) {
    (void)rest;
    bench_layers();
}

// Variables that outlive an inference go back to their first values.
static void answer_init(char *rest) {
    (void)rest;
    tiny_init();
}

static void answer_outputs(char *rest) {
    (void)rest;
    result_print_bytes();
}

static void answer_help(char *rest);

struct command {
    const char *words; // the first is the command, the others tell `help` its arguments
    void (*answer)(char *rest);
};

static const struct command commands[] = {
    {"name", answer_name},
    {"profile", answer_profile},
    {"timestamp", answer_timestamp},
    {"db load BYTES | db HEX | db print", protocol_db},
    {"infer [COUNT [WARMUPS]]", answer_infer},
    {"results", answer_results},
    {"info", answer_info},
    {"memory", answer_memory},
    {"layers", answer_layers},
    {"outputs", answer_outputs},
    {"init", answer_init},
    {"help", answer_help},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void answer_help(char *rest) {
    (void)rest;
    print_line("End a command with '%'.");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        print_line(commands[i].words);
    }
}

// ---- Receiving ----

static void obey(char *command) {
    const char *word = words_next(&command);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (words_equal(word, commands[i].words)) {
            commands[i].answer(command);
            return;
        }
    }
    print_error("Unknown command: ", word);
}

void protocol_start(void) {
    print_line("m-timestamp-mode-performance");
    print_timestamp();
    print_line("m-init-done");
    print_line("m-ready");
}

void protocol_poll(void) {
    static char command[COMMAND_CHARACTERS];
    static size_t length; // of what was received; only what fits is kept

    const int received = console_read();
    if (received < 0 || received == '\r' || received == '\n') {
        return; // line ends come from people at a terminal
    }
    if (received != '%') {
        if (length < COMMAND_CHARACTERS - 1) {
            // Errors repeat what they refuse; noise on the line shall not come back as noise.
            command[length] = received >= ' ' && received <= '~' ? (char)received : '?';
        }
        length++;
        return;
    }

    if (length < COMMAND_CHARACTERS) {
        command[length] = '\0';
        obey(command);
    } else {
        print_error("A command has at most 79 characters", "");
    }
    length = 0;
    print_line("m-ready");
}
