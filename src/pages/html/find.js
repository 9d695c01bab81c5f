"use strict";
// Find: which runtimes fit what was asked, and of those that do not, why.

const allRuntimes = JSON.parse(document.getElementById("views").textContent).runtimes;
const finder = document.getElementById("finder");
const found = document.getElementById("found");

const escapes = (mode) => mode.safety
  ? mode.safety.kinds.reduce((sum, kind) => sum + kind.escaped, 0) + mode.safety.withheld.escaped : null;
const holds = (mode, limit) => mode.safety?.limits.find((known) => known.limit === limit)?.holds;
const whole = (counts) => counts !== null && counts[0] === counts[1];
const kinds = {
  "interpreter": "interpreter", "baseline": "baseline compiler", "optimising": "optimising compiler",
  "tiered": "tiers", "ahead-of-time": "ahead of time",
};

// What can be asked for: whether a mode has it, and in words what it lacks.
const needs = {
  host: { has: (mode, runtime, value) => runtime.hosts?.languages.includes(value), lacks: (value) => `no embedding in ${value} is documented` },
  arch: { has: (mode, runtime, value) => [...runtime.measured_on, ...runtime.counted_on].includes(value), lacks: (value) => `not measured on ${value}` },
  kind: { has: (mode, runtime, value) => kinds[mode.kind] === value, lacks: (value) => `no mode of the kind: ${value}` },
  lang: { has: (mode, runtime, value) => mode.languages.includes(value), lacks: (value) => `guests in ${value} did not run` },
  mem: { has: (mode, runtime, value) => mode.worst_peak && mode.worst_peak.value <= value * 2 ** 20, lacks: (value) => `takes more than ${value} MiB` },
  safe: { has: (mode) => escapes(mode) === 0, lacks: () => "a way out of its sandbox is known, or none was tried" },
  loop: { has: (mode) => holds(mode, "stops a loop"), lacks: () => "does not stop loops" },
  cap: { has: (mode) => holds(mode, "caps memory"), lacks: () => "does not cap memory" },
  p1: { has: (mode) => whole(mode.wasi[0]), lacks: () => "not all of WASI 0.1" },
  p2: { has: (mode) => whole(mode.wasi[1]), lacks: () => "not all of WASI 0.2" },
  p3: { has: (mode) => whole(mode.wasi[2]), lacks: () => "not all of WASI 0.3" },
  threads: { has: (mode) => mode.threads === true, lacks: () => "no threads" },
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

const value = (estimate) => estimate?.value ?? Infinity;
const orders = {
  speed: (mode) => value(mode.speed),
  start: (mode) => value(mode.start ?? mode.cold_start),
  memory: (mode) => mode.worst_peak?.value ?? Infinity,
};

// The mode with the least of something, and that.
function least(modes, of) {
  return modes.reduce((best, mode) => (of(mode) < (best ? of(best) : Infinity) ? mode : best), null);
}

function figure(modes, of, format) {
  const best = least(modes, of);
  const cell = element("td", best ? format(of(best)) : "–");
  if (best) cell.append(element("small", best.name.split("/").slice(1).join("/")));
  return cell;
}

function limit(modes, name) {
  const all = modes.map((mode) => holds(mode, name)).filter((one) => one !== undefined);
  if (!all.length) return "–";
  if (all.every(Boolean)) return "yes";
  return all.some(Boolean) ? "some modes" : "no";
}

function foundRow(runtime, modes) {
  const row = document.createElement("tr");
  row.dataset.runtime = runtime.name;
  const head = document.createElement("th");
  head.scope = "row";
  head.append(Object.assign(element("a", runtime.title), { href: `#runtime-${runtime.name}` }));
  const ways = modes.map(escapes).filter((one) => one !== null);
  const counts = [0, 1, 2].map((at) => {
    const all = modes.map((mode) => mode.wasi[at]).filter(Boolean).sort((a, b) => b[0] - a[0]);
    return all.length ? all[0].join("/") : "–";
  });
  row.append(
    head,
    figure(modes, orders.start, fullTime),
    figure(modes, orders.speed, three),
    figure(modes, orders.memory, fullSize),
    figure(modes, (mode) => value(mode.instance), fullSize),
    ...[ways.length ? Math.max(...ways) : "–", limit(modes, "stops a loop"), limit(modes, "caps memory"), counts.join(", ")]
      .map((text) => element("td", String(text))),
  );
  return row;
}

function answer() {
  const asked = Object.keys(needs).filter((name) => state[`f-${name}`]);
  const order = orders[state["f-by"]] ?? orders.speed;
  const [fit, unfit] = [[], []];
  for (const runtime of allRuntimes.filter((runtime) => runtime.modes.length)) {
    const has = (mode, name) => needs[name].has(mode, runtime, state[`f-${name}`]);
    const modes = runtime.modes.filter((mode) => asked.every((name) => has(mode, name)));
    if (modes.length) {
      fit.push({ runtime, modes, key: Math.min(...modes.map(order)) });
      continue;
    }
    // What no mode has; where each has something else, all of it together.
    const never = asked.filter((name) => !runtime.modes.some((mode) => has(mode, name)));
    const why = never.length ? never.map((name) => needs[name].lacks(state[`f-${name}`])) : ["no mode has all of it at once"];
    unfit.push(`${runtime.title}: ${why.join("; ")}`);
  }
  fit.sort((a, b) => a.key - b.key);
  found.querySelector("tbody").replaceChildren(...fit.map(({ runtime, modes }) => foundRow(runtime, modes)));
  finder.querySelector("output").textContent = `${fit.length} of ${fit.length + unfit.length} runtimes fit`;
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
