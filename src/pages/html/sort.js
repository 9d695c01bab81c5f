"use strict";
// Heads of tables sort: upwards, downwards, and then as it was.

const factors = { ns: 1, "µs": 1e3, ms: 1e6, s: 1e9, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

// What a cell is sorted by: a figure in its smallest unit, or text.
function sortKey(cell) {
  const parts = [...(cell?.childNodes ?? [])].filter((part) => part.nodeName !== "SMALL");
  const text = parts.map((part) => part.textContent).join("").trim();
  const [, number, unit] = text.match(/^([\d.]+)(?: ([^\s\d/]+))?(?:\/\d+)?$/) ?? [];
  return number === undefined ? text : Number(number) * (factors[unit] ?? 1);
}

function compare(a, b) {
  // What has no figure comes last in both directions.
  if (typeof a.key !== typeof b.key) return typeof a.key === "number" ? -1 : 1;
  const order = typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key);
  return a.direction * order;
}

function sort(table, at) {
  const headers = [...table.tHead.rows[0].cells];
  const before = headers[at].getAttribute("aria-sort");
  const next = { ascending: "descending", descending: null }[before] ?? (before ? null : "ascending");
  const finished = before === "descending";
  for (const header of headers) header.removeAttribute("aria-sort");
  const body = table.tBodies[0];
  const original = filtered.find((known) => known.table === table).rows;
  table.classList.toggle("sorted", !finished);
  if (finished) return body.append(...original);
  headers[at].setAttribute("aria-sort", next);
  const direction = next === "ascending" ? 1 : -1;
  const last = original.filter((row) => row.classList.contains("mean"));
  const rows = original.filter((row) => row.cells.length === headers.length && !last.includes(row));
  const keyed = rows.map((row) => ({ row, key: sortKey(row.cells[at]), direction }));
  body.append(...keyed.sort(compare).map(({ row }) => row), ...last);
}

adopters.push((tables) => {
  for (const table of tables) {
    if (table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((header, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.title = "Sort";
      button.addEventListener("click", () => sort(table, at));
      header.append(button);
    });
  }
});
