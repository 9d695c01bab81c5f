"use strict";
// A versus B: two modes of one machine, input by input, paired by round.

const pair = document.getElementById("pair");
const compared = document.getElementById("compared");
const versusRun = () => runs.find((run) => run.run === state.vrun) ?? runs[0];

// The geometric mean of a ÷ b, with Student's interval on logarithms; without one where rounds are few or do not pair.
function quotient(run, a, b) {
  // Native's ratio to itself is 1 in each round.
  const rounds = (row) => (row.name === run.native ? Array(run.rounds).fill(1) : row.processes);
  const [mine, yours] = [rounds(a), rounds(b)];
  const whole = mine.length === run.rounds && yours.length === run.rounds;
  const t = run.student[run.rounds];
  if (!whole || !t) return { value: a.figure[0] / b.figure[0] };
  const logs = mine.map((value, round) => Math.log(value / yours[round]));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const half = t * Math.sqrt(squares / (logs.length - 1) / logs.length);
  return { value: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}

// Who is faster, in words.
function verdict(run, { value, low, high }, a, b) {
  if (low === undefined) return "not distinguished: too few rounds";
  const clear = (high < 1 || low > 1) && Math.abs(Math.log(value)) > Math.log1p(run.floor);
  if (!clear) return "equal";
  return `${value < 1 ? a : b} is faster`;
}

function versusTable(header, rows, caption) {
  const table = document.createElement("table");
  table.append(element("caption", caption));
  const line = (cells, tag) => {
    const row = document.createElement("tr");
    row.append(...cells.map((text, at) => {
      const cell = element(at === 0 || tag === "th" ? "th" : "td", text);
      if (cell.tagName === "TH") cell.scope = tag === "th" ? "col" : "row";
      return cell;
    }));
    return row;
  };
  table.createTHead().append(line(header, "th"));
  table.createTBody().append(...rows.map((row) => line(row, "td")));
  const region = document.createElement("div");
  region.className = "scroll";
  region.tabIndex = 0;
  region.setAttribute("role", "group");
  region.setAttribute("aria-label", caption);
  region.append(table);
  return region;
}

function inShort(run, a, b) {
  const modes = allRuntimes.flatMap((runtime) => runtime.modes);
  const of = (name) => [run.configurations.find((c) => c.name === name), modes.find((mode) => mode.name === name)];
  const [[ours, mine], [theirs, yours]] = [of(a), of(b)];
  const shown = (figure, format) => (figure ? format(figure[0]) : "–");
  const counts = (mode, at) => mode?.wasi[at]?.join("/") ?? "–";
  const most = (mode) => (mode?.worst_peak ? fullSize(mode.worst_peak) : "–");
  const limits = (mode) => mode?.limits?.join(", ") || "–";
  const ways = (mode) => String(mode?.ways_out ?? "–");
  return [
    ["time ÷ native", shown(ours.throughput, three), shown(theirs.throughput, three)],
    [run.start, shown(ours.start, fullTime), shown(theirs.start, fullTime)],
    ["peak memory", shown(ours.peak, fullSize), shown(theirs.peak, fullSize)],
    ["most memory", most(mine), most(yours)],
    ["each extra idle instance", shown(ours.instance, fullSize), shown(theirs.instance, fullSize)],
    ...["WASI 0.1", "WASI 0.2", "WASI 0.3"].map((title, at) => [title, counts(mine, at), counts(yours, at)]),
    ["known ways out", ways(mine), ways(yours)],
    ["limits", limits(mine), limits(yours)],
  ];
}

function compareModes() {
  const run = versusRun();
  const names = run.configurations.map((c) => c.name);
  const others = names.filter((name) => name !== run.native);
  const [a, b] = [state.va, state.vb].map((name, at) => (names.includes(name) ? name : others[at] ?? names[at]));
  for (const [field, chosen] of [["va", a], ["vb", b]]) {
    const select = pair.elements[field];
    if (select.length !== names.length) select.replaceChildren(...names.map((name) => new Option(name, name)));
    select.value = chosen;
  }
  compared.replaceChildren();
  if (!a || !b || a === b) return;
  const rows = run.timed.flatMap((timed) => {
    const [ours, theirs] = [a, b].map((name) => timed.rows.find((row) => row.name === name));
    if (!ours || !theirs) return [];
    return [{ input: timed.input, ...quotient(run, ours, theirs) }];
  });
  rows.sort((x, y) => x.value - y.value);
  const words = rows.map((row) => verdict(run, row, a, b));
  const count = (text) => words.filter((word) => word === text).length;
  pair.querySelector("output").textContent =
    `${a} is faster on ${count(`${a} is faster`)}, ${b} on ${count(`${b} is faster`)} of ${rows.length} test programs`;
  const interval = ({ low, high }) => (low === undefined ? "" : ` (${three(low)}–${three(high)})`);
  compared.append(
    versusTable(["figure", a, b], inShort(run, a, b), "In short"),
    versusTable(["test program", "A ÷ B", "result"], rows.map((row, at) => [row.input, `${three(row.value)}${interval(row)}`, words[at]]), "Test program by test program"),
  );
}

let versed = null;
watchers.push(() => {
  const asked = JSON.stringify([state.va, state.vb, state.vrun]);
  if (asked === versed) return;
  versed = asked;
  if (pair && runs.length) compareModes();
});
pair?.addEventListener("input", ({ target }) => go({ [target.name]: target.value }));
