#include "../wasi-p2.h"

#define OPENED(path, create, flags, file) FINE(open_at(folder(), 0, P(path), create, flags, &file), file)

CASE(reads, "reads a file from an offset to its end") {
    struct handle file;
    struct bytes_result read;
    OPENED("hello.txt", 0, P2_READ, file);
    FINE(file_read(file.it, 100, 7, &read), read);
    WANT_EQ(read.bytes.n, 6);
    WANT_THAT(SAME(read.bytes.at, "world\n"));
    FINE(file_read(file.it, 100, 13, &read), read);
    WANT_EQ(read.bytes.n, 0);
    WANT_EQ(read.end, 1);
    return HELD;
}

CASE(writes, "writes into a file at an offset") {
    struct handle file;
    struct number written;
    struct bytes_result read;
    OPENED("new", P2_CREATE | P2_EXCLUSIVE, P2_READ | P2_WRITE, file);
    FINE(file_write(file.it, P("abc"), 2, &written), written);
    WANT_EQ(written.it, 3);
    FINE(file_read(file.it, 100, 0, &read), read);
    WANT_EQ(read.bytes.n, 5);
    WANT_THAT(same(read.bytes.at, "\0\0abc", 5));
    return HELD;
}

CASE(appends, "appends by a stream") {
    struct handle file, stream;
    struct streamed written;
    struct bytes_result read;
    OPENED("hello.txt", 0, P2_READ | P2_WRITE, file);
    FINE(append_via_stream(file.it, &stream), stream);
    FINE(stream_blocking_write(stream.it, P("more"), &written), written);
    FINE(file_read(file.it, 100, 0, &read), read);
    WANT_EQ(read.bytes.n, 17);
    WANT_THAT(SAME(read.bytes.at, "hello, world\nmore"));
    return HELD;
}

CASE(truncates, "truncates a file when it is opened so, and by its size") {
    struct handle file;
    struct stat_result stat;
    struct done done;
    OPENED("hello.txt", P2_TRUNCATE, P2_READ | P2_WRITE, file);
    FINE(file_stat(file.it, &stat), stat);
    WANT_EQ(stat.it.size, 0);
    FINE(set_size(file.it, 9, &done), done);
    FINE(file_stat(file.it, &stat), stat);
    WANT_EQ(stat.it.size, 9);
    return HELD;
}

CASE(exclusive, "does not make anew what is there") {
    struct handle file;
    FAILS(open_at(folder(), 0, P("hello.txt"), P2_CREATE | P2_EXCLUSIVE, P2_WRITE, &file), file, E_EXIST);
    return HELD;
}

CASE(missing, "does not open what is not there") {
    struct handle file;
    FAILS(open_at(folder(), 0, P("nowhere"), 0, P2_READ, &file), file, E_NO_ENTRY);
    FAILS(open_at(folder(), 0, P("hello.txt/x"), 0, P2_READ, &file), file, E_NOT_DIRECTORY);
    return HELD;
}

CASE(outside, "opens nothing outside its folder") {
    struct handle file;
    FAILS(open_at(folder(), 0, P("../secret.txt"), 0, P2_READ, &file), file, E_NOT_PERMITTED);
    FAILS(open_at(folder(), 1, P("outside"), 0, P2_READ, &file), file, E_NOT_PERMITTED);
    FAILS(open_at(folder(), 0, P("/hello.txt"), 0, P2_READ, &file), file, E_NOT_PERMITTED);
    return HELD;
}

CASE(read_only, "does not write through what was opened for reading") {
    struct handle file;
    struct number written;
    OPENED("hello.txt", 0, P2_READ, file);
    file_write(file.it, P("abc"), 0, &written);
    WANT_EQ(written.failed, 1);
    return HELD;
}

CASE(stats, "tells type, size and times") {
    struct stat_result stat;
    FINE(stat_at(folder(), 0, P("data.bin"), &stat), stat);
    WANT_EQ(stat.it.type, P2_REGULAR_FILE);
    WANT_EQ(stat.it.size, 256);
    WANT_EQ(stat.it.links, 1);
    WANT_EQ(stat.it.modified.is, 1);
    WANT_THAT(stat.it.modified.it.seconds > 1704067200);
    FINE(stat_at(folder(), 0, P("folder"), &stat), stat);
    WANT_EQ(stat.it.type, P2_DIRECTORY);
    return HELD;
}

CASE(sets_times, "sets the time of modification, and leaves the other") {
    struct stat_result before, after;
    struct done done;
    FINE(stat_at(folder(), 0, P("hello.txt"), &before), before);
    FINE(set_times_at(folder(), 0, P("hello.txt"), NO_CHANGE, 0, 0, TIMESTAMP, 1000, 5000, &done), done);
    FINE(stat_at(folder(), 0, P("hello.txt"), &after), after);
    WANT_EQ(after.it.modified.it.seconds, 1000);
    WANT_EQ(after.it.modified.it.nanoseconds, 5000);
    WANT_EQ(after.it.accessed.it.seconds, before.it.accessed.it.seconds);
    return HELD;
}

