// The pages work without this; with it, a running check is followed without reloading, and lists are ticked at once.
(() => {
  const live = document.querySelector("[data-progress]");
  if (live) {
    const bar = live.querySelector("progress");
    const line = live.querySelector("[data-line]");
    const ask = async () => {
      let next = 5000;
      try {
        const answer = await fetch(live.dataset.progress, { headers: { accept: "application/json" } });
        if (answer.status === 401) return location.reload();
        if (answer.ok) {
          const news = await answer.json();
          if (!news.running) return location.reload();
          line.textContent = news.line;
          if (bar && news.expected) {
            bar.max = news.expected;
            bar.value = news.finished;
          }
        }
      } catch {
        next = 15000;
      }
      setTimeout(ask, next);
    };
    setTimeout(ask, 2000);
  }
  for (const all of document.querySelectorAll("input[data-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) {
        if (!box.closest("tr")?.hidden) box.checked = all.checked;
      }
    });
  }
})();
