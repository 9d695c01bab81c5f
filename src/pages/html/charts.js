"use strict";
// The charts, each a function of its place and of the figures of one results file.

const shownOf = (run) => run.configurations.filter((c) => wanted.configuration(c.name));
const by = (key) => (a, b) => key(a) - key(b);

// Leads to the row of a configuration, or to a cell.
function lead(svg, place) {
  svg.style.cursor = "pointer";
  svg.addEventListener("click", () => svg.value && go(place(svg.value)));
  return svg;
}

// Where there is no room for names, dots have numbers, and a list says whose they are.
const NARROW = 560;

function numbered(points) {
  const list = document.createElement("ol");
  list.className = "names";
  list.append(...points.map((c) => element("li", c.name)));
  return list;
}

// Ways of executing, and what each is drawn in.
const ways = {
  "interpreter": "var(--c1)", "baseline compiler": "var(--c2)", "optimising compiler": "var(--c0)", "tiers": "var(--c4)",
  "ahead of time": "var(--c3)", "native": "var(--c7)",
};
const wayOf = (c) => c.kind ?? "native";

// Those that nobody beats on both axes, native aside.
function front(points) {
  const race = points.filter((c) => c.kind).sort((a, b) => a.start[0] - b.start[0] || a.throughput[0] - b.throughput[0]);
  return race.filter((c, at) => race.slice(0, at).every((other) => other.throughput[0] > c.throughput[0]));
}

