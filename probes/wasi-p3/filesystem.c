#include "../wasi-p3.h"

#define OPENED(path, create, flags, file) FINE(open_at(folder(), 0, P(path), create, flags, &file), file)

/* Reads from a file until the stream ends, and wants the future to tell that this was the end. */
static u64 read_all(u32 file, u64 offset, char *bytes, u32 room, u32 *n) {
    struct readable in;
    struct did end;
    read_via_stream(file, offset, &in);
    for (*n = 0;;) {
        u32 status = copied(in.stream, file_read(in.stream, bytes + *n, room - *n));
        *n += ABOVE(status);
        if (STATE(status) == DROPPED)
            break;
        WANT_EQ(STATE(status), COMPLETED);
        WANT_THAT(*n < room);
    }
    WANT_EQ(STATE(copied(in.future, file_read_end(in.future, &end))), COMPLETED);
    FINE((void)0, end);
    return HELD;
}

/* Writes to a stream that a file takes, and wants the future to tell that all is written. */
static u64 write_all(u32 future, u32 stream, const char *bytes, u32 size) {
    struct did end;
    for (u32 n = 0; n < size;) {
        u32 status = copied(stream, file_write(stream, bytes + n, size - n));
        WANT_EQ(STATE(status), COMPLETED);
        n += ABOVE(status);
    }
    file_drop(stream);
    WANT_EQ(STATE(copied(future, file_write_end(future, &end))), COMPLETED);
    FINE((void)0, end);
    return HELD;
}

CASE(reads, "reads a file by a stream, from an offset to its end") {
    struct opened file;
    char bytes[64];
    u32 n;
    OPENED("hello.txt", 0, P3_READ, file);
    STEP(read_all(file.it, 7, bytes, sizeof bytes, &n));
    WANT_EQ(n, 6);
    WANT_THAT(SAME(bytes, "world\n"));
    return HELD;
}

CASE(writes, "writes into a file by a stream, at an offset") {
    struct opened file;
    char bytes[64];
    u32 n;
    OPENED("new", P3_CREATE | P3_EXCLUSIVE, P3_READ | P3_WRITE, file);
    u64 ends = file_new();
    u32 future = write_via_stream(file.it, READABLE(ends), 2);
    STEP(write_all(future, WRITABLE(ends), P("abc")));
    STEP(read_all(file.it, 0, bytes, sizeof bytes, &n));
    WANT_EQ(n, 5);
    WANT_THAT(same(bytes, "\0\0abc", 5));
    return HELD;
}

CASE(truncates, "truncates a file when it is opened so") {
    struct opened file;
    struct stat_result stat;
    OPENED("hello.txt", P3_TRUNCATE, P3_READ | P3_WRITE, file);
    FINE(stat_at(folder(), 0, P("hello.txt"), &stat), stat);
    WANT_EQ(stat.it.size, 0);
    return HELD;
}

CASE(missing, "does not open what is not there, nor make anew what is") {
    struct opened file;
    FAILS(open_at(folder(), 0, P("nowhere"), 0, P3_READ, &file), file, E3_NO_ENTRY);
    FAILS(open_at(folder(), 0, P("hello.txt/x"), 0, P3_READ, &file), file, E3_NOT_DIRECTORY);
    FAILS(open_at(folder(), 0, P("hello.txt"), P3_CREATE | P3_EXCLUSIVE, P3_WRITE, &file), file, E3_EXIST);
    return HELD;
}

CASE(outside, "opens nothing outside its folder") {
    struct opened file;
    FAILS(open_at(folder(), 0, P("../secret.txt"), 0, P3_READ, &file), file, E3_NOT_PERMITTED);
    FAILS(open_at(folder(), 1, P("outside"), 0, P3_READ, &file), file, E3_NOT_PERMITTED);
    FAILS(open_at(folder(), 0, P("/hello.txt"), 0, P3_READ, &file), file, E3_NOT_PERMITTED);
    return HELD;
}

CASE(stats, "tells type, size and times") {
    struct stat_result stat;
    FINE(stat_at(folder(), 0, P("data.bin"), &stat), stat);
    WANT_EQ(stat.it.type.which, P3_REGULAR_FILE);
    WANT_EQ(stat.it.size, 256);
    WANT_EQ(stat.it.links, 1);
    WANT_EQ(stat.it.modified.is, 1);
    WANT_THAT((s64)stat.it.modified.it.seconds > 1704067200);
    FINE(stat_at(folder(), 0, P("folder"), &stat), stat);
    WANT_EQ(stat.it.type.which, P3_DIRECTORY);
    return HELD;
}

CASE(lists, "lists a folder by a stream, each entry once") {
    struct opened opened;
    struct readable in;
    struct entry entries[8];
    struct did end;
    u32 seen = 0, files = 0, status;
    OPENED("folder", P3_OPEN_DIRECTORY, P3_READ, opened);
    read_directory(opened.it, &in);
    do {
        status = copied(in.stream, entries_read(in.stream, entries, 8));
        WANT_THAT(STATE(status) == COMPLETED || STATE(status) == DROPPED);
        for (u32 i = 0; i < ABOVE(status); i++) {
            WANT_THAT(entries[i].name.at[0] != '.');
            seen++;
            files += entries[i].type.which == P3_REGULAR_FILE && entries[i].name.n == 8;
        }
    } while (STATE(status) != DROPPED);
    WANT_EQ(STATE(copied(in.future, entries_end(in.future, &end))), COMPLETED);
    FINE((void)0, end);
    WANT_EQ(seen, 21);
    WANT_EQ(files, 20);
    return HELD;
}

CASE(folders, "makes and removes folders") {
    struct did did;
    struct stat_result stat;
    FINE(create_directory_at(folder(), P("new"), &did), did);
    FINE(stat_at(folder(), 0, P("new"), &stat), stat);
    WANT_EQ(stat.it.type.which, P3_DIRECTORY);
    FAILS(create_directory_at(folder(), P("new"), &did), did, E3_EXIST);
    FINE(remove_directory_at(folder(), P("new"), &did), did);
    FAILS(remove_directory_at(folder(), P("folder"), &did), did, E3_NOT_EMPTY);
    FAILS(stat_at(folder(), 0, P("new"), &stat), stat, E3_NO_ENTRY);
    return HELD;
}

CASE(renames, "renames and unlinks a file") {
    struct did did;
    struct stat_result stat;
    FINE(rename_at(folder(), P("hello.txt"), folder(), P("folder/hello"), &did), did);
    FINE(stat_at(folder(), 0, P("folder/hello"), &stat), stat);
    WANT_EQ(stat.it.size, 13);
    FAILS(stat_at(folder(), 0, P("hello.txt"), &stat), stat, E3_NO_ENTRY);
    FINE(unlink_file_at(folder(), P("folder/hello"), &did), did);
    FAILS(unlink_file_at(folder(), P("folder/hello"), &did), did, E3_NO_ENTRY);
    return HELD;
}
