"use strict";
// Names beside the dots of a chart: close by where there is room, else further off with a line to the dot. None is left out.

const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// From the dot, in pixels, with the end of the name that is there.
const nearby = [[10, 0, "start"], [-10, 0, "end"], [0, -13, "middle"], [0, 14, "middle"], [8, -11, "start"], [8, 11, "start"],
  [-8, -11, "end"], [-8, 11, "end"], [0, -24, "middle"], [0, 25, "middle"]];
const distant = [34, 48, 64, 84, 108, 136, 170, 210, 260, 320].flatMap((radius) => Array.from({ length: 16 }, (_, at) => {
  const angle = at * Math.PI / 8;
  const dx = radius * Math.cos(angle);
  return [dx, radius * Math.sin(angle), Math.abs(dx) < 10 ? "middle" : dx > 0 ? "start" : "end"];
}));

// Where the names of dots go. `dots` have a text, and their x and y in pixels.
function placed(dots, width, height) {
  const taken = dots.map(({ x, y }) => box(x - 7, y - 7, 14, 14));
  const inside = (label) => label.left > 50 && label.right < width - 4 && label.top > 4 && label.bottom < height - 36;
  return dots.map((dot) => {
    const length = dot.text.length * 6.4;
    const label = ([dx, dy, anchor]) =>
      box(dot.x + dx - { start: 0, end: length, middle: length / 2 }[anchor], dot.y + dy - 6, length, 12);
    const isFree = (place) => inside(label(place)) && !taken.some((other) => overlap(label(place), other));
    const all = [...nearby, ...distant];
    const place = all.find(isFree) ?? all.find((place) => inside(label(place))) ?? nearby[0];
    taken.push(label(place));
    const [dx, dy, textAnchor] = place;
    return { ...dot, dx, dy, textAnchor, isDistant: distant.includes(place) };
  });
}

// A line from the edge of a dot to its name.
function leader(svg, { x, y, dx, dy }) {
  const line = document.createElementNS(svg.namespaceURI, "line");
  const edge = 7 / Math.hypot(dx, dy);
  const ends = { x1: x + dx * edge, y1: y + dy * edge, x2: x + dx, y2: y + dy };
  for (const [key, value] of Object.entries(ends)) line.setAttribute(key, value.toFixed(1));
  line.setAttribute("class", "leader");
  svg.append(line);
}
