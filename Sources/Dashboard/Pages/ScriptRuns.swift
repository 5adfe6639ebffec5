/// The list of runs: a hundred at a time, filtered and in order by the server, chosen for a comparison.
let scriptRuns = #"""
  // What the list remembers while other pages are open.
  const list = { text: "", status: "", order: "created:down", cursors: [], at: 0, chosen: new Set(), names: new Set() };

  function showRuns(page) {
    const search = el("input", { type: "search", class: "grow", placeholder: "Filter by name, kind or status  ( / )",
      "aria-label": "Filter runs", value: list.text, oninput: () => again(() => list.text = search.value, 150) });
    const states = el("select", { "aria-label": "Status", onchange: () => again(() => list.status = states.value) },
      ["", "running", "finished", "failed", "interrupted"].map(value => el("option", { value,
        selected: value === list.status }, value || "every status")));
    const order = el("select", { "aria-label": "Order", onchange: () => again(() => list.order = order.value) });
    const compare = el("button", { type: "button", onclick: goCompare });
    const count = el("span", { class: "soft small" });
    const before = el("button", { type: "button", "aria-label": "Earlier part", onclick: () => turn(-1) }, "‹");
    const after = el("button", { type: "button", "aria-label": "Next part", onclick: () => turn(1) }, "›");
    let wait = null, next = null, shown = [];
    function again(change, delay = 0) {
      clearTimeout(wait);
      wait = setTimeout(() => { change(); [list.cursors, list.at] = [[], 0]; page.refresh(); }, delay);
    }
    function turn(by) {
      if (by > 0 && next) list.cursors.push(next);
      else if (by < 0 && list.cursors.length) list.cursors.pop();
      else return;
      list.at = 0;
      page.refresh().then(() => scrollTo(0, 0));
    }
    function goCompare() {
      if (list.chosen.size > 1) location.hash = `#/compare/${[...list.chosen].join(",")}`;
    }
    function choose(id, isChosen = !list.chosen.has(id)) {
      if (isChosen) list.chosen.add(id); else list.chosen.delete(id);
      update();
    }
    function update() {
      compare.textContent = list.chosen.size > 1 ? `Compare ${list.chosen.size} runs` : "Compare: tick two or more";
      compare.disabled = list.chosen.size < 2;
      shown.forEach(({ row, box, run }, i) => {
        box.checked = list.chosen.has(run.id);
        row.classList.toggle("at", i === list.at);
      });
    }
    function orders() {
      const choices = [["created:down", "latest first"], ["created:up", "oldest first"], ["name:up", "by name"],
        ["kind:up", "by kind"], ["status:up", "by status"],
        ...[...list.names].sort().flatMap(name => [[`metric:${name}:up`, `lowest ${name}`],
          [`metric:${name}:down`, `highest ${name}`]])];
      order.replaceChildren(...choices.map(([value, text]) =>
        el("option", { value, selected: value === list.order }, text)));
    }
    function line(run, i) {
      const box = el("input", { type: "checkbox", "aria-label": `Compare ${run.name}`,
        onchange: () => { list.at = i; choose(run.id, box.checked); } });
      const row = el("tr", {}, el("td", {}, box),
        named(run), el("td", { class: "wide-only" }, run.kind), el("td", { class: "mark" }, status(run.status)),
        el("td", { class: "wide-only" }, date(run.created)),
        el("td", { class: "wide-only number" }, duration((run.finished ?? now()) - run.created)),
        el("td", { class: "wide-only number" }, run.step ?? ""),
        el("td", { class: "small last" }, run.metrics.map(m => `${m.name} ${short(m.value)}`).join(", ")));
      return { row, box, run };
    }
    const move = by => {
      list.at = Math.min(Math.max(0, list.at + by), shown.length - 1);
      update();
      shown[list.at]?.row.scrollIntoView({ block: "nearest" });
    };
    page.tools.append(search, states, order, compare, el("span", {}, before, " ", after), count);
    page.keys = {
      j: () => move(1), k: () => move(-1), n: () => turn(1), p: () => turn(-1), c: goCompare,
      x: () => shown[list.at] && choose(shown[list.at].run.id),
      Enter: () => { if (shown[list.at]) location.hash = `#/run/${shown[list.at].run.id}`; },
      "/": () => search.focus(),
    };
    page.on = ["store"];
    page.draw = async () => {
      const cut = list.order.lastIndexOf(":");
      const answer = await ask("runs", { q: list.text, status: list.status, sort: list.order.slice(0, cut),
        direction: list.order.slice(cut + 1), after: list.cursors.at(-1) });
      for (const run of answer.runs) for (const metric of run.metrics) list.names.add(metric.name);
      orders();
      next = answer.next ?? null;
      shown = answer.runs.map(line);
      update();
      const first = list.cursors.length * 100;
      before.disabled = list.cursors.length === 0;
      after.disabled = next === null;
      count.textContent = answer.total === 0 ? ""
        : `${first + 1} to ${first + shown.length} of ${answer.total}`;
      if (answer.total === 0 && !list.text && !list.status)
        return [empty("No runs yet.",
          [code("autodidact train Configs/sinusoid.yaml"), " records one, and this page shows it at once."])];
      if (shown.length === 0)
        return [empty("No run fits.", "Each word is looked for in name, kind, status and identifier.")];
      return [table(["", "run", "-kind", "", "-started", "-#took", "-#step", "last"],
        shown.map(({ row }) => row))];
    };
  }
  """#
