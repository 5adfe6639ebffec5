/// Elements, numbers, questions to the server.
///
/// What comes from the store or a service becomes text and nothing else: names, prompts and samples are strangers'.
let scriptBasics = #"""
  const make = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
    return node;
  };
  const el = (tag, attributes, ...children) => make(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) =>
    make(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  // The numbers of tables: four digits, as in a terminal. NaN and infinities come as texts.
  function short(value) {
    if (value === null || value === undefined) return "–";
    if (typeof value === "string") return value;
    if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
    const size = Math.abs(value);
    return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
  }
  function duration(seconds) {
    if (!Number.isFinite(seconds)) return "–";
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
    if (s < 172800) return `${Math.floor(s / 3600)} h ${String(Math.floor(s / 60) % 60).padStart(2, "0")} min`;
    return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
  }
  const date = seconds => {
    const d = new Date(seconds * 1000), two = n => String(n).padStart(2, "0");
    const day = [d.getFullYear(), two(d.getMonth() + 1), two(d.getDate())].join("-");
    return `${day} ${two(d.getHours())}:${two(d.getMinutes())}`;
  };
  const now = () => Date.now() / 1000;
  const status = text => el("span", { class: `status ${/^[a-z]+$/.test(text) ? text : ""}` }, text);

  // A page of its own has its answers with it.
  const exported = JSON.parse(document.getElementById("exported")?.textContent ?? "null");
  const keyName = "autodidact-key";
  const authorization = () => {
    const key = sessionStorage.getItem(keyName);
    return key ? { Authorization: `Bearer ${key}` } : {};
  };
  class Refusal extends Error {
    constructor(status, message) { super(message); this.status = status; }
  }
  async function request(path, options = {}) {
    let response;
    try {
      response = await fetch(path, { ...options, headers: { ...options.headers, ...authorization() } });
    } catch {
      throw new Refusal(0, "The server does not answer. This page goes on when it does.");
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const said = answer.error?.message ?? answer.error ?? answer.detail;
    throw new Refusal(response.status, said ?? `The server answered ${response.status}.`);
  }
  async function ask(path, parameters = {}, kept = path) {
    if (exported && !(kept in exported)) throw new Refusal(404, "It is not in this file.");
    if (exported) return exported[kept];
    const list = Object.entries(parameters).flatMap(([name, value]) => [value].flat().map(one => [name, one]))
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return request(`/dashboard/api/${path}${list.length ? "?" + list.join("&") : ""}`);
  }

  // Tables: an array of headings, those that begin with "#" for numbers, with "-" for wide screens only.
  function table(headings, rows) {
    const columns = headings.map(text => ({
      name: text.replace(/^[#-]+/, ""),
      class: [/^-?#/.test(text) && "number", /^#?-/.test(text) && "wide-only"].filter(Boolean).join(" ") || null,
    }));
    const cells = (tag, row) => row.map((cell, i) => cell instanceof HTMLTableCellElement ? cell
      : el(tag, { class: columns[i]?.class }, cell));
    return el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, cells("th", columns.map(column => column.name)))),
      el("tbody", {}, rows.map(row => row instanceof Element ? row : el("tr", {}, cells("td", row))))));
  }
  const facts = pairs => el("dl", {}, pairs.filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  const named = run => el("td", { class: "run" }, el("a", { href: `#/run/${run.id}` }, run.name),
    el("span", { class: "soft small wide-only" }, run.id));
  const sum = numbers => numbers.reduce((a, b) => a + b, 0);
  const empty = (...lines) => el("div", { class: "empty" }, lines.map(line => el("p", {}, line)));
  const code = text => el("code", {}, text);
  """#
