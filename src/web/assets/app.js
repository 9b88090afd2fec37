// Comfort for those who have a script: answers while typing, offers, keys, citations to copy, a list that is kept.
// Nothing here is needed: every page is whole without it, and everything it shows was rendered by the server.
"use strict";

(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- What only a script can do is shown only where there is one.
  const reveal = (within) => {
    all("[data-copy][hidden]", within).forEach((it) => (it.hidden = false));
    all("[data-keys]", within).forEach((it) => (it.hidden = !find("[data-cards] > .card")));
  };

  // --- Copying.
  const copy = async (button) => {
    const text = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "unseen";
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = done ? "Copied" : "Cannot copy";
    setTimeout(() => (button.textContent = before), 1500);
  };

  // --- The list of ticked quotes, kept in this browser.
  const KEY = "onrecord-list";
  const kept = () => {
    try {
      const ids = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, 200) : [];
    } catch {
      return [];
    }
  };
  const keep = (ids) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids));
    } catch {
      // A browser that keeps nothing still has the boxes of this page.
    }
    showList();
  };
  const showList = () => {
    const ids = kept();
    const link = find("[data-list-link]");
    if (link) {
      link.href = "/list" + (ids.length ? "?" + ids.map((id) => "id=" + encodeURIComponent(id)).join("&") : "");
      find("[data-list-count]", link).textContent = ids.length ? ` (${ids.length})` : "";
    }
    all(".pick input").forEach((box) => (box.checked = ids.includes(box.value)));
  };

  // --- Cards and keys.
  const cards = () => all("[data-cards] > .card");
  let current = -1;
  const go = (to) => {
    const list = cards();
    if (!list.length) return;
    list[current]?.classList.remove("current");
    current = Math.max(0, Math.min(to, list.length - 1));
    const card = list[current];
    card.classList.add("current");
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const here = () => cards()[current];

  // --- Answers while typing: the same page, fetched, and its answer put in the place of this one's.
  const box = find("#q");
  let waiting = null;
  let asking = null;
  const ask = async (url, put) => {
    asking?.abort();
    asking = new AbortController();
    document.documentElement.classList.add("busy");
    try {
      const response = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const answer = find("#answer", page);
      const place = find("#answer");
      if (!answer || !place) {
        location.href = url;
        return;
      }
      place.replaceWith(answer);
      document.title = page.title;
      history[put ? "pushState" : "replaceState"](null, "", url);
      current = -1;
      reveal(document);
      showList();
      chart();
    } catch (error) {
      if (error.name !== "AbortError") location.href = url;
    } finally {
      document.documentElement.classList.remove("busy");
    }
  };
  const addressOf = (form) => {
    const pairs = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "" && name !== "page") pairs.append(name, value);
    return form.getAttribute("action") + "?" + pairs;
  };
  const isLive = () => Boolean(find("#answer"));

  // --- Offers below the box (a listbox as ARIA's combobox pattern has it).
  let offers = null;
  let chosen = -1;
  let looked = 0;
  const close = () => {
    offers?.remove();
    offers = null;
    chosen = -1;
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const items = offers ? [...offers.children] : [];
    if (!items.length) return;
    chosen = (at + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    box.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const take = (item) => {
    box.value = item.dataset.question + " ";
    close();
    box.focus();
    typed();
  };
  const offer = async () => {
    const question = box.value;
    const turn = ++looked;
    if (question.trim().length < 2) return close();
    try {
      const response = await fetch("/api/v1/suggest?limit=8&q=" + encodeURIComponent(question));
      if (!response.ok || turn !== looked) return;
      const { suggestions } = await response.json();
      if (turn !== looked || document.activeElement !== box) return;
      close();
      if (!suggestions.length) return;
      offers = document.createElement("ul");
      offers.id = "offers";
      offers.className = "offers";
      offers.setAttribute("role", "listbox");
      offers.setAttribute("aria-label", "Names and topics of this archive");
      suggestions.forEach((it, at) => {
        const item = document.createElement("li");
        item.id = "offer-" + at;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.question = it.question;
        const name = document.createElement("span");
        name.textContent = it.name;
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = `${it.kind}, ${it.quotes}`;
        item.append(name, kind);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(item);
        });
        offers.append(item);
      });
      box.after(offers);
      box.setAttribute("aria-expanded", "true");
    } catch {
      // No offers, then.
    }
  };
  const typed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      offer();
      if (isLive() && box.value.trim()) ask(addressOf(box.form), false);
    }, 220);
  };

  // --- A stretch of the timeline, by dragging over its bars.
  const chart = () => {
    const place = find("#answer [data-chart]");
    if (!place) return;
    let from = null;
    const bars = all("a[data-period]", place);
    const between = (a, b) => {
      const [x, y] = [bars.indexOf(a), bars.indexOf(b)].sort((p, q) => p - q);
      return bars.slice(x, y + 1);
    };
    const barAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest?.("a[data-period]");
    place.addEventListener("dragstart", (event) => event.preventDefault());
    place.addEventListener("pointerdown", (event) => {
      if (event.button === 0) from = barAt(event);
    });
    place.addEventListener("pointermove", (event) => {
      const to = from && barAt(event);
      if (to && bars.includes(to)) bars.forEach((bar) => bar.classList.toggle("dragged", between(from, to).includes(bar)));
    });
    window.addEventListener("pointerup", (event) => {
      const to = from && barAt(event);
      const begun = from;
      from = null;
      bars.forEach((bar) => bar.classList.remove("dragged"));
      if (!to || to === begun || !bars.includes(to)) return;
      const stretch = between(begun, to);
      const url = new URL(stretch[0].getAttribute("href"), location.href);
      url.searchParams.set("date", stretch[0].dataset.period + ".." + stretch[stretch.length - 1].dataset.period);
      place.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
      ask(url.pathname + url.search, true);
    });
  };

  // --- Events.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
    const off = event.target.closest?.("[data-unlist]");
    if (off) keep(kept().filter((id) => id !== off.dataset.unlist));
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.(".pick input")) return;
    const id = event.target.value;
    const others = kept().filter((known) => known !== id);
    keep(event.target.checked ? [...others, id] : others);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.ask") || !isLive()) return;
    event.preventDefault();
    clearTimeout(waiting);
    close();
    ask(addressOf(event.target), true);
  });
  if (box) {
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", "offers");
    box.setAttribute("aria-autocomplete", "list");
    box.addEventListener("input", typed);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && offers) choose(chosen + 1);
      else if (event.key === "ArrowUp" && offers) choose(chosen - 1);
      else if (event.key === "Enter" && offers && chosen >= 0) take(offers.children[chosen]);
      else if (event.key === "Escape") {
        if (offers) close();
        else box.blur();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
    const card = here();
    switch (event.key) {
      case "/":
        box?.focus();
        box?.select();
        break;
      case "j":
        go(current + 1);
        break;
      case "k":
        go(current - 1);
        break;
      case "Enter":
        if (!card || event.target !== card) return;
        find("a.place", card)?.click();
        break;
      case "x":
        if (!card) return;
        find(".pick input", card)?.click();
        break;
      case "c":
        if (!card) return;
        find("[data-copy]", card)?.click();
        break;
      case "Escape":
        card?.classList.remove("current");
        document.activeElement?.blur?.();
        current = -1;
        return;
      default:
        return;
    }
    event.preventDefault();
  });
  window.addEventListener("popstate", () => {
    if (isLive()) location.reload();
  });

  // A list that is opened by its address is the one that is kept from then on.
  const list = find("[data-list]");
  if (list && location.search) keep(new URLSearchParams(location.search).getAll("id"));
  reveal(document);
  showList();
  chart();
})();
