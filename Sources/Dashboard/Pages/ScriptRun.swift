/// One run, and runs beside each other.
let scriptRun = #"""
  // The curves of a run in plots: what differs only in the adaptation steps, or in the group, goes together.
  function grouped(curves) {
    const known = new Map(curves.map(curve => [curve.name, curve])), plots = new Map(), single = [];
    for (const curve of curves) {
      if (curve.name.endsWith("SE") && known.has(curve.name.slice(0, -2))) continue;
      if (curve.steps.length < 2 || curve.name.endsWith("/episodes")) { single.push(curve.name); continue; }
      const at = curve.name.match(/^(.*)@(\d+)$/), parts = curve.name.split("/");
      const [title, name, place] = at ? [at[1], `after ${at[2]} steps`, Number(at[2])]
        : parts.length === 3 ? [parts[2], `${parts[0]}, ${parts[1]} examples`, plots.get(parts[2])?.length ?? 0]
        : [curve.name, curve.name, 0];
      const series = { ...curve, name, place, ...interval(curve, known.get(curve.name + "SE")) };
      plots.set(title, [...plots.get(title) ?? [], series]);
    }
    for (const series of plots.values()) series.sort((a, b) => a.place - b.place).forEach((s, i) => s.index = i);
    return { plots, single };
  }
  // The 95 % interval of a mean whose standard error was recorded.
  function interval(curve, error) {
    if (!error || curve.low) return {};
    const of = new Map(error.steps.map((step, k) => [step, error.values[k]]));
    const reach = sign => curve.values.map((v, k) => v === null || !Number.isFinite(of.get(curve.steps[k]))
      ? v : v + sign * 1.96 * of.get(curve.steps[k]));
    return { low: reach(-1), high: reach(1) };
  }
  // What adaptation gives: the last value after each number of adaptation steps, beside the first.
  function adaptation(title, series) {
    const sure = series.filter(s => s.values.some(v => v !== null));
    if (sure.length < 2 || !sure.every(s => /^after/.test(s.name))) return null;
    const line = (which, index) => ({ name: `at step ${sure[0].steps.at(which)}`, steps: sure.map(s => s.place),
      values: sure.map(s => s.values.at(which)), index });
    return plot({ title: `${title} by adaptation`, series: [line(-1, 0), line(0, 6)], x: "adaptation steps" });
  }
  function plots(curves, kind) {
    const { plots, single } = grouped(curves);
    const x = kind === "study-cell" ? "adaptation steps" : "step";
    const figures = [...plots].flatMap(([title, series]) => {
      const values = sum(series.map(s => s.count)), gone = sum(series.map(s => s.undefined));
      const note = [series.some(s => s.low) && values > 1000 && `${values} values; the band is from lowest to highest`,
        gone > 0 && `${gone} values are NaN or infinite`].filter(Boolean).join("; ");
      return [plot({ title, series, x, note }), x === "step" ? adaptation(title, series) : null];
    }).filter(Boolean);
    return { figures, single: new Set(single) };
  }
  const bar = progress => el("div", {}, el("progress", { max: progress.total, value: progress.step }), " ",
    el("span", { class: "small soft" }, `step ${progress.step} of ${progress.total}`
      + (Number.isFinite(progress.eta) ? `, about ${duration(progress.eta)} left` : "")));

  function showRun(page, id) {
    page.on = ["store"];
    page.keys = { c: () => { list.chosen.add(id); location.hash = "#/runs"; } };
    let isOpen = false;
    page.draw = async () => {
      const [run, { curves }] =
        await Promise.all([ask(`runs/${id}`), ask(`runs/${id}/metrics`, { points: 500 })]);
      const { metrics, events, checkpoints, progress, pages } = run;
      page.title = run.name;
      const { figures, single } = plots(curves, run.kind);
      const configuration = el("details", { open: isOpen, ontoggle: event => isOpen = event.target.open },
        el("summary", {}, "Configuration"), el("pre", {}, code(run.configuration)));
      const once = metrics.filter(metric => single.has(metric.name));
      return [
        el("header", {}, el("h1", {}, run.name),
          el("p", { class: "subtitle" }, status(run.status), ` ${run.kind}, ${run.id}`),
          progress && run.status === "running" && bar(progress)),
        ...events.slice(-1).filter(e => e.level === "error").map(e => el("p", { class: "error" }, e.message)),
        figures.length ? el("div", { class: "plots" }, figures)
          : empty("No curves yet.", "They begin with the second measurement."),
        once.length > 0 && [el("h2", {}, "Measured once"),
          table(["metric", "#step", "#value"], once.map(m => [m.name, m.step, short(m.value)]))],
        el("h2", {}, "Facts"),
        facts([["started", date(run.created)], ["ended", run.finished ? date(run.finished) : null],
          ["took", duration((run.finished ?? now()) - run.created)], ["seed", run.seed],
          ["version", run.version], ["revision", run.revision], ["process", run.process]]),
        !exported && pages.length > 0 && [el("h2", {}, "Pages"), links(pages)],
        events.length > 0 && [el("h2", {}, "Events"),
          table(["when", "level", "event"], events.toReversed().map(e => [date(e.date), e.level, e.message]))],
        checkpoints.length > 0 && [el("h2", {}, "Checkpoints"), table(["#step", "#size", "", "folder"],
          checkpoints.map(c => [c.step, `${(c.bytes / 1e6).toFixed(1)} MB`, c.isBest ? "best" : "", c.path]))],
        configuration,
      ];
    };
  }

  function showCompare(page, text = "") {
    const ids = text.split(",").filter(Boolean);
    let key = "";
    const keys = el("select", { "aria-label": "Metric", onchange: () => { key = keys.value; page.refresh(); } });
    page.title = "Comparison";
    page.on = ["store"];
    page.tools.append(el("label", { class: "soft" }, "Metric ", keys));
    page.draw = async () => {
      if (ids.length < 1) return [empty("Nothing to compare.", "Tick runs in the list, then press c.")];
      const answer = await ask("compare", { runs: ids.join(","), key, points: 400 }, `compare/${key}`);
      keys.replaceChildren(...answer.metrics.map(({ name }) => el("option", { selected: name === answer.key }, name)));
      const place = new Map(answer.runs.map((run, i) => [run.id, i]));
      const series = answer.curves.map(({ run, curve }) =>
        ({ ...curve, name: names(answer.runs)[place.get(run)], index: place.get(run) }));
      const heads = answer.runs.map((run, i) => [el("span", { class: "swatch", style: { background: colour(i) } }),
        el("a", { href: `#/run/${run.id}` }, names(answer.runs)[i])]);
      const rows = (head, lines) => {
        const result = table([head, ...heads.map(() => "#")], lines);
        result.querySelectorAll("th").forEach((cell, i) =>
          i > 0 && cell.append(...heads[i - 1].map(node => node.cloneNode(true))));
        return result;
      };
      return [
        series.length ? el("div", { class: "plots" }, plot({ title: answer.key, series }))
          : empty("No metrics.", "None of these runs has measured anything."),
        el("h2", {}, "Last values"),
        answer.metrics.length ? rows("metric", answer.metrics.map(({ name, values }) => [name,
          ...answer.runs.map((_, i) => values[i] ? `${short(values[i].value)} @ ${values[i].step}` : "–")])) : null,
        el("h2", {}, "What differs"),
        answer.settings.length ? rows("setting", answer.settings.map(({ key, values }) => [key,
          ...answer.runs.map((_, i) => values[i] ?? "–")])) : el("p", {}, "The configurations are the same."),
      ];
    };
  }
  // The names of runs, with the end of the identifier where two are the same.
  const names = runs => runs.map(run =>
    runs.filter(other => other.name === run.name).length > 1 ? `${run.name} ${run.id.slice(-4)}` : run.name);
  """#
