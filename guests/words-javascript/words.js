// Counts the words of a text.
let text;

function setup(input) {
  text = input;
}

function step() {
  const counts = new Map();
  for (const word of text.toLowerCase().match(/[0-9a-z]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return words.map(([word, count]) => `${count} ${word}\n`).join("");
}
