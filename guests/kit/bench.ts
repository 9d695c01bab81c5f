// The kit of the AssemblyScript guests: a guest's `bench` calls `run`. bench.h and src/lib.rs beside it do the
// same for C, C++ and Rust.

/** Does `n` steps and returns the sum of their digests. `setup` prepares the input once, on the first step;
    each `step` does one step from that state. `run(0, ...)` touches nothing. */
export function run(n: u32, setup: (input: ArrayBuffer) => void, step: () => u64): u64 {
  if (n == 0) return 0;
  if (!ready) {
    setup(readInput());
    ready = true;
  }
  let sum: u64 = 0;
  // A call through the table: the compiler drops, merges and hoists none.
  for (let i: u32 = 0; i < n; i++) sum += step();
  return sum;
}

let ready = false;

/** The whole of standard input. */
function readInput(): ArrayBuffer {
  const chunk = new ArrayBuffer(1 << 16);
  let bytes = new Uint8Array(0);
  let count: i32;
  while ((count = process.stdin.read(chunk)) > 0) {
    const longer = new Uint8Array(bytes.length + count);
    longer.set(bytes);
    longer.set(Uint8Array.wrap(chunk, 0, count), bytes.length);
    bytes = longer;
  }
  return bytes.buffer;
}

/** Folds numbers and bytes into 64 bits, the very same as the kits of the other languages. */
export class Digest {
  value: u64 = 0xcbf29ce484222325;

  u64(value: u64): void {
    const h: u64 = (this.value ^ value) * 0x9e3779b97f4a7c15;
    this.value = h ^ (h >> 32);
  }

  /** The bytes, the last word padded with zeros, then their number. */
  bytes(bytes: ArrayBuffer): void {
    const at = changetype<usize>(bytes), size = bytes.byteLength;
    let done = 0;
    for (; size - done >= 8; done += 8) this.u64(load<u64>(at + done));
    let last: u64 = 0;
    for (let i = 0; done + i < size; i++) last |= load<u8>(at + done + i) as u64 << (8 * i);
    this.u64(last);
    this.u64(size);
  }
}
