// What script adds to the pages. Each works without it; nothing here decides anything.
"use strict";

/** Calls `act` for every element that a selector finds. */
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

/** A text of the page's language with its gaps filled, such as "{m}:{s} left". */
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);

/** Calls `tick` at once and then each second with the whole seconds left, down to 0. Returns what stops it. */
function countDown(seconds, tick) {
  // By a clock that nobody sets, and that goes on while the page sleeps.
  const end = performance.now() + seconds * 1000;
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", step);
  };
  const step = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left === 0) stop();
    tick(left);
  };
  const timer = setInterval(step, 1000);
  document.addEventListener("visibilitychange", step);
  step();
  return stop;
}

// Moments in the browser's own time zone and the page's language, as the payer's region writes it. What the server wrote stays as the
// title.
const pageLanguage = document.documentElement.lang;
const locale = navigator.languages.find((tag) => tag.split("-")[0] === pageLanguage) ?? pageLanguage;
each("time[data-show]", (time) => {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  const parts =
    time.dataset.show === "clock"
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  time.title = time.textContent;
  time.textContent = new Intl.DateTimeFormat(locale, parts).format(moment);
});

// A form is sent once. Coming back to the page by the browser's button makes it usable again.
each("form", (form) => {
  const buttons = form.querySelectorAll("button[type=submit]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const pressed = event.submitter;
    if (!pressed?.dataset.busy) return;
    pressed.dataset.label = pressed.textContent;
    pressed.textContent = pressed.dataset.busy;
    pressed.setAttribute("aria-busy", "true");
    each("[data-announce]", (place) => (place.textContent = pressed.dataset.busy));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    delete form.dataset.sent;
    buttons.forEach((button) => {
      if (button.dataset.label) button.textContent = button.dataset.label;
      button.removeAttribute("aria-busy");
    });
  });
});

// Who confirms sees the result here first, and then returns by itself.
each("input[data-result]", (input) => (input.value = "page"));

// The time left before the code expires; then the page says so itself.
each("[data-expires-in]", (place) => {
  const { expiresIn, left, warning, warnAt } = place.dataset;
  countDown(Number(expiresIn), (seconds) => {
    place.textContent = filled(left, { m: Math.floor(seconds / 60), s: String(seconds % 60).padStart(2, "0") });
    place.classList.toggle("urgent", seconds <= Number(warnAt));
    if (seconds === Number(warnAt)) each("[data-announce]", (announcer) => (announcer.textContent = warning));
    if (seconds === 0) location.reload();
  });
});

// Back to the app, unless the payer would rather stay.
each("[data-return-in]", (place) => {
  const link = document.querySelector("a[data-return]");
  const stay = document.querySelector("button[data-stay]");
  // Whoever comes back to this page must not be sent away again.
  const address = new URL(location.href);
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
  const show = (isReturning) => (place.hidden = stay.hidden = !isReturning);
  show(true);
  const stop = countDown(Number(place.dataset.returnIn), (seconds) => {
    place.textContent = filled(place.dataset.text, { s: seconds });
    if (seconds > 0) return;
    show(false);
    location.assign(link.href);
  });
  stay.addEventListener("click", () => {
    stop();
    show(false);
    link.focus();
  });
});

// The outcome is not known yet: looks again, and less often the longer it takes.
each("[data-look-again]", (place) => {
  const address = new URL(location.href);
  address.searchParams.set("looks", "1");
  const look = async (seconds) => {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) location.replace(address);
    else setTimeout(look, seconds * 1000, Math.min(30, seconds * 2));
  };
  setTimeout(look, 1000, Number(place.dataset.lookAgain));
});

// A password can be looked at before it is sent.
each("button[data-reveal]", (button) => {
  const field = document.getElementById(button.dataset.reveal);
  const [show, hide] = [button.textContent, button.dataset.hide];
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.textContent = isShown ? show : hide;
    button.setAttribute("aria-pressed", String(!isShown));
  });
  // What is shown must not be kept by the browser among the texts that it offers elsewhere.
  field.form.addEventListener("submit", () => (field.type = "password"));
});

each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