const charts = {
  scatter(place, run) {
    const points = shownOf(run).filter((c) => c.throughput && c.start);
    if (points.length === 0) return [];
    const width = place.clientWidth;
    const shared = {
      width,
      height: Math.max(340, Math.min(560, width * 0.62)),
      marginLeft: 56,
      marginRight: 24,
      marginBottom: 44,
      style: { fontSize: "12px", background: "none" },
      x: logarithmic(points.flatMap((c) => near(c.start))),
      y: logarithmic(points.flatMap((c) => near(c.throughput))),
      color: { domain: Object.keys(ways), range: Object.values(ways) },
      symbol,
    };
    const dots = { x: (c) => c.start[0], y: (c) => c.throughput[0] };
    const bars = { stroke: wayOf, strokeOpacity: 0.35, strokeWidth: 2, clip: true };
    const words = (c) => `${c.name} (${wayOf(c)})\n${run.start} ${duration(c.start[0])}\ntime ${ratio(c.throughput[0])} native`;
    const marks = [
      axis("x", shared.x, duration, `${run.start} →`, { room: width / 70 }),
      axis("y", shared.y, ratio, "↑ time as a multiple of native"),
      Plot.ruleY(points, { y: dots.y, x1: (c) => c.start[1], x2: (c) => c.start[2], ...bars }),
      Plot.ruleX(points, { x: dots.x, y1: (c) => c.throughput[1], y2: (c) => c.throughput[2], ...bars }),
      Plot.line(front(points), { ...dots, stroke: "var(--soft)", strokeDasharray: "4 3" }),
      Plot.dot(points, { ...dots, r: 5.5, fill: wayOf, symbol: (c) => runtimeOf(c.name), stroke: "var(--card)" }),
      Plot.tip(points, Plot.pointer({ ...dots, title: words })),
    ];
    const bare = Plot.plot({ ...shared, marks });
    const [x, y] = [bare.scale("x"), bare.scale("y")];
    const isNarrow = width < NARROW;
    const names = placed(points.map((c, at) => ({
      c, text: isNarrow ? `${at + 1}` : c.name, x: x.apply(dots.x(c)), y: y.apply(dots.y(c)),
    })), width, shared.height);
    const texts = names.map(({ c, text, dx, dy, textAnchor }) =>
      Plot.text([c], { ...dots, text: [text], dx, dy, textAnchor, fill: "currentColor" }));
    const svg = Plot.plot({ ...shared, marks: [...texts, ...marks] });
    for (const name of names.filter((name) => name.isDistant)) leader(svg, name);
    image(svg, `The ${run.start} against throughput of each configuration. The table below has the same figures.`);
    const to = (c) => ({ table: place.dataset.table, row: c.name, column: run.start });
    readable(svg, points.map((c) => ({ words: words(c).replaceAll("\n", ", "), x: dots.x(c), y: dots.y(c), to: to(c) })));
    const used = Object.keys(ways).filter((way) => points.some((c) => wayOf(c) === way));
    return [legend(used, used.map((way) => ways[way])), lead(svg, to), ...(isNarrow ? [numbered(points)] : [])];
  },

  starts(place, run) {
    const phases = run.phases;
    place.append(legend(phases, phaseFills));
    return run.starts.filter((start) => wanted.guest(start.input)).flatMap((start) => {
      const rows = start.rows.filter((row) => wanted.configuration(row.name)).sort(by((row) => row.start[0]));
      if (rows.length === 0) return [];
      const names = rows.map((row) => row.name);
      const sides = document.createElement("div");
      sides.className = "sides";
      place.append(Object.assign(element("p", start.input), { className: "part" }), sides);
      const narrow = place.clientWidth < 800;
      const width = narrow ? place.clientWidth : place.clientWidth * 0.58 - 32;
      const x = logarithmic(rows.flatMap((row) => row.start));
      const parts = rows.flatMap((row) => {
        const whole = row.phases.reduce((sum, ns) => sum + ns, 0);
        return row.phases.map((ns, at) => ({ name: row.name, phase: phases[at], ns, share: whole ? ns / whole : 0 }));
      });
      const shares = (row) => row.phases.map((ns, at) => `${phases[at]} ${duration(ns)}`).join(", ");
      sides.append(
        readable(rowChart(place, names, {
          width,
          label: `Of each configuration, the ${run.start} with ${start.input}.`,
          x,
          marks: [axis("x", x, duration, run.start, { room: width / 120 }), figures(rows, (row) => row.start, duration, x)],
        }), rows.map((row) => ({ words: `${row.name}: ${run.start} ${duration(row.start[0])}; ${shares(row)}`, x: row.start[0], y: row.name }))),
        // Beside the other one, its rows have their names there.
        rowChart(place, names, {
          width: narrow ? width : place.clientWidth * 0.42,
          marginLeft: narrow ? undefined : 8,
          label: `Shares of the phases of a start with ${start.input}.`,
          x: { percent: true, label: "share of the phases, %", labelArrow: "none", ticks: 5 },
          ...(narrow ? {} : { y: { type: "band", padding: 0.3, domain: names, axis: null } }),
          color: { domain: phases, range: phaseFills },
          marks: [Plot.barX(parts, {
            x: "share", y: "name", fill: "phase", stroke: "var(--card)", strokeWidth: 0.75,
            title: (part) => `${part.name}\n${part.phase}: ${duration(part.ns)}, ${Math.round(100 * part.share)} %`,
            tip: true, order: phases,
          })],
        }),
      );
      return [];
    });
  },

  strip(place, run) {
    const timed = run.timed.filter((t) => t.as_ratio && wanted.guest(t.input) && t.computes);
    const rows = shownOf(run).filter((c) => c.name !== run.native && timed.some((t) => t.rows.some((row) => row.name === c.name)));
    const dots = timed.flatMap((t) => t.rows.map((row) => ({ ...row, input: t.input })));
    return spread(place, {
      names: rows.map((c) => c.name),
      dots: dots.map((row) => ({ row: row.name, value: row.figure[0], what: row.input })),
      // Of some guests there is another mean, which nobody has taken.
      means: state.g ? [] : rows.filter((c) => c.throughput).map((c) => ({ row: c.name, figure: c.throughput })),
      fill: (name) => runtimeOf(name),
      label: "Time as a multiple of native, by configuration.",
      to: (dot) => ({ table: place.dataset.table, row: dot.what, column: dot.row }),
    });
  },

  processes(place, run) {
    const timed = run.timed.filter((t) => wanted.guest(t.input));
    const input = timed.find((t) => t.input === place.dataset.input) ?? timed[0];
    if (!input) return [];
    const select = document.createElement("select");
    select.setAttribute("aria-label", "Guest");
    select.append(...timed.map((t) => new Option(t.input, t.input, false, t === input)));
    select.addEventListener("change", () => {
      place.dataset.input = select.value;
      draw(place);
      place.querySelector("select").focus();
    });
    const rows = input.rows.filter((row) => wanted.configuration(row.name) && (row.name !== run.native || !input.as_ratio));
    rows.sort(by((row) => row.figure[0]));
    const format = input.as_ratio ? ratio : duration;
    return [select, ...spread(place, {
      names: rows.map((row) => row.name),
      dots: rows.flatMap((row) => row.processes.map((value) => ({ row: row.name, value, what: "a process" }))),
      means: rows.map((row) => ({ row: row.name, figure: row.figure })),
      fill: (name) => runtimeOf(name),
      format,
      title: input.as_ratio ? `time as a multiple of native, ${input.input}` : `time of one ${input.unit}`,
      label: `Processes of ${input.input}.`,
    })];
  },

  memory(place, run) {
    const rows = shownOf(run).filter((c) => c.peak && c.start_peak).sort(by((c) => c.peak[0]));
    const instances = shownOf(run).filter((c) => c.instance).sort(by((c) => c.instance[0]));
    if (rows.length === 0) return [];
    const sides = document.createElement("div");
    sides.className = "sides";
    place.append(sides);
    const width = place.clientWidth < 800 ? place.clientWidth : (place.clientWidth - 32) / 2;
    const bytes = (x, label) => axis("x", x, size, label, { base: 2, room: width / 110 });
    const peaks = logarithmic(rows.flatMap((c) => [c.start_peak[0], c.peak[0]]));
    const kind = (c) => runtimeOf(c.name);
    const peakOf = (c) => `${c.name}\nat start ${size(c.start_peak[0])}\npeak ${size(c.peak[0])}`;
    sides.append(readable(rowChart(place, rows.map((c) => c.name), {
      width,
      label: "Peak memory of each configuration.",
      x: peaks,
      marks: [
        bytes(peaks, "peak memory of the process"),
        Plot.ruleY(rows, { y: "name", x1: (c) => c.start_peak[0], x2: (c) => c.peak[0], stroke: kind, strokeWidth: 2.5, strokeOpacity: 0.5 }),
        Plot.dot(rows, { y: "name", x: (c) => c.start_peak[0], stroke: kind, fill: "var(--card)", r: 3.5 }),
        Plot.dot(rows, { y: "name", x: (c) => c.peak[0], fill: kind, r: 4.5 }),
        Plot.tip(rows, Plot.pointerY({ y: "name", x: (c) => c.peak[0], title: peakOf })),
      ],
    }), rows.map((c) => ({ words: peakOf(c).replaceAll("\n", ", "), x: c.peak[0], y: c.name }))));
    if (instances.length) {
      const x = logarithmic(instances.flatMap((c) => c.instance));
      sides.append(readable(rowChart(place, instances.map((c) => c.name), {
        width,
        label: "Memory of a further instance.",
        x,
        marks: [bytes(x, "a further instance"), figures(instances, (c) => c.instance, size, x)],
      }), instances.map((c) => ({
        words: `${c.name}: a further instance ${size(c.instance[0])}`, x: within(x)(c.instance[0]), y: c.name,
      }))));
    }
    return [];
  },

  languages(place, run) {
    const rows = run.languages.filter((l) => Object.keys(l.rows).some(wanted.configuration));
    const dots = rows.flatMap((l) => Object.entries(l.rows).map(([what, value]) => ({ row: l.name, value, what })));
    return spread(place, {
      names: rows.sort(by((l) => l.overall?.[0] ?? Infinity)).map((l) => l.name),
      dots: dots.filter((dot) => wanted.configuration(dot.what)),
      means: rows.filter((l) => l.overall && !state.r).map((l) => ({ row: l.name, figure: l.overall })),
      fill: (_, dot) => runtimeOf(dot.what),
      label: "Time by language.",
    });
  },
};

