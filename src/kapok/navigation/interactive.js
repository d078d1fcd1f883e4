/* What the report can do beyond standing still: values under the pointer, a mark and its row together, sorting, filtering.
   Everything it shows is in the page already; it loads nothing and sends nothing. */
"use strict";
(() => {
  const tip = document.createElement("div");
  tip.className = "nav-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  for (const part of document.querySelectorAll(".nav-part")) {
    const rows = new Map();
    for (const row of part.querySelectorAll("tr[data-mark]")) {
      const mark = row.dataset.mark;
      rows.set(mark, [...(rows.get(mark) || []), row]);
    }
    const marks = new Map();
    for (const shape of part.querySelectorAll(".nav-draw [aria-label]")) {
      const mark = shape.getAttribute("aria-label");
      if (!rows.has(mark) && !/\d/.test(mark)) continue;
      marks.set(mark, [...(marks.get(mark) || []), shape]);
      const own = rows.get(mark) || [];
      const link = own.map((row) => row.querySelector(".nav-n a")).find(Boolean);
      if (link) {
        shape.classList.add("nav-go");
        shape.addEventListener("click", () => link.click());
      }
      shape.addEventListener("pointerenter", (event) => {
        tip.textContent = mark;
        tip.hidden = false;
        place(event);
        for (const row of own) row.classList.add("nav-on");
        shape.classList.add("nav-hit");
      });
      shape.addEventListener("pointermove", place);
      shape.addEventListener("pointerleave", () => {
        tip.hidden = true;
        for (const row of own) row.classList.remove("nav-on");
        shape.classList.remove("nav-hit");
      });
    }
    for (const [mark, own] of rows) {
      const shapes = marks.get(mark) || [];
      for (const row of own) {
        const light = (on) => shapes.forEach((shape) => shape.classList.toggle("nav-hit", on));
        row.addEventListener("pointerenter", () => light(true));
        row.addEventListener("pointerleave", () => light(false));
        row.addEventListener("focusin", () => light(true));
        row.addEventListener("focusout", () => light(false));
      }
    }
  }

  function place(event) {
    const wide = document.documentElement.clientWidth;
    tip.style.left = `${Math.min(event.clientX + 14, Math.max(wide - tip.offsetWidth - 8, 8))}px`;
    tip.style.top = `${Math.max(event.clientY - tip.offsetHeight - 12, 4)}px`;
  }

  for (const table of document.querySelectorAll(".nav-table table")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (body.rows.length < 2) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        const value = (row) => row.cells[column].dataset.n;
        [...body.rows].sort((one, other) => {
          const a = value(one), b = value(other);
          if (a !== undefined && b !== undefined) return sign * (Number(a) - Number(b));
          return sign * one.cells[column].textContent.localeCompare(other.cells[column].textContent);
        }).forEach((row) => body.append(row));
      });
    });
    if (table.dataset.filter) {
      const label = document.createElement("label");
      label.className = "nav-filter";
      const field = document.createElement("input");
      field.type = "search";
      label.append(`${table.dataset.filter} `, field);
      table.closest(".nav-scroll").before(label);
      field.addEventListener("input", () => {
        const wanted = field.value.trim().toLocaleLowerCase();
        for (const row of body.rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
      });
    }
  }
})();
