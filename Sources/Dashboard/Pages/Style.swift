/// The style of what a report does not have: navigation, forms, live marks, tokens.
let dashboardStyle = """
  main { max-width: 78rem; padding-top: 1.4rem; }
  a { color: var(--s0); }
  nav {
    position: sticky; top: 0; z-index: 2; display: flex; gap: 0.2rem; align-items: center; overflow-x: auto;
    padding: 0.4rem 1.25rem; background: var(--panel); border-bottom: 1px solid var(--line);
  }
  nav a { color: var(--ink); text-decoration: none; padding: 0.3rem 0.7rem; border-radius: 6px; white-space: nowrap; }
  nav a[aria-current] { background: var(--page); box-shadow: inset 0 0 0 1px var(--line); font-weight: 600; }
  nav .brand { font-weight: 700; padding-left: 0; }
  nav .live { margin-left: auto; color: var(--soft); font-size: 0.85rem; white-space: nowrap; }
  nav .live::before { content: "○ "; }
  nav .live.on::before { content: "● "; color: var(--s2); }
  .tools { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.8rem 0; }
  .tools:empty { display: none; }
  .tools .grow { flex: 1 1 12rem; }
  .soft { color: var(--soft); }
  .small { font-size: 0.84rem; }
  input, select, button {
    font: inherit; font-size: 0.93rem; color: var(--ink); background: var(--page); border: 1px solid var(--line);
    border-radius: 6px; padding: 0.35rem 0.6rem; max-width: 100%;
  }
  input[type="checkbox"] { width: 1.05rem; height: 1.05rem; margin: 0; }
  button { background: var(--panel); cursor: pointer; }
  button:disabled { opacity: 0.5; cursor: default; }
  :focus-visible { outline: 2px solid var(--s0); outline-offset: 1px; }
  th, td { padding: 0.34rem 0.6rem; }
  tr.at td { background: var(--panel); box-shadow: inset 0 1px var(--s0), inset 0 -1px var(--s0); }
  td.run { overflow-wrap: anywhere; min-width: 7rem; }
  td.last { overflow-wrap: anywhere; }
  td.run a { font-weight: 600; text-decoration: none; }
  td.run .small { display: block; }
  hr { border: 0; border-top: 1px solid var(--line); margin: 0.7rem 0; }
  .status { white-space: nowrap; }
  .status::before { content: "● "; }
  .running::before { content: "▶ "; color: var(--s0); }
  .finished::before, .succeeded::before { content: "✓ "; color: var(--s2); }
  .failed::before { content: "✕ "; color: var(--s1); }
  .interrupted::before, .cancelled::before { content: "◌ "; color: var(--s4); }
  .waiting::before, .queued::before, .paused::before { content: "○ "; color: var(--soft); }
  progress { width: 100%; max-width: 24rem; height: 0.6rem; accent-color: var(--s0); vertical-align: middle; }
  .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 2rem; }
  .plots figure { margin: 0.8rem 0; min-width: 0; max-width: 46rem; }
  .plots .head { display: flex; gap: 0.6rem; align-items: baseline; }
  .plots .head .name { margin: 0; flex: 1; }
  .plots .head button { font-size: 0.78rem; padding: 0.05rem 0.45rem; }
  .plots svg { touch-action: pan-y; }
  .readout { min-height: 1.35rem; color: var(--soft); font-size: 0.84rem; font-variant-numeric: tabular-nums; }
  .cross { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
  .swatch { display: inline-block; width: 0.75rem; height: 0.75rem; border-radius: 3px; margin-right: 0.45rem; }
  .empty { margin: 3rem 0; text-align: center; color: var(--soft); }
  .empty p { margin: 0.4rem auto; }
  .error { border-left: 4px solid var(--s1); background: var(--panel); padding: 0.6rem 0.9rem; border-radius: 4px; }
  .sample { border: 1px solid var(--line); border-radius: 8px; margin: 0.7rem 0; padding: 0.6rem 0.8rem; }
  .sample .head { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; color: var(--soft); font-size: 0.84rem; }
  .sample .reward { color: var(--ink); font-weight: 650; }
  .tokens {
    font: 0.9rem/1.75 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
    white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.4rem 0 0;
  }
  .tokens.prompt { max-height: 12rem; overflow-y: auto; color: var(--soft); }
  .token {
    background: color-mix(in srgb, var(--s1) calc(var(--surprise) * 70%), transparent); border-radius: 2px;
    padding: 0.1rem 0;
  }
  .token:hover { outline: 1px solid var(--soft); }
  .scale { display: inline-block; width: 9rem; height: 0.7rem; border-radius: 3px; vertical-align: middle;
    background: linear-gradient(to right, transparent, color-mix(in srgb, var(--s1) 70%, transparent));
    border: 1px solid var(--line); }
  dialog {
    border: 1px solid var(--line); border-radius: 10px; background: var(--page); color: var(--ink); max-width: 30rem;
    padding: 1rem 1.4rem;
  }
  dialog::backdrop { background: rgb(0 0 0 / 0.45); }
  dialog h2 { margin-top: 0; }
  kbd {
    font: 0.84rem ui-monospace, Menlo, Consolas, monospace; border: 1px solid var(--line); border-radius: 4px;
    padding: 0.05rem 0.4rem; background: var(--panel);
  }
  form.stack { display: grid; gap: 0.6rem; max-width: 32rem; margin: 1rem 0; }
  form.stack label { display: grid; gap: 0.2rem; font-size: 0.9rem; color: var(--soft); }
  summary { cursor: pointer; font-size: 1.05rem; font-weight: 600; margin: 1.4rem 0 0.4rem; }
  @media (max-width: 46rem) {
    main { padding: 0.8rem 0.8rem 3rem; }
    nav { padding: 0.4rem 0.5rem; }
    nav .brand { display: none; }
    nav .live { font-size: 0; padding: 0 0.3rem; }
    nav .live::before { font-size: 1rem; }
    .wide-only, td.run .wide-only { display: none; }
    .tools select { flex: 1 1 8rem; }
    th, td { padding: 0.4rem 0.35rem; }
    /* The mark alone, whose shape says it; a reader aloud has the word. */
    td.mark .status { font-size: 0; }
    td.mark .status::before { font-size: 1rem; }
    td.last { font-size: 0.78rem; }
    input, select, button { font-size: 16px; }
    nav a { padding: 0.45rem 0.55rem; }
    dl { grid-template-columns: minmax(0, max-content) minmax(0, 1fr); gap: 0.25rem 0.8rem; }
    .plots svg text { font-size: 15px; }
  }
  @media print { nav, .tools, .plots .head button { display: none; } }
  """
