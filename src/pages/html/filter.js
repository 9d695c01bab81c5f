"use strict";
// Shows the rows and columns whose configuration and guest were asked for.

const filter = document.getElementById("filter");

// Words between spaces or commas; with * they must match whole names, else any part.
function matcher(words) {
  const escape = (text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const terms = (words ?? "").split(/[\s,]+/).filter(Boolean).map((word) => {
    const pattern = word.split("*").map(escape).join(".*");
    return new RegExp(word.includes("*") ? `^${pattern}$` : pattern, "i");
  });
  return (name) => terms.length === 0 || terms.some((term) => term.test(name));
}

// The group of each guest.
const groupOf = Object.assign(Object.create(null), ...runs.map((run) => run.groups));

// A guest, or an input of one, is also found by the name of its group.
function guestMatcher(words) {
  const matches = matcher(words);
  return (name) => {
    const group = groupOf[name.split("/")[0]];
    return matches(name) || (group !== undefined && matches(group));
  };
}

const wanted = {
  configuration: (name) => matcher(state.r)(name),
  guest: (name) => guestMatcher(state.g)(name),
  // Of support there is one a machine, under the name of its architecture.
  run: (name) => !state.a || state.a === name || state.a.split(" (")[0] === name,
};

const filtered = [];
adopters.push((tables) => {
  for (const row of tables.flatMap((table) => [...table.tBodies[0].rows])) nameRow(row);
  const found = tables.map((table) => ({
    table,
    columns: [...table.tHead.rows[0].cells].map((header) => header.dataset.c),
    rows: [...table.tBodies[0].rows],
  }));
  filtered.push(...found);
  filterTables(found);
});

const known = {
  configurations: [...new Set(runs.flatMap((run) => run.configurations.map((c) => c.name)))],
  inputs: [...new Set(runs.flatMap((run) => Object.keys(run.commands)))].filter((name) => name.includes("/")),
};

const named = {
  c: new Set(runs.flatMap((run) => run.names)),
  g: new Set([...known.inputs, ...Object.keys(groupOf)]),
};

// Most rows are named by what their first cell says.
function nameRow(row) {
  const text = row.cells[0]?.textContent.trim().split(" (")[0];
  for (const name of ["c", "g"]) {
    if (named[name].has(text)) row.dataset[name] ??= text;
  }
}

function filterTables(tables) {
  const [configuration, guest] = [matcher(state.r), guestMatcher(state.g)];
  for (const table of tables) filterTable(table, configuration, guest);
}

function filterTable({ table, columns, rows }, configuration, guest) {
  const hide = columns.map((name) => name !== undefined && !configuration(name));
  const some = columns.some(Boolean);
  const header = table.tHead.rows[0];
  let group = null;
  for (const row of [header, ...rows]) {
    if (some && row.cells.length === columns.length) {
      hide.forEach((hidden, at) => { row.cells[at].hidden = hidden; });
    }
    const { c, g } = row.dataset;
    row.hidden = (c !== undefined && !configuration(c)) || (g !== undefined && !guest(g));
    // A title is hidden with all the rows below it.
    if (row.classList.contains("group")) {
      group = row;
      group.hidden = true;
    } else if (group && !row.hidden && g !== undefined) {
      group.hidden = false;
    }
  }
}

function showFilter() {
  for (const name of ["r", "g", "a"]) {
    const field = filter.elements[name];
    if (field && field !== document.activeElement) field.value = state[name] ?? "";
  }
  const terms = (state.r ?? "").split(/[\s,]+/);
  for (const chip of filter.querySelectorAll("[data-runtime]")) {
    chip.setAttribute("aria-pressed", terms.includes(`${chip.dataset.runtime}/*`));
  }
  const count = (names, test) => `${names.filter(test).length} of ${names.length}`;
  const text = `${count(known.configurations, wanted.configuration)} modes, ${count(known.inputs, wanted.guest)} inputs`;
  const output = filter.querySelector("output");
  if (output.textContent !== text) output.textContent = text;
}

watchers.push(() => {
  filterTables(filtered);
  for (const part of document.querySelectorAll("[data-run]")) part.hidden = !wanted.run(part.dataset.run);
  showFilter();
});

filter.addEventListener("input", () => {
  const values = new FormData(filter);
  go({ r: values.get("r"), g: values.get("g"), a: values.get("a") });
});
filter.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("reset", () => {
  document.activeElement?.blur();
  go({ r: "", g: "", a: "" });
});
filter.addEventListener("click", ({ target }) => {
  if (!target.dataset.runtime) return;
  const references = runs.filter((run) => run.native).map((run) => `${runtimeOf(run.native)}/*`);
  const term = `${target.dataset.runtime}/*`;
  const terms = (state.r ?? "").split(/[\s,]+/).filter(Boolean);
  let chosen = terms.filter((other) => other !== term);
  if (chosen.length === terms.length) {
    // What ratios are taken to is shown beside the first one that is chosen, and goes with the last.
    chosen = terms.length ? [...terms, term] : [...new Set([term, ...references])];
  } else if (chosen.every((other) => references.includes(other))) {
    chosen = [];
  }
  go({ r: chosen.join(" ") });
});

// A link within the page keeps what was chosen, but for the place.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]:not(.skip, [href*="="])');
  const isPlain = !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const { at, table, row, column, ...chosen } = state;
  if (!link || !isPlain || !Object.values(chosen).some(Boolean)) return;
  event.preventDefault();
  history.pushState(null, "", addressOf({ ...chosen, at: decodeURIComponent(link.hash.slice(1)) }));
  readAddress();
  tell();
  followAddress();
});

// The section in sight is marked in the list of sections.
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
const inSight = new IntersectionObserver((entries) => {
  const entry = entries.find((entry) => entry.isIntersecting);
  if (!entry) return;
  for (const link of links.values()) link.removeAttribute("aria-current");
  links.get(entry.target.id)?.setAttribute("aria-current", "true");
}, { rootMargin: "-20% 0px -75%" });
for (const section of document.querySelectorAll("main > section")) inSight.observe(section);
