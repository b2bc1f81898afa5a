// Shows what comes while the page is open, and adds buttons that copy. Without it the page is whole, and "Refresh" does the rest.
"use strict";

const log = document.getElementById("log");
const live = document.getElementById("live");
const interval = 1000;
const marked = new URLSearchParams(location.search).get("order") ?? "";

// A double click sends one form. The shop would take the second for the first anyway.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
// A page that the browser has kept may send its forms again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

function addCopyButtons(root) {
  for (const code of root.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${code.dataset.copy}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.querySelector("pre").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    code.append(button);
  }
}

// The answer is HTML of the same templates as the page; a parsed document runs nothing.
function show(html) {
  const news = new DOMParser().parseFromString(html, "text/html");
  const list = news.getElementById("log");
  const exchanges = [...list.children];
  for (const exchange of exchanges) {
    exchange.classList.add("exchange-new");
    addCopyButtons(exchange);
  }
  log.prepend(...exchanges);
  log.dataset.revision = list.dataset.revision;
  document.getElementById("log-empty")?.remove();
  const focused = document.activeElement?.id;
  document.getElementById("orders").replaceWith(news.getElementById("orders"));
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
  say(exchanges.length === 0 ? "Live" : `Live: ${exchanges[0].querySelector(".way").textContent} has just come`);
}

function say(text) {
  if (live.textContent !== text) live.textContent = text;
}

async function look() {
  try {
    if (document.visibilityState === "visible") {
      const answer = await fetch(`${document.body.dataset.log}?after=${log.dataset.revision}&order=${encodeURIComponent(marked)}`);
      if (answer.status === 205) return location.reload();
      if (answer.status === 200) show(await answer.text());
      else say(answer.ok ? live.textContent || "Live" : "The sandbox answers with an error");
      live.classList.toggle("live-lost", !answer.ok);
    }
  } catch {
    say("The sandbox does not answer");
    live.classList.add("live-lost");
  }
  setTimeout(look, interval);
}

addCopyButtons(document);
say("Live");
look();
