"use strict";
// What is folded and long stands as text in a noscript. It becomes a part of the page when it is opened, when an address leads into
// it, or when a dialog asks for it.

// What scripts do to tables, those of the page first and then those that are unpacked: functions of lists of tables.
const adopters = [];

function adopt(root) {
  const tables = [...root.querySelectorAll("table[id]")];
  for (const adopter of adopters) adopter(tables);
}

function unpack(part) {
  const packed = part.querySelector(":scope > noscript");
  if (!packed) return;
  const template = document.createElement("template");
  template.innerHTML = packed.textContent;
  packed.replaceWith(template.content);
  adopt(part);
}

// The element with this id, unpacked where it has to be.
function bring(id) {
  if (!id) return null;
  if (!document.getElementById(id)) {
    const holds = (packed) => packed.textContent.includes(` id="${id}"`);
    const packed = [...document.querySelectorAll("details > noscript")].find(holds);
    if (packed) unpack(packed.parentElement);
  }
  return document.getElementById(id);
}

// Opens everything that a part is folded into.
function unfold(part) {
  for (; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
  }
}

// Goes where the address leads: to an anchor, or to a table. Cells are opened by themselves.
function followAddress() {
  const address = location.hash.slice(1);
  const isState = address.includes("=");
  const id = isState ? state.at || state.table : decodeURIComponent(address);
  document.querySelector(".target")?.classList.remove("target");
  const part = isState && state.row ? null : bring(id);
  if (!part) return;
  unfold(part);
  part.classList.add("target");
  part.scrollIntoView();
  if (!isState) return;
  // As after other links, Tab goes on from there.
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

// Without scripts to unpack them, some are open so that they can be searched and printed.
for (const part of document.querySelectorAll("details.lazy")) part.open = false;
document.addEventListener("toggle", ({ target }) => {
  if (target.open) unpack(target);
}, true);

addEventListener("hashchange", () => {
  readAddress();
  tell();
  followAddress();
});
addEventListener("DOMContentLoaded", () => {
  adopt(document.getElementById("main"));
  readAddress();
  tell();
  followAddress();
});
