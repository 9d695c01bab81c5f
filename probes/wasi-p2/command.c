#include "../wasi-p2.h"

CASE(returns, "exits with 0: the command returns") {
    return HELD;
}

CASE(fails, "exits with 1: the command returns an error") {
    return 1;
}

CASE(exits, "exits with 0: the command exits before it fails") {
    cli_exit(0);
    return 1;
}

CASE(exits_failing, "exits with 1: the command exits with an error") {
    cli_exit(1);
    return HELD;
}

/* A command that gets through this exits with 1, and what follows tells that it did not. */
CASE(traps, "traps: the command reaches what is unreachable") {
    __builtin_trap();
}
