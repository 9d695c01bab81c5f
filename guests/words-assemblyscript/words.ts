// Counts the words of a text.
import { Digest, run } from "../kit/bench";

export function bench(n: u32): u64 {
  return run(n, setup, step);
}

let text = "";

function setup(input: ArrayBuffer): void {
  text = String.UTF8.decode(input);
}

class Word {
  constructor(public text: string, public count: i32) {}
}

function step(): u64 {
  const lower = text.toLowerCase();
  const counts = new Map<string, i32>();
  for (let at = 0; at < lower.length; ) {
    let end = at;
    while (end < lower.length && isAlphanumeric(lower.charCodeAt(end))) end++;
    if (end > at) {
      const word = lower.substring(at, end);
      counts.set(word, counts.has(word) ? counts.get(word) + 1 : 1);
    }
    at = end + 1;
  }

  const words = new Array<Word>();
  const texts = counts.keys();
  for (let i = 0; i < texts.length; i++) words.push(new Word(texts[i], counts.get(texts[i])));
  words.sort((a, b) => (a.count != b.count ? b.count - a.count : a.text < b.text ? -1 : 1));
  const lines = new Array<string>();
  for (let i = 0; i < words.length; i++) lines.push(`${words[i].count} ${words[i].text}\n`);

  const digest = new Digest();
  digest.bytes(String.UTF8.encode(lines.join("")));
  return digest.value;
}

function isAlphanumeric(c: i32): bool {
  return (c >= 97 && c <= 122) || (c >= 48 && c <= 57);
}
