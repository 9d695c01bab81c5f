/* Five bodies under gravity, by the leapfrog method. The input is the number of time steps, then a line for
   each body: position (astronomical units), velocity (a day), mass (of the sun). */
#include "bench.h"

#include <math.h>
#include <stdio.h>

enum { MAX_BODIES = 16 };

struct body {
    double x[3], v[3], mass;
};

static struct body start[MAX_BODIES];
static int count, time_steps;

static const double GRAVITY = 0.00029591220828559115; /* in those units */
static const double DT = 1.0;

static void setup(const uint8_t *input, size_t size) {
    const char *at = (const char *)input;
    char *end;
    (void)size;
    time_steps = (int)strtol(at, &end, 10);
    for (count = 0; count < MAX_BODIES; count++) {
        double values[7];
        for (int i = 0; i < 7; i++) {
            at = end;
            values[i] = strtod(at, &end);
            if (end == at) {
                check(i == 0 && count > 1);
                return;
            }
        }
        memcpy(&start[count], values, sizeof values);
    }
}

static void advance(struct body *bodies) {
    for (int i = 0; i < count; i++) {
        struct body *a = &bodies[i];
        for (int j = i + 1; j < count; j++) {
            struct body *b = &bodies[j];
            double d[3], r2 = 0;
            for (int k = 0; k < 3; k++) {
                d[k] = a->x[k] - b->x[k];
                r2 += d[k] * d[k];
            }
            double pull = GRAVITY * DT / (r2 * sqrt(r2));
            for (int k = 0; k < 3; k++) {
                a->v[k] -= d[k] * b->mass * pull;
                b->v[k] += d[k] * a->mass * pull;
            }
        }
    }
    for (int i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            bodies[i].x[k] += DT * bodies[i].v[k];
}

static uint64_t step(void) {
    struct body bodies[MAX_BODIES];
    memcpy(bodies, start, sizeof start);
    for (int i = 0; i < time_steps; i++)
        advance(bodies);
    return digest_bytes(DIGEST_NEW, bodies, sizeof(struct body) * (size_t)count);
}
