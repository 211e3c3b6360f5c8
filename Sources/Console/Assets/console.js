"use strict";

// Without this file everything works, except live progress.

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

/** The progress of a run as text. */
function progressText(progress) {
  const number = (value) => Number(value).toLocaleString("en-US");
  const words = {
    began: "Started.", waiting: "Waiting for another process that uses this connection.",
    applying: "Applying the listing to the groups.", restarted: `The listing restarts: ${progress.reason}`,
    retrying: `Retrying: ${progress.reason}`, not_called_back: `The provider does not call back: ${progress.reason}`,
  };
  if (progress.state !== "listing") return words[progress.state] ?? "";
  const kind = progress.kind === "stats" ? "enrolments" : "items";
  return progress.total
    ? `${number(progress.rows)} of ${number(progress.total)} ${kind}` : `${number(progress.rows)} ${kind}`;
}

for (const place of document.querySelectorAll("[data-progress]")) {
  const shown = place.querySelector(".progress");
  const words = document.createElement("p");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "Progress");
  shown.replaceChildren(words, bar);
  const source = new EventSource(place.dataset.progress);
  source.addEventListener("progress", (event) => {
    const progress = JSON.parse(event.data);
    shown.hidden = false;
    words.textContent = progressText(progress);
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
