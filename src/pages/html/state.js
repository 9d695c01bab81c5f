"use strict";
// What is shown is in the address, so that it can be passed on:
//   #r=CONFIGURATIONS&g=GUESTS&a=ARCHITECTURE, and of a cell also &table=ID&row=NAME&column=NAME
document.documentElement.classList.add("scripts");

const runs = JSON.parse(document.getElementById("data").textContent);
let state = {};
// Called with every change.
const watchers = [];

function tell() {
  for (const watcher of watchers) watcher();
}

function readAddress() {
  const address = location.hash.slice(1);
  // Other fragments are anchors, and change nothing.
  if (!address.includes("=")) return;
  state = Object.fromEntries(new URLSearchParams(address));
  tell();
}

function go(change) {
  const kept = Object.entries({ ...state, ...change }).filter(([, value]) => value);
  state = Object.fromEntries(kept);
  history.replaceState(null, "", "#" + new URLSearchParams(state));
  tell();
}

// What is long is folded, which is no use where there are no scripts to search it.
for (const part of document.querySelectorAll("details.fold")) part.open = false;

// An anchor within what is folded unfolds it.
function unfold() {
  let part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
  }
}

addEventListener("hashchange", () => {
  readAddress();
  unfold();
});
addEventListener("DOMContentLoaded", () => {
  readAddress();
  unfold();
  tell();
});

// The theme: the system's, unless another one was chosen. Where nothing can be stored it is forgotten.
const themes = ["system", "light", "dark"];
const theme = document.getElementById("theme");

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = `Theme: ${name}`;
}

theme.addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
  setTheme(next);
  try { localStorage.setItem("wasmeter-theme", next); } catch { /* not allowed */ }
});

let chosen = null;
try { chosen = localStorage.getItem("wasmeter-theme"); } catch { /* not allowed */ }
setTheme(themes.includes(chosen) ? chosen : "system");
