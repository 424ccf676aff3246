// Older browsers print a closed fold closed: open what belongs on paper, and close it again.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.on-paper:not([open])")) {
    fold.open = true;
    fold.dataset.closed = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-closed]")) {
    fold.open = false;
    delete fold.dataset.closed;
  }
});