CASE(lists, "lists a folder, each entry once") {
    struct handle stream;
    struct entry_result entry;
    u32 seen = 0, files = 0;
    struct handle opened;
    OPENED("folder", P2_OPEN_DIRECTORY, P2_READ, opened);
    FINE(read_directory(opened.it, &stream), stream);
    for (;;) {
        FINE(next_entry(stream.it, &entry), entry);
        if (!entry.is)
            break;
        WANT_THAT(entry.it.name.at[0] != '.');
        seen++;
        files += entry.it.type == P2_REGULAR_FILE && entry.it.name.n == 8;
    }
    WANT_EQ(seen, 21);
    WANT_EQ(files, 20);
    return HELD;
}

CASE(folders, "makes and removes folders") {
    struct done done;
    struct stat_result stat;
    FINE(create_directory_at(folder(), P("new"), &done), done);
    FINE(stat_at(folder(), 0, P("new"), &stat), stat);
    WANT_EQ(stat.it.type, P2_DIRECTORY);
    FAILS(create_directory_at(folder(), P("new"), &done), done, E_EXIST);
    FINE(remove_directory_at(folder(), P("new"), &done), done);
    FAILS(remove_directory_at(folder(), P("folder"), &done), done, E_NOT_EMPTY);
    FAILS(stat_at(folder(), 0, P("new"), &stat), stat, E_NO_ENTRY);
    return HELD;
}

CASE(renames, "renames and unlinks a file") {
    struct done done;
    struct stat_result stat;
    FINE(rename_at(folder(), P("hello.txt"), folder(), P("folder/hello"), &done), done);
    FINE(stat_at(folder(), 0, P("folder/hello"), &stat), stat);
    WANT_EQ(stat.it.size, 13);
    FAILS(stat_at(folder(), 0, P("hello.txt"), &stat), stat, E_NO_ENTRY);
    FINE(unlink_file_at(folder(), P("folder/hello"), &done), done);
    FAILS(unlink_file_at(folder(), P("folder/hello"), &done), done, E_NO_ENTRY);
    return HELD;
}

CASE(links, "makes, reads and follows symbolic links") {
    struct done done;
    struct text_result target;
    struct stat_result stat;
    FINE(symlink_at(folder(), P("data.bin"), P("link"), &done), done);
    FINE(readlink_at(folder(), P("link"), &target), target);
    WANT_EQ(target.it.n, 8);
    WANT_THAT(SAME(target.it.at, "data.bin"));
    FINE(stat_at(folder(), 0, P("link"), &stat), stat);
    WANT_EQ(stat.it.type, P2_SYMBOLIC_LINK);
    FINE(stat_at(folder(), 1, P("link"), &stat), stat);
    WANT_EQ(stat.it.size, 256);
    return HELD;
}

CASE(hard_links, "links a file to a second name") {
    struct done done;
    struct stat_result stat;
    FINE(link_at(folder(), 0, P("hello.txt"), folder(), P("second"), &done), done);
    FINE(stat_at(folder(), 0, P("second"), &stat), stat);
    WANT_EQ(stat.it.links, 2);
    return HELD;
}

CASE(same_object, "knows the same file again, and tells others apart") {
    struct handle a, b, c;
    struct hash_result x, y;
    OPENED("hello.txt", 0, P2_READ, a);
    OPENED("hello.txt", 0, P2_READ, b);
    OPENED("data.bin", 0, P2_READ, c);
    WANT_EQ(is_same_object(a.it, b.it), 1);
    WANT_EQ(is_same_object(a.it, c.it), 0);
    FINE(metadata_hash(a.it, &x), x);
    FINE(metadata_hash_at(folder(), 0, P("hello.txt"), &y), y);
    WANT_THAT(x.it[0] == y.it[0] && x.it[1] == y.it[1]);
    FINE(metadata_hash(c.it, &y), y);
    WANT_THAT(x.it[0] != y.it[0] || x.it[1] != y.it[1]);
    return HELD;
}

CASE(flags, "tells how a file was opened") {
    struct handle file;
    struct flags_result flags, type;
    struct done done;
    OPENED("hello.txt", 0, P2_READ | P2_WRITE, file);
    FINE(get_flags(file.it, &flags), flags);
    WANT_EQ(flags.it & (P2_READ | P2_WRITE), P2_READ | P2_WRITE);
    FINE(get_type(file.it, &type), type);
    WANT_EQ(type.it, P2_REGULAR_FILE);
    FINE(file_sync(file.it, &done), done);
    return HELD;
}
