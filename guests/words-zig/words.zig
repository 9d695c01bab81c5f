//! Counts the words of a text.

const std = @import("std");
const kit = @import("kit");

comptime {
    kit.register(setup, step);
}

fn setup(input: []u8) []const u8 {
    return input;
}

const Word = struct {
    text: []const u8,
    count: u32,

    fn isBefore(_: void, a: Word, b: Word) bool {
        if (a.count != b.count) return a.count > b.count;
        return std.mem.lessThan(u8, a.text, b.text);
    }
};

fn step(text: []const u8) !u64 {
    var arena = std.heap.ArenaAllocator.init(kit.allocator);
    defer arena.deinit();
    const allocator = arena.allocator();

    const lower = try std.ascii.allocLowerString(allocator, text);
    var counts = std.StringHashMap(u32).init(allocator);
    var at: usize = 0;
    while (at < lower.len) {
        var end = at;
        while (end < lower.len and std.ascii.isAlphanumeric(lower[end])) end += 1;
        if (end > at) {
            const entry = try counts.getOrPutValue(lower[at..end], 0);
            entry.value_ptr.* += 1;
        }
        at = end + 1;
    }

    var words: std.ArrayList(Word) = .empty;
    var entries = counts.iterator();
    while (entries.next()) |entry| {
        try words.append(allocator, .{ .text = entry.key_ptr.*, .count = entry.value_ptr.* });
    }
    std.mem.sortUnstable(Word, words.items, {}, Word.isBefore);

    var report: std.ArrayList(u8) = .empty;
    for (words.items) |word| try report.print(allocator, "{d} {s}\n", .{ word.count, word.text });
    var digest: kit.Digest = .{};
    digest.addBytes(report.items);
    return digest.state;
}
