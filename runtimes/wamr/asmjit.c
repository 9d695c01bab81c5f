/* Debian's asmjit is built for programs: in a shared library it cannot refer to `stderr`, so that is renamed
   in its archive to this. */
#include <stdio.h>

FILE *wamr_stderr __attribute__((visibility("hidden")));

__attribute__((constructor)) static void
set_stderr(void)
{
    wamr_stderr = stderr;
}
