"use strict";
// Charts by the keyboard: arrows go from figure to figure, whose words are read aloud and shown below; Enter goes where a click does.

// `readings`, row by row: of each figure its words, where it stands along the scales, and the cell that it leads to.
function readable(svg, readings) {
  if (readings.length === 0) return svg;
  const ring = document.createElementNS(svg.namespaceURI, "circle");
  ring.setAttribute("class", "ring");
  ring.setAttribute("r", 9);
  let at = -1;

  const along = (which) => {
    const scale = svg.scale(which);
    return scale.apply(readings[at][which]) + (scale.bandwidth ?? 0) / 2;
  };
  const show = (next) => {
    at = Math.max(0, Math.min(readings.length - 1, next));
    ring.setAttribute("cx", along("x"));
    ring.setAttribute("cy", along("y"));
    svg.append(ring);
    svg.closest("figure").querySelector(".reading").textContent = readings[at].words;
  };
  // The next figure in another row.
  const row = (step) => {
    let next = at + step;
    while (readings[at] && readings[next]?.y === readings[at].y) next += step;
    return next;
  };
  const targets = {
    ArrowRight: () => at + 1,
    ArrowLeft: () => at - 1,
    ArrowDown: () => row(1),
    ArrowUp: () => row(-1),
    Home: () => 0,
    End: () => readings.length - 1,
  };

  svg.setAttribute("aria-label", `${svg.getAttribute("aria-label")} Arrow keys read its figures.`);
  svg.setAttribute("tabindex", 0);
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && readings[at]?.to) return go(readings[at].to);
    if (!targets[event.key]) return;
    event.preventDefault();
    show(targets[event.key]());
  });
  svg.addEventListener("blur", () => {
    ring.remove();
    const reading = svg.closest("figure")?.querySelector(".reading");
    if (reading) reading.textContent = "";
  });
  return svg;
}
