#!/bin/bash
# Guess:    Address space that a program reserves (PROT_NONE, MAP_NORESERVE) takes no memory under QEMU's user emulation, as it takes
#           none on Linux.
# Seen:     QEMU keeps a record for each page that is mapped, also where nothing may be read or written: reserving 256 GiB takes
#           hundreds of MiB of resident memory. Natively it takes none. A runtime that reserves 4 GiB for each of a thousand memories
#           (Wasmtime's pooling allocator by default) takes more than 8 GiB that way before it runs anything.
# Versions: Debian 12's qemu-user 1:7.2+dfsg-7+deb12u18+b3, glibc 2.36, GCC 12.2; 2026-12-01.
# Source:   Seen by running; QEMU's accel/tcg/user-exec.c and linux-user/mmap.c.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR
for tool in gcc apt-get dpkg-deb; do
    command -v "$tool" > /dev/null || { echo "install $tool (needed: gcc, and apt-get and dpkg-deb of Debian 12)"; exit 2; }
done
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "needs a machine of x86_64"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A program with its libraries that the machine may lack; nothing is installed.
chmod 755 "$work"
apt-get download qemu-user=1:7.2+dfsg-7+deb12u18+b3 libcapstone4=4.0.2-5 liburing2=2.3-3 > log 2>&1 ||
    { echo "needs Debian 12's packages qemu-user, libcapstone4 and liburing2 at the versions above (apt-get update first)"; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" root; done
qemu() { LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu root/usr/bin/qemu-x86_64 "$@"; }

cat > reserve.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
int main(int argc, char **argv) {
    size_t gib = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    if (gib && mmap(NULL, gib << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED) return 1;
    /* The host's own view of this process: emulated or not, it is the same file. */
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (!strncmp(line, "VmRSS:", 6)) printf("%lu\n", strtoul(line + 6, NULL, 10));
    return 0;
}
END
gcc -O1 -o reserve reserve.c

native=$(($(./reserve 256) - $(./reserve 0)))
emulated=$(($(qemu ./reserve 256) - $(qemu ./reserve 0)))
echo "resident memory for 256 GiB that are reserved, in KiB: natively $native, under QEMU $emulated"
[ "$native" -lt 1024 ] && [ "$emulated" -gt 102400 ] && echo "as stated" && exit 0
echo "this has changed"
exit 1
