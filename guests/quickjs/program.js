// A small program of the everyday kind: a tokeniser, a parser and an evaluator for a language of formulas, with
// classes, closures, maps, regular expressions, destructuring and JSON.

class Random {
  constructor(seed) { this.state = seed; }
  below(limit) {
    this.state = (this.state * 48271) % 2147483647;
    return this.state % limit;
  }
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z_]\w*)|(\*\*|[-+*\/(),=]))/gy;

function* tokens(text) {
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const [, number, name, sign] = match;
    if (number !== undefined) yield { kind: "number", value: Number(number) };
    else if (name !== undefined) yield { kind: "name", value: name };
    else yield { kind: sign };
  }
  yield { kind: "end" };
}

const BINDING = { "=": 1, "+": 2, "-": 2, "*": 3, "/": 3 };

class Parser {
  constructor(text) {
    this.tokens = [...tokens(text)];
    this.at = 0;
  }
  next() { return this.tokens[this.at++]; }
  peek() { return this.tokens[this.at].kind; }
  expression(least = 0) {
    let left = this.primary();
    for (let power; (power = BINDING[this.peek()]) > least; ) {
      const { kind } = this.next();
      const right = this.expression(kind === "=" ? power - 1 : power);
      left = { kind, left, right };
    }
    return left;
  }
  primary() {
    const token = this.next();
    switch (token.kind) {
      case "number": return token;
      case "-": return { kind: "negate", value: this.primary() };
      case "(": {
        const inner = this.expression();
        this.next();
        return inner;
      }
      case "name": {
        if (this.peek() !== "(") return token;
        const list = [];
        do {
          this.next();
          list.push(this.expression());
        } while (this.peek() === ",");
        this.next();
        return { kind: "call", name: token.value, list };
      }
      default: throw new SyntaxError(`unexpected ${token.kind}`);
    }
  }
}

const FUNCTIONS = {
  max: (...list) => list.reduce((a, b) => (a > b ? a : b)),
  min: (...list) => list.reduce((a, b) => (a < b ? a : b)),
  sum: (...list) => list.reduce((a, b) => a + b, 0),
};

const OPERATORS = new Map([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => (a * b) % 1000003],
  ["/", (a, b) => (b === 0 ? 0 : Math.trunc(a / b))],
]);

function evaluate(node, scope) {
  switch (node.kind) {
    case "number": return node.value;
    case "name": return scope.get(node.value) ?? 0;
    case "negate": return -evaluate(node.value, scope);
    case "call": return FUNCTIONS[node.name](...node.list.map((each) => evaluate(each, scope)));
    case "=": {
      const value = evaluate(node.right, scope);
      scope.set(node.left.value, value);
      return value;
    }
    default: return OPERATORS.get(node.kind)(evaluate(node.left, scope), evaluate(node.right, scope));
  }
}

const NAMES = ["amber", "birch", "cedar", "delta", "ember", "fjord"];

function formula(random, depth) {
  if (depth === 0) return random.below(2) ? String(random.below(1000)) : NAMES[random.below(NAMES.length)];
  const a = formula(random, depth - 1);
  const b = formula(random, depth - 1);
  switch (random.below(6)) {
    case 0: return `(${a} - ${b})`;
    case 1: return `max(${a}, ${b}, ${random.below(50)})`;
    case 2: return `sum(${a}, -${b})`;
    case 3: return `${a} / (${b})`;
    default: return `${a} ${random.below(2) ? "+" : "*"} ${b}`;
  }
}

function step() {
  const random = new Random(7);
  const scope = new Map();
  const results = [];
  for (let i = 0; i < N; i++) {
    const text = `${NAMES[i % NAMES.length]} = ${formula(random, 1 + (i % 3))}`;
    const tree = new Parser(text).expression();
    results.push({ text, value: evaluate(tree, scope), size: JSON.stringify(tree).length });
  }
  results.sort((a, b) => a.value - b.value || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const document = JSON.stringify({ scope: [...scope].sort(), results });
  const again = JSON.parse(document, (key, value) => (key === "text" ? value.toUpperCase() : value));
  return again.results.map(({ text, value, size }) => `${text.padEnd(40)} ${value} ${size.toString(16)}`).join("\n");
}
