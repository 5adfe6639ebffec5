/// What a service does now: its queue, its samples; and the pages that commands wrote.
let scriptLive = #"""
  function showQueue(page) {
    page.title = "Queue";
    page.on = ["store", "live"];
    page.every = 5;
    page.draw = async () => {
      const { operations, runs } = await ask("queue");
      if (!operations.length && !runs.length)
        return [empty("Nothing runs and nothing waits.",
          "Trainings of this store and what clients ask of a service appear here.")];
      return [
        operations.length > 0 && [el("h2", {}, "The service"),
          table(["state", "what", "model", "-#age", "#left", "waits for", "-id"], operations.map(o => [
            status(o.state), o.kind, o.model, duration(now() - o.accepted), duration(o.eta), o.reason ?? "",
            el("span", { class: "small soft" }, o.id)]))],
        runs.length > 0 && [el("h2", {}, "Runs of the store"),
          table(["run", "-kind", "progress", "-process"], runs.map(({ run, progress, process }) => [
            named(run),
            run.kind, progress ? bar(progress) : `since ${date(run.created)}`, process]))],
      ];
    };
  }

  // A token, the paler the surer: the colour is full at a log-probability of -6, one chance in four hundred.
  function token({ text, logProbability: p }, readout) {
    const shown = text.replaceAll("\n", "↵\n").replaceAll("\t", "⇥\t");
    if (p === undefined || p === null || !Number.isFinite(Number(p))) return el("span", {}, shown);
    const say = () => readout.textContent =
      `${JSON.stringify(text)}: log-probability ${short(p)}, probability ${short(Math.exp(p))}`;
    return el("span", { class: "token", onpointerenter: say, onclick: say, title: `log-probability ${short(p)}`,
      style: { "--surprise": Math.min(1, Math.max(0, -p / 6)).toFixed(3) } }, shown);
  }

  function showSamples(page) {
    page.title = "Samples";
    page.on = ["live"];
    page.draw = async () => {
      const samples = await ask("samples");
      if (!samples.length)
        return [empty("No samples yet.", "What clients sample here appears with the log-probability of each token.")];
      const prompts = Map.groupBy
        ? Map.groupBy(samples, s => JSON.stringify(s.prompt.map(t => t.text)))
        : samples.reduce((groups, s) => {
          const key = JSON.stringify(s.prompt.map(t => t.text));
          return groups.set(key, [...groups.get(key) ?? [], s]);
        }, new Map());
      return [
        el("p", { class: "soft small" }, "sure ", el("span", { class: "scale" }),
          " surprising (log-probability -6 and below)"),
        ...[...prompts.values()].map(prompt),
      ];
    };
  }
  function prompt(samples) {
    const rewards = samples.map(s => s.reward).filter(reward => reward !== undefined && reward !== null);
    const mean = rewards.length > 1 ? `mean reward ${short(sum(rewards) / rewards.length)} of ${rewards.length}` : "";
    const gain = sample => sample.reward ?? sample.advantage ?? -1e9;
    const best = samples.toSorted((a, b) => gain(b) - gain(a) || b.date - a.date);
    return el("section", { class: "sample" },
      el("div", { class: "head" }, el("span", {}, `prompt of ${samples[0].prompt.length} tokens`),
        el("span", {}, samples.length > 1 ? `${samples.length} samples` : ""), el("span", { class: "reward" }, mean)),
      el("div", { class: "tokens prompt", tabindex: 0 }, samples[0].prompt.map(t => token(t, el("div")))),
      best.map(sample => {
        const known = sample.tokens.map(t => t.logProbability).filter(p => Number.isFinite(p));
        const readout = el("span", { class: "readout" });
        return el("div", {}, el("hr"), el("div", { class: "head" },
          Number.isFinite(sample.reward) && el("span", { class: "reward" }, `reward ${short(sample.reward)}`),
          Number.isFinite(sample.advantage) && el("span", { class: "reward" }, `advantage ${short(sample.advantage)}`),
          el("span", {}, sample.sampler), el("span", {}, date(sample.date)),
          known.length > 0 && el("span", {},
            `${sample.tokens.length} tokens, mean log-probability ${short(sum(known) / known.length)}`),
          readout),
        el("div", { class: "tokens" }, sample.tokens.map(t => token(t, readout))));
      }));
  }

  const links = pages => table(["page", "-#written"], pages.map(page => [
    el("td", { class: "run" },
      el("a", { href: page.link }, page.title),
      el("span", { class: "soft small" }, page.path)), date(page.date)]));

  function showPages(page) {
    page.title = "Pages";
    page.on = ["store"];
    page.every = 15;
    page.draw = async () => {
      const pages = await ask("pages");
      return pages.length ? [links(pages)] : [empty("No pages yet.", ["A training writes its report when it ends. "
        + "Verdicts, and tasks before and after adaptation: give --report ",
        code(`${page.server.folder}/pages/NAME.html`), " to ", code("autodidact scale verdict"), ", ", code("solve"),
        " or ", code("adapt"), "."])];
    };
  }
  """#
