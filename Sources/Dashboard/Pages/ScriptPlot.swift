/// Line plots as SVG: bands for what a stretch of steps hides, a readout under the pointer.
let scriptPlot = #"""
  const colour = index => `var(--s${index % 8})`;

  // Steps of 1, 2 or 5 times a power of ten.
  function linearTicks(low, high, count) {
    const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) ?? rough;
    const ticks = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-9) + step * 1e-9 && ticks.length < 50; k++)
      ticks.push(k * step);
    return ticks;
  }
  function logTicks(low, high) {
    const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
    const every = Math.ceil((last - first) / 7);
    const factors = last - first <= 2 ? [1, 2, 5] : [1];
    const ticks = [];
    for (let power = first; power <= last; power += every)
      for (const factor of factors) ticks.push(factor * 10 ** power);
    const inside = ticks.filter(tick => tick >= low * 0.999 && tick <= high * 1.001);
    return inside.length > 1 ? inside : linearTicks(low, high, 4);
  }
  function tickLabel(value) {
    const size = Math.abs(value);
    if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
    if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`;
    return size !== 0 && size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(4)));
  }

  // Whether a plot is logarithmic, by its title, for as long as the page is open.
  const isLogarithmic = new Map();

  // series: [{ name, steps, values, low, high, index, isDashed }], null where a value is no number.
  function plot({ title, series, x = "step", note = "" }) {
    const all = series.flatMap(s => [s.values, s.low ?? [], s.high ?? []].flat()).filter(v => v !== null);
    const canBeLog = all.length > 0 && all.every(v => v > 0);
    const isLog = canBeLog && (isLogarithmic.get(title) ?? title.toLowerCase().includes("loss"));
    const readout = el("div", { class: "readout", "aria-live": "off" }, note);
    const figure = el("figure", {},
      el("div", { class: "head" }, el("div", { class: "name" }, title),
        canBeLog && el("button", {
          type: "button", "aria-pressed": String(isLog), onclick: () => {
            isLogarithmic.set(title, !isLog);
            figure.replaceWith(plot({ title, series, x, note }));
          },
        }, isLog ? "log" : "linear")),
      series.length > 1 && el("div", { class: "legend" }, series.map((s, i) => el("span", {},
        el("span", { class: "swatch", style: { background: colour(s.index ?? i) } }), s.name))),
      drawing(series, all, isLog, x, readout, note), readout);
    return figure;
  }

  function drawing(series, all, isLog, x, readout, note) {
    const width = 560, height = 270, left = 62, right = width - 14, top = 10, bottom = height - 40;
    const steps = series.flatMap(s => s.steps);
    let [first, last] = range(steps), [low, high] = range(all);
    if (first === last) [first, last] = [first - 1, last + 1];
    if (high - low <= Math.abs(high) * 1e-9) {
      const reach = low === 0 ? 1 : Math.abs(low) / 2;
      [low, high] = [low - reach, high + reach];
    }
    if (!isLog) [low, high] = [low - (high - low) * 0.03, high + (high - low) * 0.03];
    const length = isLog ? Math.log : v => v;
    const px = step => left + (step - first) / (last - first) * (right - left);
    const py = value => bottom - (length(value) - length(low)) / (length(high) - length(low)) * (bottom - top);
    const at = (step, value) => `${px(step).toFixed(1)},${py(value).toFixed(1)}`;
    const text = (px, py, anchor, label) => svg("text", { x: px, y: py, "text-anchor": anchor }, label);
    const lines = series.flatMap((s, i) => {
      const style = { stroke: colour(s.index ?? i), "stroke-dasharray": (s.index ?? i) >= 8 ? "6 5" : "none" };
      const parts = segments(s.values);
      const bands = s.low ? segments(s.low).map(part => svg("polygon", {
        class: "band", style: { fill: colour(s.index ?? i) },
        points: [...part.map(k => at(s.steps[k], s.high[k] ?? s.values[k] ?? s.low[k])),
          ...part.toReversed().map(k => at(s.steps[k], s.low[k]))].join(" "),
      })) : [];
      const curves = parts.map(part => part.length > 1
        ? svg("polyline", { class: "curve", style, points: part.map(k => at(s.steps[k], s.values[k])).join(" ") })
        : svg("circle", { class: "dot", style: { fill: colour(s.index ?? i) }, r: 3.5,
          cx: px(s.steps[part[0]]), cy: py(s.values[part[0]]) }));
      return [...bands, ...curves];
    });
    const ticks = isLog ? logTicks(low, high) : linearTicks(low, high, 5);
    const cross = svg("line", { class: "cross", y1: top, y2: bottom, visibility: "hidden" });
    const picture = svg("svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": series.map(s => s.name).join(", ") },
      ticks.map(v => [svg("line", { class: "grid", x1: left, x2: right, y1: py(v), y2: py(v) }),
        text(left - 7, py(v) + 4.5, "end", tickLabel(v))]),
      svg("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }),
      linearTicks(first, last, 5).map(v => text(px(v), bottom + 18, "middle", tickLabel(v))),
      text((left + right) / 2, height - 4, "middle", x), lines, cross);
    picture.addEventListener("pointermove", event => {
      const box = picture.getBoundingClientRect();
      const step = first + ((event.clientX - box.left) / box.width * width - left) / (right - left) * (last - first);
      const found = series.filter(s => s.steps.length).map(s => [s, nearest(s.steps, step)]);
      if (!found.length) return;
      const shown = found[0][0].steps[found[0][1]];
      for (const name of ["x1", "x2"]) cross.setAttribute(name, px(shown));
      cross.setAttribute("visibility", "visible");
      const values = found.map(([s, k]) => `${series.length > 1 ? s.name + " " : ""}${short(s.values[k])}`
        + (s.low ? ` (${short(s.low[k])} to ${short(s.high[k])})` : ""));
      readout.textContent = `${x} ${shown}: ${values.slice(0, 6).join(", ")}${values.length > 6 ? ", …" : ""}`;
    });
    picture.addEventListener("pointerleave", () => {
      cross.setAttribute("visibility", "hidden");
      readout.textContent = note;
    });
    return picture;
  }

  const range = numbers => numbers.length
    ? numbers.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, -Infinity]) : [0, 1];
  // The indices of each stretch without a gap.
  function segments(values) {
    const parts = [[]];
    values.forEach((value, k) => value === null ? parts.push([]) : parts.at(-1).push(k));
    return parts.filter(part => part.length);
  }
  function nearest(steps, step) {
    let [low, high] = [0, steps.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (steps[middle] <= step) low = middle; else high = middle;
    }
    return Math.abs(steps[high] - step) < Math.abs(steps[low] - step) ? high : low;
  }
  """#
