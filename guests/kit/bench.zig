//! The kit of the Zig guests: `register` exports what the harness calls. bench.h and src/lib.rs beside it do the
//! same for C, C++ and Rust.

const std = @import("std");
const builtin = @import("builtin");

const is_wasm = builtin.target.cpu.arch.isWasm();

/// The standard library's own for release builds.
pub const allocator = if (is_wasm) std.heap.wasm_allocator else std.heap.smp_allocator;

/// Exports `bench(n)`: `setup` prepares the input once, each call of `step` does one step from that state and
/// returns the digest of its result. An error ends the program. `bench(0)` touches nothing.
pub fn register(comptime setup: anytype, comptime step: anytype) void {
    const State = @typeInfo(@TypeOf(setup)).@"fn".return_type.?;
    const exported = struct {
        var state: ?State = null;

        fn work() u64 {
            return step(state.?) catch |err| @panic(@errorName(err));
        }

        fn bench(n: u32) callconv(.c) u64 {
            if (n == 0) return 0;
            if (state == null) state = setup(input() catch |err| @panic(@errorName(err)));
            var sum: u64 = 0;
            for (0..n) |_| {
                // Volatile, so that the compiler cannot know which function a step is: it can drop, merge or hoist none.
                var function: *const fn () u64 = &work;
                sum +%= @as(*volatile *const fn () u64, &function).*();
            }
            return sum;
        }
    };
    @export(&exported.bench, .{ .name = "bench" });
}

/// The whole of standard input.
fn input() ![]u8 {
    var bytes: std.ArrayList(u8) = .empty;
    var chunk: [1 << 12]u8 = undefined;
    while (true) {
        const count = try read(&chunk);
        if (count == 0) return bytes.toOwnedSlice(allocator);
        try bytes.appendSlice(allocator, chunk[0..count]);
    }
}

fn read(buffer: []u8) !usize {
    if (builtin.os.tag != .wasi) return std.posix.read(0, buffer);
    const into = [_]std.posix.iovec{.{ .base = buffer.ptr, .len = buffer.len }};
    var count: usize = undefined;
    if (std.os.wasi.fd_read(0, &into, into.len, &count) != .SUCCESS) return error.InputOutput;
    return count;
}

/// Folds numbers and bytes into 64 bits, the very same as the kits of the other languages.
pub const Digest = struct {
    state: u64 = 0xcbf29ce484222325,

    pub fn addU64(self: *Digest, value: u64) void {
        const h = (self.state ^ value) *% 0x9e3779b97f4a7c15;
        self.state = h ^ (h >> 32);
    }

    /// The bytes, the last word padded with zeros, then their number.
    pub fn addBytes(self: *Digest, bytes: []const u8) void {
        var rest = bytes;
        while (rest.len >= 8) : (rest = rest[8..]) self.addU64(std.mem.readInt(u64, rest[0..8], .little));
        var last: [8]u8 = @splat(0);
        @memcpy(last[0..rest.len], rest);
        self.addU64(std.mem.readInt(u64, &last, .little));
        self.addU64(bytes.len);
    }
};
