// The pages work without this; with it, what goes on is followed without reloading, and lists are ticked at once.
(() => {
  // Asks an address again and again; `hear` tells whether the page is to be loaded anew.
  const follow = (address, hear) => {
    const ask = async () => {
      let next = 5000;
      try {
        const answer = await fetch(address, { headers: { accept: "application/json" } });
        if (answer.status === 401 || (answer.ok && hear(await answer.json()))) return location.reload();
      } catch {
        next = 15000;
      }
      setTimeout(ask, next);
    };
    setTimeout(ask, 2000);
  };
  for (const live of document.querySelectorAll("[data-progress]")) {
    const bar = live.querySelector("progress");
    const line = live.querySelector("[data-line]");
    follow(live.dataset.progress, (news) => {
      line.textContent = news.line;
      if (bar && news.expected) {
        bar.max = news.expected;
        bar.value = news.finished;
      }
      return !news.running;
    });
  }
  const checks = document.querySelector("[data-checks]");
  if (checks) {
    // Not under the hands of somebody who is choosing.
    const busy = () => document.activeElement?.matches("select, button");
    follow("/checks", (news) => news.fingerprint !== checks.dataset.checks && !busy());
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
