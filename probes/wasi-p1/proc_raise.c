#include "../probe.h"

CASE(unknown, "traps or refuses a signal that does not exist: inval") {
    WANT(proc_raise(200), INVAL);
    return HELD;
}
