// Search and sort the overview's tables. The page reads whole without this: the tools are shown only when it runs.
(() => {
  const tools = document.getElementById("tools");
  if (!tools) return;
  const field = tools.querySelector("input");
  const told = tools.querySelector("output");
  const tables = [...document.querySelectorAll("table.findable")].map((table) => ({
    table,
    name: table.dataset.name,
    rows: [...table.tBodies[0].rows],
    texts: null,
    fold: table.closest("details"),
    box: table.closest("details") ?? table.closest(".wide"),
    part: table.closest(".part"),
  }));
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  // Search: every word must stand in the row. Folds that hold a match open, and close again with the search.
  function find() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const searching = words.length > 0;
    const counts = new Map();
    const parts = new Map();
    for (const one of tables) {
      if (searching) one.texts ??= one.rows.map((row) => plain(row.textContent));
      let found = 0;
      one.rows.forEach((row, place) => {
        const here = words.every((word) => one.texts[place].includes(word));
        if (row.hidden === here) row.hidden = !here;
        found += here;
      });
      counts.set(one.name, (counts.get(one.name) ?? 0) + found);
      parts.set(one.part, (parts.get(one.part) ?? 0) + found);
      one.box.hidden = searching && found === 0;
      if (!one.fold) continue;
      if (searching && found > 0 && !one.fold.open) {
        one.fold.open = true;
        one.fold.dataset.found = "";
      } else if ((!searching || found === 0) && "found" in one.fold.dataset) {
        one.fold.open = false;
        delete one.fold.dataset.found;
      }
    }
    for (const [part, found] of parts) part.hidden = searching && found === 0;
    document.body.classList.toggle("searching", searching);
    const matches = [...counts].filter(([, found]) => found > 0).map(([name, found]) => `${name} ${found} 行`);
    told.textContent = !searching ? "" : matches.length ? `找到：${matches.join("，")}` : "没有找到相符的内容";
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    field.value = "";
    find();
  });

  // Sort: what cannot be compared (—, ？, empty) stays at the end in both directions.
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  function key(row, column, numbers) {
    const cell = row.cells[column];
    const text = (cell.dataset.v ?? cell.firstChild?.textContent ?? "").trim();
    if (!numbers) return text === "" || text === "—" ? null : cell.textContent.trim();
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? null : number;
  }
  function sort(table, head) {
    const numbers = head.classList.contains("num");
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : numbers && !head.classList.contains("low");
    const sign = down ? -1 : 1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [key(row, head.cellIndex, numbers), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * (numbers ? a - b : collator.compare(a, b));
    });
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.map(([, row]) => row));
    told.textContent = `${table.dataset.name}已按“${head.dataset.name ?? head.textContent.trim()}”${down ? "从高到低" : "从低到高"}排列`;
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const head of table.tHead.rows[0].cells) {
      if (head.classList.contains("fill")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head));
    }
  }
  tools.hidden = false;
})();
