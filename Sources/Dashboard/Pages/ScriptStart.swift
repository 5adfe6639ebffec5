/// The parts of the script in the order in which they use each other; the last one starts the page.
let scriptParts = [scriptBasics, scriptPlot, scriptRuns, scriptRun, scriptLive, scriptJobs, scriptStart]

/// The address after "#" names what is shown; a change at the server draws it again.
private let scriptStart = #"""
  const places = { runs: showRuns, run: showRun, compare: showCompare, queue: showQueue, samples: showSamples,
    pages: showPages, jobs: showJobs };
  const main = el("main"), nav = el("nav", { "aria-label": "Pages" });
  const live = el("span", { class: "live", role: "status" });
  let server = { hasService: false, hasJobs: false, folder: "" }, page = null, visit = 0;

  const tabs = () => exported ? [["runs", "Runs"], ...exported["compare/"] ? [["compare/all", "Comparison"]] : []]
    : [["runs", "Runs"], ["queue", "Queue"], ...server.hasService ? [["samples", "Samples"]] : [], ["pages", "Pages"],
      ...server.hasJobs ? [["jobs", "Jobs"]] : []];
  function drawNav() {
    const at = location.hash.slice(2).split("/")[0] || "runs";
    const links = tabs().map(([name, title]) =>
      el("a", { href: `#/${name}`, "aria-current": name.startsWith(at) ? "page" : null }, title));
    nav.replaceChildren(el("a", { class: "brand", href: "#/runs" }, "Autodidact"), ...links, exported ? "" : live);
  }

  async function open() {
    const [name, ...rest] = (location.hash.slice(2) || "runs").split("/");
    const mine = ++visit, content = el("div"), tools = el("div", { class: "tools" });
    clearInterval(page?.timer);
    page = { tools, server, keys: {}, on: [], title: "", draw: async () => [empty("There is no such page.")] };
    page.refresh = async () => {
      try {
        const drawn = await page.draw();
        if (mine === visit) content.replaceChildren(...drawn.flat(2).filter(Boolean));
      } catch (error) {
        if (mine === visit) content.replaceChildren(...refused(error));
      }
      if (mine === visit) document.title = `${page.title ? page.title + " – " : ""}Autodidact`;
    };
    try {
      places[name]?.(page, ...rest.map(decodeURIComponent));
    } catch (error) {
      page.draw = () => Promise.reject(error);
    }
    main.replaceChildren(tools, content);
    if (page.every && !exported) page.timer = setInterval(() => document.hidden || page.refresh(), page.every * 1000);
    drawNav();
    await page.refresh();
  }

  function refused(error) {
    if (error.status !== 401) {
      if (!(error instanceof Refusal)) console.error(error);
      return [el("p", { class: "error", role: "alert" }, error.message)];
    }
    const key = el("input", { type: "password", autocomplete: "off", required: true });
    return [el("form", { class: "stack", onsubmit: event => {
      event.preventDefault();
      sessionStorage.setItem(keyName, key.value.trim());
      begin();
    } }, el("p", {}, error.message), el("label", {}, "API key", key), el("button", {}, "Show"))];
  }

  // The server says that something changed; at most once in a while it is asked what.
  let due = null;
  function changed(what) {
    if (!page?.on.includes(what) || due) return;
    due = setTimeout(() => { due = null; if (!document.hidden) page.refresh(); else isStale = true; }, 1000);
  }
  let isStale = false;
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && isStale) { isStale = false; page.refresh(); }
  });
  const show = isOn => { live.classList.toggle("on", isOn); live.textContent = isOn ? "live" : "not connected"; };
  let isListening = false;
  async function listen() {
    if (isListening) return;
    isListening = true;
    for (let tries = 0; ; tries++) {
      try {
        // Not an EventSource: that cannot send a key.
        const answer = await fetch("/dashboard/events", { headers: authorization() });
        if (answer.status === 401) break;
        if (!answer.ok) throw new Error();
        show(true);
        if (tries > 0) { changed("store"); changed("live"); }
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = "", part = await reader.read(); !part.done; part = await reader.read()) {
          const messages = (text + part.value).split("\n\n");
          text = messages.pop();
          for (const message of messages) changed(message.match(/^event: (\w+)/)?.[1]);
        }
      } catch { /* The server went; it is tried again below. */ }
      show(false);
      await new Promise(done => setTimeout(done, 2000));
    }
    isListening = false;
  }

  const help = el("dialog", { "aria-label": "Keys", onclick: event => event.target === help && help.close() },
    el("h2", {}, "Keys"), facts([["j", "next run"], ["k", "run before"], ["Enter", "open it"], ["x", "tick it"],
      ["c", "compare what is ticked"], ["/", "filter"], ["n", "next part of the list"], ["p", "part before"],
      ["r", "draw again"], ["1 – 5", "pages"], ["?", "this list"], ["Esc", "close, leave a field"]]
      .map(([key, what]) => [el("kbd", {}, key), what])));
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
    const tab = tabs()[Number(event.key) - 1];
    const action = { "?": () => help.showModal(), r: () => page.refresh(), ...page.keys }[event.key]
      ?? (tab && (() => location.hash = `#/${tab[0]}`));
    if (!action) return;
    event.preventDefault();
    action();
  });

  async function begin() {
    if (!exported) {
      listen();
      ask("server").then(answer => { server = answer; page.server = server; drawNav(); }).catch(() => {});
    }
    await open();
  }
  addEventListener("hashchange", () => { open(); scrollTo(0, 0); });
  document.body.append(nav, main, help);
  show(false);
  begin();
  """#
