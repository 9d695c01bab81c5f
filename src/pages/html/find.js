"use strict";
// Find: which runtimes fit what was asked, and of those that do not, why.

const allRuntimes = JSON.parse(document.getElementById("known").textContent);
const finder = document.getElementById("finder");
const found = document.getElementById("found");

const holds = (mode, limit) => mode.limits?.includes(limit);
const whole = (counts) => counts !== null && counts[0] === counts[1];
const untried = (modes, of) => modes.every((mode) => of(mode) === null);

// What can be asked for: whether a mode has it, and in words what all modes of a runtime lack.
const needs = {
  host: {
    has: (mode, runtime, value) => runtime.hosts.includes(value),
    lacks: (value) => `no embedding in ${value} is documented`,
  },
  arch: {
    has: (mode, runtime, value) => mode.timed === value || mode.counted.includes(value),
    lacks: (value) => `did not run on ${value}`,
  },
  kind: {
    has: (mode, runtime, value) => mode.kind === value,
    lacks: (value) => `no mode of the kind: ${value}`,
  },
  lang: {
    has: (mode, runtime, value) => mode.languages.includes(value),
    lacks: (value) => `programs in ${value} did not run`,
  },
  mem: {
    has: (mode, runtime, value) => mode.worst_peak && mode.worst_peak <= value * 2 ** 20,
    lacks: (value) => `takes more than ${value} MiB`,
  },
  safe: {
    has: (mode) => mode.ways_out === 0,
    lacks: (value, modes) => untried(modes, (mode) => mode.ways_out)
      ? "ways out of its sandbox were not tried"
      : "a way out of its sandbox is known",
  },
  loop: { has: (mode) => holds(mode, "stops a loop"), lacks: () => "stops no loop in the build that was tried" },
  cap: { has: (mode) => holds(mode, "caps memory"), lacks: () => "caps no memory in the build that was tried" },
  p1: { has: (mode) => whole(mode.wasi[0]), lacks: () => "not all of WASI 0.1" },
  p2: { has: (mode) => whole(mode.wasi[1]), lacks: () => "not all of WASI 0.2" },
  p3: { has: (mode) => whole(mode.wasi[2]), lacks: () => "not all of WASI 0.3" },
  threads: {
    has: (mode) => mode.threads === true,
    lacks: (value, modes) => untried(modes, (mode) => mode.threads) ? "threads were not tried" : "no threads",
  },
};

// A figure with all its digits, as tables have it.
function full(units) {
  return (number) => {
    const [factor, unit] = units.findLast(([factor]) => number / factor >= 0.9995) ?? units[0];
    return `${unit === "B" ? number.toFixed(0) : three(number / factor)} ${unit}`;
  };
}

const fullTime = full([[1, "ns"], [1e3, "µs"], [1e6, "ms"], [1e9, "s"]]);
const fullSize = full([[1, "B"], [2 ** 10, "KiB"], [2 ** 20, "MiB"], [2 ** 30, "GiB"]]);

const value = (known) => known ?? Infinity;
const orders = {
  speed: (mode) => value(mode.speed),
  start: (mode) => value(mode.start),
  memory: (mode) => value(mode.worst_peak),
};

// The mode with the least of something; the first where none has it.
function least(modes, of) {
  return modes.reduce((best, mode) => (of(mode) < of(best) ? mode : best), modes[0]);
}

function foundRow(runtime, mode) {
  const row = document.createElement("tr");
  row.dataset.runtime = runtime.name;
  const head = document.createElement("th");
  head.scope = "row";
  head.append(Object.assign(element("a", runtime.title), { href: `#runtime-${runtime.name}` }));
  head.append(element("small", mode.name.split("/").slice(1).join("/")));
  const figure = (known, format) => element("td", known === null ? "–" : format(known));
  const keeps = (name) => element("td", mode.limits === null ? "–" : holds(mode, name) ? "yes" : "no");
  const loops = keeps("stops a loop");
  if (mode.price) loops.append(element("small", `${three(mode.price[0])} × by ${mode.price[1]}`));
  row.append(
    head,
    figure(mode.start, fullTime),
    figure(mode.speed, three),
    figure(mode.worst_peak, fullSize),
    figure(mode.instance, fullSize),
    figure(mode.ways_out, String),
    loops,
    keeps("caps memory"),
    element("td", mode.wasi.map((counts) => counts?.join("/") ?? "–").join(", ")),
  );
  return row;
}

function answer() {
  const asked = Object.keys(needs).filter((name) => state[`f-${name}`]);
  const order = orders[state["f-by"]] ?? orders.speed;
  const arch = state["f-arch"];
  const [fit, unfit] = [[], []];
  for (const runtime of allRuntimes.filter((runtime) => runtime.modes.length)) {
    const has = (mode, name) => needs[name].has(mode, runtime, state[`f-${name}`]);
    const modes = runtime.modes.filter((mode) => asked.every((name) => has(mode, name)));
    if (modes.length) {
      const timed = modes.filter((mode) => !arch || mode.timed === arch);
      fit.push({ runtime, mode: least(timed.length ? timed : modes, order) });
      continue;
    }
    // What no mode has; where each has something else, all of it together.
    const never = asked.filter((name) => !runtime.modes.some((mode) => has(mode, name)));
    const why = never.length
      ? never.map((name) => needs[name].lacks(state[`f-${name}`], runtime.modes))
      : ["no mode has all of it at once"];
    unfit.push(`${runtime.title}: ${why.join("; ")}`);
  }
  const key = ({ mode }) => order(mode);
  fit.sort((a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1));
  const rows = fit.map(({ runtime, mode }) => foundRow(runtime, mode));
  found.querySelector("tbody").replaceChildren(...rows);
  const elsewhere = [...new Set(fit.map(({ mode }) => mode.timed).filter((timed) => arch && timed !== arch))];
  const note = elsewhere.length
    ? `. They ran on ${arch} under emulation, where instructions are counted: times and memory are those of ${elsewhere.join(", ")}`
    : "";
  finder.querySelector("output").textContent = `${fit.length} of ${fit.length + unfit.length} runtimes fit${note}`;
  const place = document.getElementById("unfit");
  place.replaceChildren();
  if (unfit.length) {
    const list = document.createElement("ul");
    list.append(...unfit.map((text) => element("li", text)));
    place.append(element("h3", "Do not fit"), list);
  }
}

let answered = null;
function answerAgain() {
  const asked = JSON.stringify(Object.entries(state).filter(([name]) => name.startsWith("f-")));
  if (asked === answered) return;
  answered = asked;
  for (const field of finder.elements) {
    if (!field.name || field === document.activeElement) continue;
    if (field.type === "checkbox") field.checked = Boolean(state[`f-${field.name}`]);
    else field.value = state[`f-${field.name}`] ?? (field.name === "by" ? "speed" : "");
  }
  answer();
}

if (finder) {
  watchers.push(answerAgain);
  finder.addEventListener("input", ({ target }) => {
    const given = target.type === "checkbox" ? (target.checked ? "1" : "") : target.value;
    go({ [`f-${target.name}`]: target.name === "by" && given === "speed" ? "" : given });
  });
  finder.addEventListener("submit", (event) => event.preventDefault());
}
