"use strict";
// What all charts share: numbers, axes, the colour and the shape of each runtime.

const three = (value) => {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 || value === 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
};

function quantity(units) {
  return (value) => {
    const [factor, unit] = units.findLast(([factor]) => value / factor >= 0.9995) ?? units[0];
    return `${Number(three(value / factor))} ${unit}`;
  };
}

const duration = quantity([[1, "ns"], [1e3, "µs"], [1e6, "ms"], [1e9, "s"]]);
const size = quantity([[1, "B"], [2 ** 10, "KiB"], [2 ** 20, "MiB"], [2 ** 30, "GiB"]]);
const ratio = (value) => `${Number(three(value))}×`;

// Round figures along a logarithmic axis, as many as there is room for.
function ticks([low, high], base = 10, room = 8) {
  const steps = base === 2 ? [[1], [1, 2], [1, 2, 4], [1, 2, 4, 8]] : [[1], [1, 3], [1, 2, 5]];
  const decade = base === 2 ? 16 : 10;
  const all = (step) => {
    const found = [];
    for (let power = decade ** Math.floor(Math.log(low) / Math.log(decade)); power <= high; power *= decade) {
      found.push(...step.map((factor) => factor * power).filter((value) => value >= low && value <= high));
    }
    return found;
  };
  const fitting = steps.map(all).filter((found) => found.length <= room);
  return fitting.at(-1) ?? all([1]).filter((_, at, { length }) => at % Math.ceil(length / room) === 0);
}

// A logarithmic scale that holds all values. Zero, which has no place on it, stands at its left end, apart from the least.
function logarithmic(values) {
  const positive = values.filter((value) => value > 0);
  const [least, most] = positive.length ? [Math.min(...positive), Math.max(...positive)] : [1, 1];
  const domain = [least / (positive.length < values.length ? 2 : 1.15), most * 1.15];
  return { type: "log", domain, axis: null };
}

// What a scale should hold of a figure: an interval that reaches farther is cut off at the edge.
const near = ([value, low, high]) => [value, Math.max(low, value / 3), Math.min(high, value * 3)];

const within = ({ domain }) => (value) => Math.max(value, domain[0]);

// Its axis. Left to itself, Plot leaves out labels of logarithmic axes.
function axis(which, { domain }, format, label, { base = 10, room = 8 } = {}) {
  const at = ticks(domain, base, Math.max(room, 3));
  const [grid, mark] = which === "x" ? [Plot.gridX, Plot.axisX] : [Plot.gridY, Plot.axisY];
  return [grid(at), mark(at, { text: format, label, labelArrow: "none" })];
}

const runtimeOf = (configuration) => configuration.split("/")[0];
const runtimes = [...new Set(runs.flatMap((run) => run.configurations.map((c) => runtimeOf(c.name))))].sort();
const shapes = ["circle", "square", "triangle", "diamond", "cross", "star", "wye"];
// Eight colours and seven shapes: no two of the first 56 runtimes share both.
const colour = { domain: runtimes, range: runtimes.map((_, at) => `var(--c${at % 8})`) };
const symbol = { domain: runtimes, range: runtimes.map((_, at) => shapes[at % shapes.length]) };

// The phases of a start; every second one is hatched, so that neighbours differ without colours too.
const phaseFills = ["var(--c7)", "url(#phase-1)", "var(--c0)", "url(#phase-3)", "var(--c6)"];
const hatches = document.createElement("div");
hatches.innerHTML = `<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>${
  [[1, "var(--c5)", 45], [3, "var(--c3)", -45]].map(([at, fill, angle]) => `<pattern id="phase-${at}" width="5" height="5"
    patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><rect width="5" height="5" style="fill:${fill}"/>
    <rect width="1.5" height="5" style="fill:var(--card)"/></pattern>`).join("")}</defs></svg>`;
document.body.append(hatches.firstChild);

function legend(names, fills) {
  const list = document.createElement("ul");
  list.className = "legend";
  names.forEach((text, at) => {
    const item = document.createElement("li");
    item.innerHTML = `<svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" style="fill:${fills[at]}"/></svg>`;
    item.append(text);
    list.append(item);
  });
  return list;
}

// A chart with a row for each name, as wide as its place.
function rowChart(place, names, { width = place.clientWidth, label, marginLeft, ...options }) {
  const longest = Math.max(...names.map((text) => text.length));
  const svg = Plot.plot({
    width,
    height: names.length * 21 + 62,
    marginLeft: marginLeft ?? Math.min(longest * 6.6 + 16, width * 0.45),
    marginRight: 20,
    marginTop: 12,
    marginBottom: 42,
    style: { fontSize: "12px", background: "none" },
    y: { type: "band", padding: 0.3, domain: names, label: null, tickSize: 0 },
    color: colour,
    symbol,
    ...options,
  });
  return image(svg, `${label} The tables of this section have the same figures.`);
}

// A drawing with a name. Plot also names groups within it, which have no role that could have a name.
function image(svg, label) {
  const unname = () => {
    for (const part of svg.querySelectorAll("[aria-label]")) {
      part.dataset.mark = part.getAttribute("aria-label");
      part.removeAttribute("aria-label");
    }
  };
  unname();
  // Where the pointer is, Plot draws again.
  svg.addEventListener("input", unname);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return svg;
}
