#!/bin/bash
# Guess:    A plug-in that QEMU calls for each executed instruction counts `rep stosb`, one instruction, once.
# Seen:     It is called once for each repetition: clearing 1 MiB by one `rep stosb` counts as 1048576 more instructions. glibc
#           clears and copies memory that way from about 2 KiB up, because QEMU's default processor says ERMS: the
#           same memset counts 18 times less without that flag.
# Versions: Debian 12's qemu-user 1:7.2+dfsg-7+deb12u18+b3 (plug-in API 1), glibc 2.36, GCC 12.2; 2026-11-30.
# Source:   Seen by running; QEMU's target/i386/tcg/translate.c, where a repetition ends with a jump to the same instruction. aarch64 has
#           nothing like it, so a comparison of architectures by such counts shows a difference that no program has. In wasmeter's
#           counts until 2026-11-30 it was most of wasm3's larger start on x86_64; since then it emulates a processor without ERMS and counts
#           a repeated instruction once. From Debian 13 on, qemu-user has no plug-ins.
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

cat > count.c <<'END'
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
struct block;
struct instruction;
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*)(uint64_t, struct block *));
size_t qemu_plugin_tb_n_insns(const struct block *);
struct instruction *qemu_plugin_tb_get_insn(const struct block *, size_t);
void qemu_plugin_register_vcpu_insn_exec_cb(struct instruction *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*)(uint64_t, void *), void *);
int qemu_plugin_version = 1;
static unsigned long count;

static void executed(unsigned processor, void *data) { (void)processor, (void)data, count++; }
static void translated(uint64_t id, struct block *block) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++)
        qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_tb_get_insn(block, i), executed, 0, NULL);
}
static void ended(uint64_t id, void *data) { (void)id, (void)data, fprintf(stderr, "%lu\n", count); }
int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
    (void)info, (void)argc, (void)argv;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
END
cat > clear.c <<'END'
#include <stdlib.h>
#include <string.h>
static char area[1 << 20];
int main(int argc, char **argv) {
    void *to = area;
    size_t n = strtoul(argv[argc - 1], NULL, 10);
    if (argc == 2) __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(1) : "memory");
    if (argc == 3) memset(area, argc, n);
    return 0;
}
END
gcc -shared -fPIC -O1 count.c -o count.so
gcc -O1 -static clear.c -o clear
# What clearing 1 MiB adds to a run that clears nothing. Both numbers have seven digits, so that reading them counts alike.
cleared() {
    local zero million
    zero=$(qemu -plugin ./count.so "$@" 0000000 2>&1)
    million=$(qemu -plugin ./count.so "$@" 1048576 2>&1)
    echo $((million - zero))
}
rep=$(cleared ./clear)
memset=$(cleared ./clear memset)
plain=$(cleared -E GLIBC_TUNABLES=glibc.cpu.hwcaps=-ERMS ./clear memset)
echo "1 MiB by rep stosb: $rep instructions; by memset: $memset; by memset without ERMS: $plain"
if [ "$rep" -lt 1048000 ] || [ "$rep" -gt 1049000 ] || [ "$memset" -lt 1000000 ] || [ "$plain" -gt 200000 ]; then
    echo "changed: expected about 1048576, more than 1000000, less than 200000; got $rep, $memset, $plain"
    exit 1
fi
echo "as stated"
