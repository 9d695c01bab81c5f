// A plugin of QEMU's (API version 1) that counts the instructions which the emulated processor executes. The counts are
// kept in a file, which others read meanwhile, and to which all processes of a program add; its sum is what they executed:
// `-plugin instructions.so,count=FILE`. Built without QEMU's headers, so the few declarations that it uses stand here.
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct block;
struct instruction;
extern void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*translated)(uint64_t id, struct block *));
extern size_t qemu_plugin_tb_n_insns(const struct block *);
extern struct instruction *qemu_plugin_tb_get_insn(const struct block *, size_t index);
extern const void *qemu_plugin_insn_data(const struct instruction *);
extern size_t qemu_plugin_insn_size(const struct instruction *);
typedef void executed_fn(unsigned thread, void *n);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct block *, executed_fn *, int flags, void *);
extern void qemu_plugin_register_vcpu_insn_exec_cb(struct instruction *, executed_fn *, int flags, void *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

// Each thread has a count of its own, for adding to a shared one would lose what another adds meanwhile.
enum { COUNTS = 256 };
static struct {
    _Alignas(64) uint64_t count;
} *counts;
// Of this process's threads; other processes have other ones.
static unsigned first;

// Of x86's instructions that move, compare or store strings: the only ones that a prefix (F2, F3) repeats.
static bool is_string(uint8_t opcode) {
    return (opcode >= 0x6C && opcode <= 0x6F) || (opcode >= 0xA4 && opcode <= 0xA7) || (opcode >= 0xAA && opcode <= 0xAF);
}

// A block that repeats one of its instructions is left and entered in its middle. Their opcode is their last byte; other instructions
// that look alike, of whatever processor, make it only slower.
static bool may_repeat(const struct block *block) {
    for (size_t i = 0, n = qemu_plugin_tb_n_insns(block); i < n; i++) {
        const struct instruction *instruction = qemu_plugin_tb_get_insn(block, i);
        const uint8_t *bytes = qemu_plugin_insn_data(instruction);
        size_t size = qemu_plugin_insn_size(instruction);
        for (size_t at = 0; at < size && is_string(bytes[size - 1]); at++)
            if (bytes[at] == 0xF2 || bytes[at] == 0xF3) return true;
    }
    return false;
}

static void executed(unsigned thread, void *n) { counts[(first + thread) % COUNTS].count += (uintptr_t)n; }

// A block at a time, which takes much less than each instruction by itself. Only a fault can leave such a block before its end.
static void translated(uint64_t id, struct block *block) {
    (void)id;
    enum { NO_REGISTERS = 0 };
    size_t n = qemu_plugin_tb_n_insns(block);
    if (may_repeat(block))
        for (size_t i = 0; i < n; i++)
            qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_tb_get_insn(block, i), executed, NO_REGISTERS, (void *)1);
    else
        qemu_plugin_register_vcpu_tb_exec_cb(block, executed, NO_REGISTERS, (void *)n);
}

__attribute__((visibility("default")))
int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
    (void)info;
    static const char option[] = "count=";
    if (argc != 1 || strncmp(argv[0], option, sizeof option - 1) != 0) return -1;
    int fd = open(argv[0] + sizeof option - 1, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, COUNTS * sizeof *counts) != 0) return -1;
    first = (unsigned)getpid() * 16;
    counts = mmap(NULL, COUNTS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (counts == MAP_FAILED) return -1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
