/* The product of two square f32 matrices. With -DLANES=4 the kernel works on vectors of four, else on single
   numbers; each element is summed in the same order either way, so the result has the same bits.
   The input is the matrices' side, a multiple of 8. */
#include "bench.h"

#ifndef LANES
#define LANES 1
#endif
enum { BLOCK = 8 / LANES }; /* the vectors of a block of eight columns */
#if LANES == 1
typedef float lane;
#else
typedef float lane __attribute__((vector_size(4 * LANES)));
#endif

static size_t side;
static float *a, *b, *c;

static float *matrix(uint32_t seed) {
    float *cells = malloc(side * side * sizeof *cells);
    check(cells != NULL);
    for (size_t i = 0; i < side * side; i++) {
        seed = seed * 1664525 + 1013904223;
        cells[i] = (float)(seed >> 8) / (float)(1 << 24) - 0.5f;
    }
    return cells;
}

static void setup(const uint8_t *input, size_t size) {
    (void)size;
    side = strtoul((const char *)input, NULL, 10);
    check(side > 0 && side % 8 == 0);
    a = matrix(1);
    b = matrix(2);
    c = matrix(3);
}

/* Four rows and eight columns of c at a time stay in registers. */
static void block(size_t row, size_t column) {
    lane sums[4][BLOCK];
    memset(sums, 0, sizeof sums);
    for (size_t k = 0; k < side; k++) {
        lane right[BLOCK];
        for (int v = 0; v < BLOCK; v++)
            memcpy(&right[v], &b[k * side + column + (size_t)v * LANES], sizeof(lane));
        for (size_t r = 0; r < 4; r++)
            for (int v = 0; v < BLOCK; v++)
                sums[r][v] += a[(row + r) * side + k] * right[v];
    }
    for (size_t r = 0; r < 4; r++)
        memcpy(&c[(row + r) * side + column], sums[r], sizeof sums[r]);
}

static uint64_t step(void) {
    for (size_t row = 0; row < side; row += 4)
        for (size_t column = 0; column < side; column += 8)
            block(row, column);
    return digest_bytes(DIGEST_NEW, c, side * side * sizeof *c);
}
