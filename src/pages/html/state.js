"use strict";
// What is shown is in the address, so that it can be passed on:
//   #r=CONFIGURATIONS&g=GUESTS&a=ARCHITECTURE, then &at=ID of a part of the page, or &table=ID, and of a cell also &row=NAME&column=NAME
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
  if (address.includes("=")) state = Object.fromEntries(new URLSearchParams(address));
}

function addressOf(wanted) {
  return "#" + new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
}

function go(change) {
  const address = addressOf({ ...state, ...change });
  state = Object.fromEntries(new URLSearchParams(address.slice(1)));
  history.replaceState(null, "", address);
  tell();
}

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
