// table and data_table blocks: the second sorts by its columns and goes page by page.

import { h, svg } from "./dom.js";
import { richText } from "./rich_text.js";

const shown = (cell) => (cell.type === "rich_text" ? richText(cell) : cell.text);
const isNumber = (cell) => cell?.type === "raw_number";

function scrolled(table, label) {
  return h("div", { class: "table-scroll", role: "region", tabindex: "0", "aria-label": label }, table);
}

function look(cell, column) {
  const align = column?.align ?? (isNumber(cell) ? "right" : "left");
  return `align-${align} ${column?.is_wrapped ? "wrapped" : ""}`;
}

export function table(block) {
  const columns = block.column_settings ?? [];
  const [header, ...rows] = block.rows;
  const head = header.map((cell, at) =>
    h("th", { scope: "col", class: look(rows[0]?.[at], columns[at]) }, shown(cell)));
  const body = rows.map((row) =>
    h("tr", null, row.map((cell, at) => h("td", { class: look(cell, columns[at]) }, shown(cell)))));
  return scrolled(h("table", null, h("thead", null, h("tr", null, head)), h("tbody", null, body)), "Table");
}

function compare(one, other) {
  if (isNumber(one) && isNumber(other)) return one.value - other.value;
  return (one.text ?? "").localeCompare(other.text ?? "", "en", { numeric: true });
}

function arrow() {
  const frame = { class: "arrow", viewBox: "0 0 10 10", "aria-hidden": "true" };
  return svg("svg", frame, svg("path", { d: "M2 6l3-4 3 4z" }));
}

export function dataTable(block) {
  const [header, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const heading = block.row_header_column_index ?? 0;
  const pages = Math.ceil(rows.length / size);
  let order = { column: null, down: false };
  let page = 0;
  const body = h("tbody");
  const heads = header.map((cell, at) => h("th", { scope: "col", class: look(rows[0]?.[at]) },
    h("button", { type: "button", onclick: () => sort(at) }, cell.text, arrow())));
  const where = h("span", { "aria-live": "polite" });
  const [before, after] = [turn("Previous", -1), turn("Next", 1)];

  function turn(label, step) {
    return h("button", { type: "button", class: "button small", onclick: () => { page += step; draw(); } }, label);
  }

  function sort(column) {
    order = { column, down: order.column === column && !order.down };
    page = 0;
    draw();
  }

  function draw() {
    const sorted = order.column === null ? rows : rows.toSorted((a, b) =>
      compare(a[order.column], b[order.column]) * (order.down ? -1 : 1));
    const seen = sorted.slice(page * size, (page + 1) * size);
    body.replaceChildren(...seen.map((row) => h("tr", null, row.map((cell, at) =>
      h(at === heading ? "th" : "td", { scope: at === heading ? "row" : null, class: look(cell) }, shown(cell))))));
    heads.forEach((head, at) => {
      if (at === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    where.textContent = `Page ${page + 1} of ${pages}`;
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
  }

  draw();
  const made = h("table", null, h("caption", null, block.caption), h("thead", null, h("tr", null, heads)), body);
  return h("div", { class: "data-table" }, scrolled(made, block.caption),
    pages > 1 ? h("div", { class: "pager" }, before, where, after) : null);
}
