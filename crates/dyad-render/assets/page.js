// Hovering a row shows its words, hovering words shows their rows; a click keeps them lit and brings the other side
// into view. Everything is in the page: no request leaves it.
"use strict";
(() => {
  const rows = new Map();
  const marks = new Map();
  for (const r of document.querySelectorAll(".row")) rows.set(r.dataset.id, r);
  for (const m of document.querySelectorAll("mark")) {
    for (const id of m.dataset.rows.split(" ")) {
      if (!marks.has(id)) marks.set(id, []);
      marks.get(id).push(m);
    }
  }
  let kept = [];
  const light = (ids, on) => {
    for (const id of ids) {
      rows.get(id)?.classList.toggle("lit", on || kept.includes(id));
      for (const m of marks.get(id) ?? []) {
        const still = kept.some((k) => m.dataset.rows.split(" ").includes(k));
        m.classList.toggle("lit", on || still);
      }
    }
  };
  const keep = (ids) => {
    const before = kept;
    kept = [];
    light(before, false);
    kept = ids;
    light(ids, true);
  };
  const show = (element) => element?.scrollIntoView({ block: "center", behavior: "smooth" });
  // Of the rows that share a word the one with the fewest characters is meant: a figure before its statement.
  const size = (id) => (marks.get(id) ?? []).reduce((n, m) => n + m.textContent.length, 0);
  const nearest = (ids) => ids.filter((id) => !rows.get(id)?.closest(".off")).sort((a, b) => size(a) - size(b));

  for (const [id, row] of rows) {
    row.addEventListener("mouseenter", () => light([id], true));
    row.addEventListener("mouseleave", () => light([id], false));
    const open = () => { keep([id]); show(marks.get(id)?.[0]); };
    row.addEventListener("click", (e) => { if (!e.target.closest("details")) open(); });
    row.addEventListener("keydown", (e) => { if (e.key === "Enter") open(); });
  }
  for (const m of document.querySelectorAll("mark")) {
    const ids = m.dataset.rows.split(" ");
    m.addEventListener("mouseenter", () => light(ids, true));
    m.addEventListener("mouseleave", () => light(ids, false));
    m.addEventListener("click", () => {
      const near = nearest(ids);
      if (near.length) { keep([near[0]]); show(rows.get(near[0])); }
    });
  }
  for (const box of document.querySelectorAll("nav input")) {
    box.addEventListener("change", () => {
      const key = box.value;
      document.getElementById(key)?.classList.toggle("off", !box.checked);
      for (const m of document.querySelectorAll("mark." + key + ", mark.no-" + key)) {
        m.classList.toggle(key, box.checked);
        m.classList.toggle("no-" + key, !box.checked);
      }
    });
  }
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") keep([]); });
  const fit = () => document.documentElement.style.setProperty("--top", document.querySelector("header").offsetHeight + "px");
  addEventListener("resize", fit);
  fit();
})();
