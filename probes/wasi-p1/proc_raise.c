#include "../probe.h"

/* Signals that end or stop a process are left out: the specification says nothing of how that is to be seen. */
CASE(ignored, "goes on after a signal that is ignored by default") {
    WANT(proc_raise(SIGNAL_CHLD), SUCCESS);
    WANT(proc_raise(SIGNAL_URG), SUCCESS);
    WANT(proc_raise(SIGNAL_WINCH), SUCCESS);
    return HELD;
}

/* It is reserved for what POSIX does with signal 0: only a check, which succeeds. */
CASE(none, "raises nothing for signal 0: success or inval") {
    WANT_ANY_OF(proc_raise(SIGNAL_NONE), SUCCESS, INVAL);
    return HELD;
}

CASE(unknown, "traps or refuses a signal that does not exist: inval") {
    WANT(proc_raise(200), INVAL);
    return HELD;
}
