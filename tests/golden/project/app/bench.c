#include "app/bench.h"

#include "app/divide.h"
#include "app/input.h"
#include "app/print.h"
#include "app/result.h"
#include "app/sample.h"
#include "board/board.h"
#include "board/cycles.h"
#include "model/tiny.h"

enum { BENCH_RUNS = 10 }; // counted inferences at boot

struct bench {
    uint64_t sum;
    uint64_t least;
    uint64_t most;
};

// The cycles that `work` takes, without those that reading the counter takes.
static uint64_t cycles_of(void (*work)(void)) {
    const uint64_t before = cycles_now();
    const uint64_t start = cycles_now();
    work();
    const uint64_t elapsed = cycles_now() - start;
    const uint64_t reading = start - before;
    return elapsed > reading ? elapsed - reading : 0;
}

uint64_t bench_inference(void) {
    input_to_model();
    board_inference_begin();
    const uint64_t cycles = cycles_of(tiny_run);
    board_inference_end();
    return cycles;
}

uint64_t bench_microseconds(uint64_t cycles) {
    return divide_rounded(cycles * 1000000, board_clock_hz());
}

// The line everybody reads, then m-inference-[run,cycles,microseconds,label,label name,sample].
static void print_inference(uint32_t run, uint64_t cycles, const char *sample) {
    const uint64_t microseconds = bench_microseconds(cycles);
    const uint32_t label = result_label();

    print_text("Inference Time: ");
    print_unsigned(divide_rounded(microseconds, 1000));
    print_text(" ms, Predicted Label: ");
    print_unsigned(label);
    print_line("");

    print_field_start("inference");
    print_item_unsigned(run);
    print_item_unsigned(cycles);
    print_item_unsigned(microseconds);
    print_item_unsigned(label);
    print_item(result_label_name(label));
    print_text(sample);
    print_field_end();
}

// m-inference-cycles-[minimum,mean,maximum], and the same in microseconds.
static void print_summary(const struct bench *bench) {
    const uint64_t cycles[] = {bench->least, divide_rounded(bench->sum, BENCH_RUNS), bench->most};

    print_field_unsigned("inference-count", BENCH_RUNS);
    print_field_start("inference-cycles");
    print_item_unsigned(cycles[0]);
    print_item_unsigned(cycles[1]);
    print_unsigned(cycles[2]);
    print_field_end();
    print_field_start("inference-us");
    print_item_unsigned(bench_microseconds(cycles[0]));
    print_item_unsigned(bench_microseconds(cycles[1]));
    print_unsigned(bench_microseconds(cycles[2]));
    print_field_end();
}

void bench_at_boot(void) {
    struct bench bench = {.sum = 0, .least = UINT64_MAX, .most = 0};

    sample_load(0);
    bench_inference(); // warms up caches and is not counted
    for (uint32_t run = 0; run < BENCH_RUNS; run++) {
        const uint32_t sample = run % SAMPLE_COUNT;
        sample_load(sample);
        const uint64_t cycles = bench_inference();
        print_inference(run + 1, cycles, sample_name(sample));
        bench.sum += cycles;
        bench.least = cycles < bench.least ? cycles : bench.least;
        bench.most = cycles > bench.most ? cycles : bench.most;
    }
    if (!cycles_trustworthy()) {
        print_error("The cycle counter stopped while it was needed", "");
        return;
    }
    print_summary(&bench);
}

// m-layer-[index,name,macs,cycles], macs being multiply-accumulates.
void bench_layers(void) {
    input_to_model();
    for (uint32_t i = 0; i < TINY_LAYER_COUNT; i++) {
        const struct tiny_layer *layer = &tiny_layers[i];
        const uint64_t cycles = cycles_of(layer->run);
        print_field_start("layer");
        print_item_unsigned(i);
        print_item(layer->name);
        print_item_unsigned(layer->macs);
        print_unsigned(cycles);
        print_field_end();
    }
}
