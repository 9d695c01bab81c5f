// What the charts use of Observable Plot. The bundle holds this, and what it needs.
export {
  axisX, axisY, barX, dot, gridX, gridY, line, plot, pointer, pointerY, ruleX, ruleY, text, tickX, tip,
} from "@observablehq/plot";
