// data_visualization blocks as drawings, with the same data as a table for those who do not see them.

import { h, svg, unique } from "./dom.js";

const WIDTH = 480;
const HEIGHT = 220;
const LEFT = 52;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 34;
const INNER = WIDTH - LEFT - RIGHT;
const DEEP = HEIGHT - TOP - BOTTOM;

const written = (value) => new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }).format(value);
const own = (kind, index) => ({ class: `${kind} series-${index + 1}` });

// About five round steps that hold all values.
function scale(values, fromZero) {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (fromZero || (low > 0 && low < high / 2)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  const spread = high - low || Math.abs(high) || 1;
  const rough = spread / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const bottom = Math.floor(low / step) * step;
  const count = Math.max(1, Math.ceil((high - bottom) / step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => bottom + index * step);
  return { ticks, y: (value) => TOP + DEEP * (1 - (value - bottom) / (count * step)) };
}

function axes({ ticks, y }, categories, x, { x_label: along, y_label: up }) {
  const every = Math.ceil(categories.length / 10);
  const upright = `translate(11 ${TOP + DEEP / 2}) rotate(-90)`;
  return [
    ticks.map((tick) => [
      svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick) }),
      svg("text", { class: "tick", x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, written(tick)),
    ]),
    categories.map((name, at) => (at % every ? null
      : svg("text", { class: "tick", x: x(at), y: HEIGHT - BOTTOM + 14, "text-anchor": "middle" }, name))),
    along ? svg("text", { class: "tick", x: LEFT + INNER / 2, y: HEIGHT - 4, "text-anchor": "middle" }, along) : null,
    up ? svg("text", { class: "tick", transform: upright, "text-anchor": "middle" }, up) : null,
  ];
}

const valueAt = (series, category) => series.data.find((point) => point.label === category)?.value;

function plot(chart, draw, fromZero) {
  const { categories } = chart.axis_config;
  const scaled = scale(chart.series.flatMap((series) => series.data.map((point) => point.value)), fromZero);
  const slot = INNER / categories.length;
  const x = (at) => LEFT + slot * (at + 0.5);
  const lines = chart.series.map((series, index) => draw({
    index, slot, base: scaled.y(Math.max(scaled.ticks[0], 0)), count: chart.series.length,
    points: categories.flatMap((name, at) => {
      const value = valueAt(series, name);
      const says = `${series.name}, ${name}: ${written(value)}`;
      return value === undefined ? [] : [{ x: x(at), y: scaled.y(value), says }];
    }),
  }));
  return [axes(scaled, categories, x, chart.axis_config), lines];
}

const titled = (shape, says) => { shape.append(svg("title", null, says)); return shape; };
const path = (points) => points.map(({ x, y }, at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
const dots = (points, index) => points.map(({ x, y, says }) =>
  titled(svg("circle", { ...own("dot", index), cx: x, cy: y, r: 3.5 }), says));

const line = ({ points, index }) => [svg("path", { ...own("line", index), d: path(points) }), dots(points, index)];

function area({ points, index, base }) {
  if (!points.length) return [];
  const closed = `${path(points)}L${points.at(-1).x} ${base}L${points[0].x} ${base}Z`;
  return [svg("path", { ...own("area", index), d: closed }), line({ points, index })];
}

function bars({ points, index, base, slot, count }) {
  const wide = (slot * 0.72) / count;
  return points.map(({ x, y, says }) => titled(svg("rect", {
    ...own("bar", index), x: x - (wide * count) / 2 + wide * index, width: Math.max(1, wide - 1),
    y: Math.min(y, base), height: Math.max(1, Math.abs(base - y)),
  }), says));
}

function pie(chart) {
  const total = chart.segments.reduce((sum, { value }) => sum + Math.max(0, value), 0) || 1;
  const [cx, cy, r] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 12];
  let turned = 0;
  return chart.segments.map(({ label, value }, index) => {
    const share = Math.max(0, value) / total;
    const [from, to] = [turned, (turned += share)].map((part) => part * 2 * Math.PI - Math.PI / 2);
    const at = (angle) => `${(cx + r * Math.cos(angle)).toFixed(2)} ${(cy + r * Math.sin(angle)).toFixed(2)}`;
    const arc = `M${cx} ${cy}L${at(from)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
    const all = share > 0.9999; // an arc cannot be a whole circle
    const look = own("slice", index);
    const shape = all ? svg("circle", { ...look, cx, cy, r }) : svg("path", { ...look, d: arc });
    return titled(shape, `${label}: ${written(value)} (${Math.round(share * 100)} %)`);
  });
}

const DRAW = {
  pie,
  line: (chart) => plot(chart, line, false),
  area: (chart) => plot(chart, area, true),
  bar: (chart) => plot(chart, bars, true),
};

function legend(names) {
  const key = (index) => svg("rect", { ...own("key", index), width: 10, height: 10, rx: 2 });
  return h("ul", { class: "legend", "aria-hidden": "true" }, names.map((name, index) =>
    h("li", null, svg("svg", { viewBox: "0 0 10 10" }, key(index)), name)));
}

function asTable(chart) {
  const cell = (value) => h("td", null, value === undefined ? "–" : written(value));
  if (chart.type === "pie") {
    return h("table", null, chart.segments.map(({ label, value }) =>
      h("tr", null, h("th", { scope: "row" }, label), cell(value))));
  }
  const head = h("tr", null, h("td"), chart.series.map(({ name }) => h("th", { scope: "col" }, name)));
  return h("table", null, head, chart.axis_config.categories.map((category) =>
    h("tr", null, h("th", { scope: "row" }, category), chart.series.map((series) => cell(valueAt(series, category))))));
}

export function chart(block) {
  const { chart: drawn, title } = block;
  const names = drawn.type === "pie" ? drawn.segments.map(({ label }) => label) : drawn.series.map(({ name }) => name);
  const id = unique("chart");
  const frame = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": id };
  return h("figure", { class: "chart" },
    h("figcaption", { id }, title),
    svg("svg", frame, DRAW[drawn.type](drawn)),
    names.length > 1 || drawn.type === "pie" ? legend(names) : null,
    h("details", null, h("summary", null, "Show the figures"), asTable(drawn)));
}
