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

const wanted = {
  configuration: (name) => matcher(state.r)(name),
  guest: (name) => matcher(state.g)(name),
  // Of support there is one a machine, under the name of its architecture.
  run: (name) => !state.a || state.a === name || state.a.split(" (")[0] === name,
};

const filtered = [...document.querySelectorAll("main table[id]")].map((table) => ({
  table,
  columns: [...table.tHead.rows[0].cells].map((header) => header.dataset.c),
  rows: [...table.tBodies[0].rows],
}));

const named = filtered.flatMap(({ columns, rows }) => [
  ...columns.map((c) => ({ c })),
  ...rows.map((row) => row.dataset),
]);
const known = {
  configurations: [...new Set(named.map(({ c }) => c).filter(Boolean))],
  inputs: [...new Set(named.map(({ g }) => g).filter((g) => g?.includes("/")))],
};

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
  const text = `${count(known.configurations, wanted.configuration)} configurations, ${count(known.inputs, wanted.guest)} inputs`;
  const output = filter.querySelector("output");
  if (output.textContent !== text) output.textContent = text;
}

watchers.push(() => {
  const [configuration, guest] = [matcher(state.r), matcher(state.g)];
  for (const table of filtered) filterTable(table, configuration, guest);
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
  const term = `${target.dataset.runtime}/*`;
  const terms = (state.r ?? "").split(/[\s,]+/).filter(Boolean);
  const left = terms.filter((other) => other !== term);
  go({ r: (left.length < terms.length ? left : [...terms, term]).join(" ") });
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
