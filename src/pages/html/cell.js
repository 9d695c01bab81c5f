"use strict";
// A cell can be opened: what it says, the processes behind it, the command that measures it again, or the evidence.

const dialog = document.getElementById("cell");
const name = (cell) => cell?.textContent.replace(/\s+/g, " ").trim() ?? "";
const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

// The place of a cell, as addresses tell it.
function placeOf(cell) {
  const table = cell.closest("table");
  return { table: table.id, row: name(cell.parentElement.cells[0]), column: name(table.tHead.rows[0].cells[cell.cellIndex]) };
}

function find({ table: id, row, column }) {
  const table = row === undefined ? null : bring(id);
  if (!table?.tHead) return null;
  const at = [...table.tHead.rows[0].cells].findIndex((header) => name(header) === column);
  return [...table.tBodies[0].rows].find((found) => name(found.cells[0]) === row)?.cells[at] ?? null;
}

function facts(cell) {
  const table = cell.closest("table");
  const row = cell.parentElement;
  const header = table.tHead.rows[0].cells[cell.cellIndex];
  const run = runs.find((run) => run.run === cell.closest("[data-run]")?.dataset.run);
  const configuration = row.dataset.c ?? header.dataset.c;
  const guest = row.dataset.g ?? table.dataset.g;
  const list = element("dl");
  const fact = (what, value) => value && list.append(element("dt", what), element("dd", value));
  fact("table", name(table.caption));
  fact("row", name(row.cells[0]));
  fact("column", name(header));
  fact("value", cell.firstChild?.textContent);
  fact(run?.interval ?? "interval", cell.querySelector("small")?.textContent);
  if (table.dataset.kind === "throughput") {
    const timed = run?.timed.find((input) => input.input === guest);
    const itself = timed?.as_ratio && configuration === run.native;
    const processes = timed?.rows.find((row) => row.name === configuration)?.processes;
    // The ratio of native to itself is 1 in each.
    if (!itself) fact("processes", processes?.map(three).join(", "));
  }
  const command = run?.commands[guest];
  // With means that end guests on, the command is another one.
  if (command && configuration && !configuration.includes("+")) {
    fact("measured again by", command.replace("CONFIGURATION", configuration));
  }
  return list;
}

// What is known of a probe; of what failed, what failed on this configuration.
function evidence(cell, id) {
  const known = bring(id);
  if (!known) return "";
  const found = known.cloneNode(true);
  const configuration = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].dataset.c;
  for (const row of found.querySelectorAll("tbody tr")) {
    const on = name(row.cells[2]).split(", ");
    const here = on.some((pattern) => pattern === "*" || pattern === configuration
      || (pattern.endsWith("/*") && configuration?.startsWith(pattern.slice(0, -1))));
    row.hidden = configuration !== undefined && !here;
  }
  found.querySelector("summary").remove();
  if (configuration && ![...found.querySelectorAll("tbody tr")].some((row) => !row.hidden)) {
    found.querySelector(".scroll")?.replaceWith(element("p", "All cases passed."));
  }
  const part = element("div");
  part.className = "evidence";
  part.append(...found.childNodes);
  for (const copy of part.querySelectorAll("[id]")) copy.removeAttribute("id");
  const [, probe] = id.split(/\/(.*)/s);
  part.append(element("p", "Shown again by:"), element("pre", `wasmeter compat '${probe}' -r ${configuration ?? "CONFIGURATION"}`));
  return part;
}

function open(cell) {
  unfold(cell);
  document.querySelector("td.here")?.classList.remove("here");
  cell.classList.add("here");
  cell.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const { row, column } = placeOf(cell);
  const probe = cell.parentElement.dataset.p;
  dialog.querySelector("h2").textContent = `${row}, ${column}`;
  const parts = [facts(cell)];
  if (probe) parts.push(evidence(cell, probe));
  dialog.querySelector("div").replaceChildren(...parts);
  if (!dialog.open) dialog.showModal();
}

// Cells take the focus only where they are asked to: there are too many to go through with Tab.
function focusOn(cell, options) {
  if (!cell) return;
  cell.tabIndex = -1;
  cell.focus(options);
}

let shown = null;
watchers.push(() => {
  const cell = find(state);
  if (cell && cell !== shown) open(cell);
  shown = cell;
});
dialog.addEventListener("close", () => {
  const cell = shown;
  go({ table: "", row: "", column: "" });
  focusOn(cell, { preventScroll: true });
});

const main = document.getElementById("main");
main.addEventListener("click", (event) => {
  const cell = event.target.closest("tbody td");
  if (!cell?.closest("table[id]") || event.target.closest("a[href^=http]") || String(getSelection())) return;
  event.preventDefault();
  go(placeOf(cell));
});

// With the keyboard: a table takes the focus, arrows go from cell to cell, Enter opens one.
const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
main.addEventListener("keydown", (event) => {
  const region = event.target.closest(".scroll");
  const step = steps[event.key];
  const cell = event.target.closest("table[id] td");
  if (event.key === "Enter" && cell && event.target === cell) return go(placeOf(cell));
  if (!region?.querySelector("table[id]") || !step || event.target.closest("button, a")) return;
  const rows = [...region.querySelectorAll("tbody tr:not([hidden], .group)")];
  const cells = (row) => [...(row?.querySelectorAll("td:not([hidden])") ?? [])];
  const y = cell ? rows.indexOf(cell.parentElement) + step[0] : 0;
  const x = cell ? cells(cell.parentElement).indexOf(cell) + step[1] : 0;
  const next = cells(rows[y])[x];
  if (!next) return;
  event.preventDefault();
  focusOn(next);
});

// Ratios are shaded by how far they are from the best of all.
function shade(table) {
  const cells = [...table.querySelectorAll("tbody td")].map((cell) => [cell, sortKey(cell)]);
  const natives = runs.map((run) => run.native);
  const isRatio = ([cell, key]) => {
    const { c } = table.tHead.rows[0].cells[cell.cellIndex].dataset;
    return typeof key === "number" && c !== undefined && !natives.includes(c);
  };
  const ratios = cells.filter(isRatio);
  const logs = ratios.map(([cell, key]) => [cell, Math.log(key)]);
  const [low, high] = [Math.min(...logs.map(([, log]) => log)), Math.max(...logs.map(([, log]) => log))];
  for (const [cell, log] of logs) cell.style.setProperty("--heat", ((log - low) / (high - low || 1)).toFixed(2));
}

adopters.push((tables) => {
  for (const table of tables) if (table.dataset.kind === "throughput") shade(table);
});
