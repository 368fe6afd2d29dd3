/* Comfort on top of plain pages. Every page works without this file. */
"use strict";

/* What must be read first takes the focus. */
function focusFirst(root) {
  const found = root.querySelector("[data-focus]");
  if (found) found.focus();
  else root.querySelector("[data-scanner]")?.focus();
}

/* One form is sent once; the page coming back from the browser's memory may send again. */
function guardSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const one of document.querySelectorAll("[aria-disabled=true]")) one.removeAttribute("aria-disabled");
  });
}

/* Observation tiles count up by the server's clock and turn when the time is over. */
const offsets = new WeakMap();
function tick() {
  for (const tile of document.querySelectorAll("[data-since]")) {
    if (!offsets.has(tile)) offsets.set(tile, Date.parse(tile.dataset.now) - Date.now());
    const passed = Math.max(0, Math.floor((Date.now() + offsets.get(tile) - Date.parse(tile.dataset.since)) / 1000));
    const shown = [Math.floor(passed / 60), passed % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const clock = tile.querySelector(".observation-time");
    if (clock) clock.textContent = shown;
    tile.classList.toggle("is-over", passed >= Number(tile.dataset.minutes) * 60);
  }
}

/* A scanner types like a keyboard, wherever the focus is: lead it to the search box. */
function takeScans() {
  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("[data-scanner]");
    const typing = event.target.closest("input, select, textarea, button, a, summary, [contenteditable]");
    if (box && !typing && event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      box.value = "";
      box.focus();
    }
    if (/^F\d+$/.test(event.key)) {
      const target = document.querySelector(`[data-key="${event.key}"]`);
      if (target) {
        event.preventDefault();
        target.click();
      }
    }
  });
}

/* Picked suggestions go into their box; printing; being offline is never hidden. */
function small() {
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    const list = pick?.closest("[data-fills]");
    if (list) {
      const box = document.getElementById(list.dataset.fills);
      box.value = pick.dataset.pick;
      list.replaceChildren();
      box.focus();
    }
    if (event.target.closest("[data-print]")) window.print();
  });
  const showOffline = () => {
    for (const bar of document.querySelectorAll("[data-offline]")) bar.hidden = navigator.onLine;
  };
  window.addEventListener("online", showOffline);
  window.addEventListener("offline", showOffline);
  showOffline();
}

/* A table that is wider than the screen is scrolled by keys as well. */
function scrollByKeys() {
  for (const frame of document.querySelectorAll(".table-frame")) {
    const words = frame.querySelector("caption")?.textContent.trim();
    const facts = { tabindex: "0", role: "group", "aria-label": words };
    const wide = words && frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of Object.entries(facts)) {
      if (wide) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
  }
}

guardSubmits();
const widths = new ResizeObserver(scrollByKeys);
for (const table of document.querySelectorAll(".table-frame > table")) widths.observe(table);
takeScans();
small();
document.querySelector(".staff-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
focusFirst(document);
tick();
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", (event) => {
  focusFirst(event.target);
  tick();
});
