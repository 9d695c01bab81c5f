// A plugin of QEMU's (API version 1) that counts the instructions which the emulated processor executes. The count is
// kept in a file, which others map or read meanwhile, and to which all processes of a program add:
// `-plugin instructions.so,count=FILE`. Built without QEMU's headers, so the few declarations that it uses stand here.
#include <fcntl.h>
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
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct instruction *, int operation, void *, uint64_t operand);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;
static uint64_t *count;

// Each instruction by itself: a block may be left in its middle.
static void translated(uint64_t id, struct block *block) {
    (void)id;
    enum { ADD = 0 };
    for (size_t i = 0, n = qemu_plugin_tb_n_insns(block); i < n; i++)
        qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_tb_get_insn(block, i), ADD, count, 1);
}

__attribute__((visibility("default")))
int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
    (void)info;
    static const char option[] = "count=";
    if (argc != 1 || strncmp(argv[0], option, sizeof option - 1) != 0) return -1;
    int fd = open(argv[0] + sizeof option - 1, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *count) != 0) return -1;
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (count == MAP_FAILED) return -1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