// A figure in each row, with its interval. Zero is a ring at the left end, with its words.
function figures(rows, figure, format, x) {
  const kind = (row) => runtimeOf(row.name);
  const [on, value] = [within(x), (row) => figure(row)[0]];
  const [zeros, others] = [rows.filter((row) => value(row) === 0), rows.filter((row) => value(row) !== 0)];
  const end = { x: () => x.domain[0], y: "name" };
  return [
    Plot.ruleY(rows, {
      y: "name", x1: (row) => on(figure(row)[1]), x2: (row) => on(figure(row)[2]), stroke: kind, strokeWidth: 4, strokeOpacity: 0.3,
    }),
    Plot.dot(others, { y: "name", x: value, fill: kind, symbol: kind, r: 4.5 }),
    Plot.dot(zeros, { ...end, stroke: kind, symbol: kind, fill: "var(--card)", r: 4.5 }),
    Plot.text(zeros, { ...end, text: () => format(0), textAnchor: "start", dx: 9, fill: "currentColor" }),
    Plot.tip(rows, Plot.pointerY({
      y: "name", x: (row) => on(value(row)),
      title: (row) => `${row.name}\n${figure(row).map(format).join("  ").replace("  ", " (").replace("  ", " – ")})`,
    })),
  ];
}

// Many dots in each row, and a bar at their mean.
function spread(place, { names, dots, means, fill, label, to, format = ratio, title = "time as a multiple of native" }) {
  dots = dots.filter((dot) => names.includes(dot.row));
  if (dots.length === 0) return [];
  const values = [...dots.map((dot) => dot.value), ...means.flatMap((mean) => mean.figure)];
  const x = logarithmic(values);
  const [on, kind] = [within(x), (dot) => fill(dot.row, dot)];
  const words = (dot) => `${dot.row}\n${dot.what}: ${format(dot.value)}`;
  const svg = rowChart(place, names, {
    label,
    x,
    marks: [
      axis("x", x, format, title, { room: place.clientWidth / 90 }),
      format === ratio ? Plot.ruleX([1].filter((one) => one >= Math.min(...values) / 1.15), { stroke: "var(--soft)", strokeDasharray: "3 3" }) : null,
      Plot.ruleY(means, {
        y: "row", x1: (m) => on(m.figure[1]), x2: (m) => on(m.figure[2]), stroke: "currentColor", strokeWidth: 3, strokeOpacity: 0.45,
      }),
      Plot.dot(dots, { x: (dot) => on(dot.value), y: "row", fill: kind, symbol: kind, r: 3.5, fillOpacity: 0.65 }),
      Plot.tickX(means, { y: "row", x: (m) => on(m.figure[0]), stroke: "currentColor", strokeWidth: 2.5, insetTop: -1, insetBottom: -1 }),
      Plot.tip(dots, Plot.pointer({ x: (dot) => on(dot.value), y: "row", title: words })),
    ],
  });
  const sorted = [...dots].sort((a, b) => names.indexOf(a.row) - names.indexOf(b.row) || a.value - b.value);
  readable(svg, sorted.map((dot) => ({ words: words(dot).replace("\n", ", "), x: on(dot.value), y: dot.row, to: to?.(dot) })));
  return [to ? lead(svg, to) : svg];
}

const places = [...document.querySelectorAll("[data-chart] > div")];

function draw(place) {
  // What is hidden has no width to be drawn for.
  if (place.clientWidth === 0) return;
  const { chart, run: name } = place.parentElement.dataset;
  const run = runs.find((run) => run.run === name);
  // Dots of these two lead to cells of a table.
  const kind = { scatter: "overview", strip: "throughput" }[chart];
  if (kind) place.dataset.table = `${name.replace(/[^\w./-]/g, "_")}-${kind}-1`;
  place.replaceChildren();
  const parts = charts[chart](place, run);
  place.append(...parts);
  if (!place.childElementCount) place.append(element("p", "Nothing here has figures for this."));
}

let due = 0;
function drawSoon() {
  clearTimeout(due);
  due = setTimeout(() => places.forEach(draw), 60);
}

let drawn = null;
watchers.push(() => {
  // Opening a cell changes no chart.
  const filters = JSON.stringify([state.r, state.g, state.a]);
  if (filters === drawn) return;
  if (drawn === null) places.forEach(draw);
  else drawSoon();
  drawn = filters;
});
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) drawSoon();
  width = innerWidth;
});
