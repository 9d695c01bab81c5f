#include "../probe.h"

/* 20 entries, a folder, and `.` and `..` take about 750 bytes. */
static u8 buffer[4096];
static u8 seen[20];

/* Copied, since an entry stands at any address. */
static struct dirent header(const u8 *at) {
    struct dirent entry;
    for (u32 i = 0; i < sizeof entry; i++)
        ((volatile u8 *)&entry)[i] = at[i];
    return entry;
}

/* The number of an entry called entry-NN, or -1. */
static int number(const struct dirent *entry, const u8 *name) {
    int n = (name[6] - '0') * 10 + (name[7] - '0');
    return entry->namlen == 8 && SAME(name, "entry-") && n >= 0 && n < 20 ? n : -1;
}

/* Counts the entries that stand complete in the buffer, and tells where to go on. */
static u32 count(u32 size, u64 *cookie) {
    u32 n = 0;
    for (u32 at = 0; at + sizeof(struct dirent) <= size; n++) {
        struct dirent entry = header(buffer + at);
        int nn;
        at += sizeof entry + entry.namlen;
        if (at > size)
            break;
        nn = number(&entry, buffer + at - entry.namlen);
        if (nn >= 0)
            seen[nn]++;
        *cookie = entry.next;
    }
    return n;
}

static u32 find(u32 size, const char *name, struct dirent *entry) {
    for (u32 at = 0; at + sizeof(struct dirent) <= size; at += sizeof *entry + entry->namlen) {
        *entry = header(buffer + at);
        if (entry->namlen == length(name) && same(buffer + at + sizeof *entry, name, entry->namlen))
            return 1;
    }
    return 0;
}

CASE(every, "lists every entry once") {
    u64 cookie = 0;
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(size < sizeof buffer);
    count(size, &cookie);
    WANT_THAT(all(seen, 1, sizeof seen));
    return HELD;
}

CASE(dots, "lists `.` and `..` too") {
    struct dirent entry;
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(find(size, ".", &entry));
    WANT_THAT(find(size, "..", &entry));
    return HELD;
}

CASE(types, "tells files, folders and symbolic links apart") {
    struct dirent entry;
    u32 size;
    WANT(fd_readdir(ROOT, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(find(size, "hello.txt", &entry));
    WANT_EQ(entry.type, REGULAR_FILE);
    WANT_THAT(find(size, "folder", &entry));
    WANT_EQ(entry.type, DIRECTORY_TYPE);
    WANT_THAT(find(size, "to-folder", &entry));
    WANT_EQ(entry.type, SYMBOLIC_LINK);
    return HELD;
}

CASE(serial, "gives each file a serial number of its own") {
    struct dirent hello, data;
    u32 size;
    WANT(fd_readdir(ROOT, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(find(size, "hello.txt", &hello) && find(size, "data.bin", &data));
    WANT_THAT(hello.ino != 0 && data.ino != 0);
    WANT_THAT(hello.ino != data.ino);
    return HELD;
}

CASE(cookies, "goes on at a cookie: every entry once through a buffer for one or two") {
    u64 cookie = 0;
    u32 fd, size = 70;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    for (u32 calls = 0; size == 70; calls++) {
        WANT_THAT(calls < 30);
        WANT(fd_readdir(fd, buffer, 70, cookie, &size), SUCCESS);
        if (size == 70)
            WANT_THAT(count(size, &cookie) > 0);
    }
    count(size, &cookie);
    WANT_THAT(all(seen, 1, sizeof seen));
    return HELD;
}

CASE(back, "goes back to a cookie that was given before") {
    u64 cookie = 0, middle;
    u32 fd, size, first, rest;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_readdir(fd, buffer, 300, 0, &size), SUCCESS);
    first = count(size, &cookie);
    middle = cookie;
    WANT(fd_readdir(fd, buffer, sizeof buffer, middle, &size), SUCCESS);
    rest = count(size, &cookie);
    WANT_THAT(all(seen, 1, sizeof seen));
    WANT(fd_readdir(fd, buffer, sizeof buffer, middle, &size), SUCCESS);
    WANT_EQ(count(size, &cookie), rest);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_EQ(count(size, &cookie), first + rest);
    return HELD;
}

CASE(cut, "fills the buffer to its end and cuts the last entry, even its head") {
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    memset(buffer, 0x55, 200);
    WANT(fd_readdir(fd, buffer, 101, 0, &size), SUCCESS);
    WANT_EQ(size, 101);
    WANT_THAT(all(buffer + 101, 0x55, 99));
    WANT(fd_readdir(fd, buffer, 10, 0, &size), SUCCESS);
    WANT_EQ(size, 10);
    return HELD;
}

CASE(end, "gives 0 bytes after the last entry") {
    u64 cookie = 0;
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    count(size, &cookie);
    WANT(fd_readdir(fd, buffer, sizeof buffer, cookie, &size), SUCCESS);
    WANT_EQ(size, 0);
    return HELD;
}

CASE(made, "lists a file that was made since, when it begins anew") {
    struct dirent entry;
    u32 fd, file, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(!find(size, "new", &entry));
    WANT(MAKE("folder/new", FD_WRITE, &file), SUCCESS);
    WANT(fd_readdir(fd, buffer, sizeof buffer, 0, &size), SUCCESS);
    WANT_THAT(find(size, "new", &entry));
    return HELD;
}

/* Whether what is removed is still listed is open; all else has to be. It is how a folder is emptied. */
CASE(removed, "lists every other entry once while those already listed are removed") {
    static char name[] = "folder/entry-00";
    u8 gone[20] = {0};
    u64 cookie = 0;
    u32 fd, size = 100;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    for (u32 calls = 0; size == 100; calls++) {
        WANT_THAT(calls < 30);
        WANT(fd_readdir(fd, buffer, 100, cookie, &size), SUCCESS);
        if (count(size, &cookie) == 0)
            break;
        for (u32 i = 0; i < 20; i++) {
            if (!seen[i] || gone[i])
                continue;
            name[13] = (char)('0' + i / 10), name[14] = (char)('0' + i % 10);
            WANT(path_unlink_file(ROOT, name, 15), SUCCESS);
            gone[i] = 1;
        }
    }
    WANT_THAT(all(seen, 1, sizeof seen));
    return HELD;
}

CASE(file, "refuses a file") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_readdir(fd, buffer, sizeof buffer, 0, &size), NOTDIR, FORBIDDEN);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_readdir(UNOPENED, buffer, sizeof buffer, 0, &size), BADF);
    return HELD;
}
