"use strict";

// Without this file everything works, except live progress and dragging.

// On a narrow page the navigation scrolls: the section that is shown comes into sight.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

/** Previews filters while they are entered: sends the form and shows the preview of its answer. */
for (const form of document.querySelectorAll("form[data-preview]")) {
  const id = form.dataset.preview;
  let timer, last;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      last?.abort();
      last = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      body.set("action", "preview");
      try {
        // form.action is the buttons of that name.
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body, signal: last.signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const preview = page.getElementById(id);
        if (preview) document.getElementById(id).replaceChildren(...preview.childNodes);
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    }, 300);
  });
}

/** Shows of a list of choices those that have what is entered in their names, and those that are chosen. */
for (const field of document.querySelectorAll("[data-narrows]")) {
  field.parentElement.hidden = false;
  field.addEventListener("input", () => {
    const text = field.value.trim().toLocaleLowerCase();
    for (const label of document.getElementById(field.dataset.narrows).children) {
      const isChosen = label.querySelector("input").checked;
      label.hidden = !isChosen && !label.textContent.toLocaleLowerCase().includes(text);
    }
  });
}

/** The progress of a run as text; the page has the words. */
function progressText(progress, words) {
  const number = (value) => Number(value).toLocaleString(document.documentElement.lang);
  const kind = progress.kind === "stats" ? "enrolments" : "items";
  const text = progress.state === "listing" ? words[progress.total ? `${kind}Of` : kind] : words[progress.state];
  const values = { reason: progress.reason, rows: number(progress.rows), total: number(progress.total) };
  return (text ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

for (const place of document.querySelectorAll("[data-progress]")) {
  const shown = place.querySelector(".progress");
  const words = document.createElement("p");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", shown.dataset.label);
  shown.replaceChildren(words, bar);
  const source = new EventSource(place.dataset.progress);
  source.addEventListener("progress", (event) => {
    const progress = JSON.parse(event.data);
    shown.hidden = false;
    words.textContent = progressText(progress, shown.dataset);
    if (progress.state === "listing" && progress.total) {
      bar.max = progress.total;
      bar.value = progress.rows;
    } else {
      bar.removeAttribute("value");
    }
  });
  const isSync = place.dataset.progress.startsWith("/syncs/");
  source.addEventListener(isSync ? "sync" : "run", () => {
    source.close();
    location.reload();
  });
}

/** Rows of a list with an order are dragged to their places; the arrows of a row do the same. */
for (const body of document.querySelectorAll("[data-order]")) {
  let dragged;
  for (const row of body.rows) {
    row.draggable = true;
    row.addEventListener("dragstart", () => { dragged = row; });
    row.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const form = dragged?.querySelector("form:has([name=position])");
      if (!form || dragged === row) return;
      form.elements.position.value = row.sectionRowIndex + 1;
      form.submit();
    });
  }
}

/** Parts of a page that still change are read again, until they do not. */
for (const part of document.querySelectorAll("[data-refresh]")) {
  const again = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById(part.id);
    if (!answer.ok || !next) return;
    document.getElementById(part.id).replaceWith(next);
    if ("refresh" in next.dataset) setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
}
