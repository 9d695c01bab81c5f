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

// The beginning of what QEMU tells of itself.
struct emulator {
    const char *processor;
};
struct block;
struct instruction;
extern void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*translated)(uint64_t id, struct block *));
extern size_t qemu_plugin_tb_n_insns(const struct block *);
extern struct instruction *qemu_plugin_tb_get_insn(const struct block *, size_t index);
extern const void *qemu_plugin_insn_data(const struct instruction *);
extern size_t qemu_plugin_insn_size(const struct instruction *);
extern uint64_t qemu_plugin_insn_vaddr(const struct instruction *);
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

// Where this process's threads last executed a repeated instruction, and their counts then.
static struct {
    uint64_t address, count;
} repeated[COUNTS];
static bool x86;

// Of x86's instructions that move, compare or store strings: the only ones that a prefix (F2, F3) repeats. Nothing but prefixes
// comes before their opcode, and nothing after it.
static bool repeats(const struct instruction *instruction) {
    const uint8_t *bytes = qemu_plugin_insn_data(instruction);
    size_t last = qemu_plugin_insn_size(instruction) - 1;
    uint8_t opcode = bytes[last];
    if (!((opcode >= 0x6C && opcode <= 0x6F) || (opcode >= 0xA4 && opcode <= 0xA7) || (opcode >= 0xAA && opcode <= 0xAF)))
        return false;
    bool repeat = false;
    for (size_t at = 0; at < last; at++) {
        static const uint8_t others[] = {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67};
        uint8_t byte = bytes[at];
        bool rep = byte == 0xF2 || byte == 0xF3;
        if (!rep && (byte & 0xF0) != 0x40 && memchr(others, byte, sizeof others) == NULL) return false;
        repeat |= rep;
    }
    return repeat;
}

static bool has_repeat(const struct block *block) {
    for (size_t i = 0, n = qemu_plugin_tb_n_insns(block); i < n; i++)
        if (repeats(qemu_plugin_tb_get_insn(block, i))) return true;
    return false;
}

static void executed(unsigned thread, void *n) { counts[(first + thread) % COUNTS].count += (uintptr_t)n; }

// QEMU jumps to the same instruction for each repetition. A processor executes it once: so it counts if anything was counted since.
static void executed_repeat(unsigned thread, void *address) {
    uint64_t *count = &counts[(first + thread) % COUNTS].count;
    if (repeated[thread % COUNTS].address == (uintptr_t)address && repeated[thread % COUNTS].count == *count) return;
    repeated[thread % COUNTS].address = (uintptr_t)address;
    repeated[thread % COUNTS].count = ++*count;
}

// A block at a time, which takes much less than each instruction by itself. Only a fault can leave such a block before its end, and
// a repetition enter it in its middle.
static void translated(uint64_t id, struct block *block) {
    (void)id;
    enum { NO_REGISTERS = 0 };
    size_t n = qemu_plugin_tb_n_insns(block);
    if (!x86 || !has_repeat(block)) {
        qemu_plugin_register_vcpu_tb_exec_cb(block, executed, NO_REGISTERS, (void *)n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct instruction *instruction = qemu_plugin_tb_get_insn(block, i);
        bool repeat = repeats(instruction);
        void *argument = (void *)(repeat ? (uintptr_t)qemu_plugin_insn_vaddr(instruction) : 1);
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, repeat ? executed_repeat : executed, NO_REGISTERS, argument);
    }
}

__attribute__((visibility("default")))
int qemu_plugin_install(uint64_t id, const struct emulator *emulator, int argc, char **argv) {
    static const char option[] = "count=";
    if (argc != 1 || strncmp(argv[0], option, sizeof option - 1) != 0) return -1;
    int fd = open(argv[0] + sizeof option - 1, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, COUNTS * sizeof *counts) != 0) return -1;
    first = (unsigned)getpid() * 16;
    counts = mmap(NULL, COUNTS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (counts == MAP_FAILED) return -1;
    x86 = strcmp(emulator->processor, "x86_64") == 0;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
