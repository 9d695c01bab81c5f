#include "../wasi-p3.h"

CASE(returns, "exits with 0: the command returns") {
    return HELD;
}

CASE(fails, "exits with 1: the command returns an error") {
    return 1;
}

CASE(waits, "exits with 1: the command waits, and returns an error then") {
    u64 before = monotonic_now();
    wait_for(20000000);
    return monotonic_now() - before >= 20000000;
}

CASE(exits, "exits with 0: the command exits before it fails") {
    cli_exit(0);
    return 1;
}

CASE(exits_failing, "exits with 1: the command exits with an error") {
    cli_exit(1);
    return HELD;
}

CASE(code, "exits with 42: the command exits with a code of its own") {
    cli_exit_with_code(42);
    return HELD;
}

/* A command that gets through this exits with 1, and what follows tells that it did not. */
CASE(traps, "traps: the command reaches what is unreachable") {
    __builtin_trap();
}
