/// The style of a report: system fonts, two themes by variables, layouts for telephones and paper.
///
/// The colours of series are those of Okabe and Ito (2008), distinguishable with every kind of colour vision, darkened
/// or lightened until each stands out from its background.
public let pageStyle = """
  :root {
    --page: #ffffff; --panel: #f6f7f9; --ink: #1b1f24; --soft: #5b6470; --line: #dfe3e8; --best: #e4f3ea;
    --s0: #0072b2; --s1: #d55e00; --s2: #008f68; --s3: #b3508a; --s4: #b98600; --s5: #2f9fd8; --s6: #5b6470; --s7: #8a4b2f;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #14171b; --panel: #1d2127; --ink: #e8eaed; --soft: #9aa4b0; --line: #343a43; --best: #1d3b2c;
      --s0: #4aa8e8; --s1: #f2894a; --s2: #2fc79a; --s3: #de8fbd; --s4: #e6b93c; --s5: #8fd3f7; --s6: #a9b3bf; --s7: #cf9474;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--page); color: var(--ink);
    font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  }
  main { max-width: 58rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
  header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; padding-bottom: 1rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0; overflow-wrap: anywhere; }
  h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 0.6rem; overflow-wrap: anywhere; }
  p { margin: 0.6rem 0; max-width: 44rem; overflow-wrap: anywhere; white-space: pre-line; }
  .subtitle { color: var(--soft); margin: 0.4rem 0 0; }
  pre {
    background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 0.9rem; overflow-x: auto;
    font: 0.86rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  }
  pre code { font: inherit; }
  dl {
    display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; margin: 1rem 0; padding: 0.9rem 1.1rem;
    background: var(--panel); border-radius: 8px; font-size: 0.93rem;
  }
  dt { color: var(--soft); }
  dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
  figure { margin: 1.4rem 0; }
  figcaption { color: var(--soft); font-size: 0.88rem; margin-top: 0.35rem; max-width: 44rem; overflow-wrap: anywhere; }
  .name { font-weight: 600; margin-bottom: 0.3rem; overflow-wrap: anywhere; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: 0.93rem; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.38rem 0.8rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: baseline; }
  th { color: var(--soft); font-weight: 600; border-bottom: 1.5px solid var(--soft); vertical-align: bottom; }
  th.number, td.number { text-align: right; white-space: nowrap; }
  td.best { background: var(--best); font-weight: 650; }
  td .interval { color: var(--soft); font-weight: 400; font-size: 0.84em; }
  svg { display: block; width: 100%; height: auto; }
  svg text { font-size: 12.5px; fill: var(--soft); font-family: inherit; }
  .grid { stroke: var(--line); stroke-width: 1; }
  .axis { stroke: var(--soft); stroke-width: 1; }
  .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
  .pale { opacity: 0.28; stroke-width: 1; }
  .band { opacity: 0.16; stroke: none; }
  .dot { stroke: var(--page); stroke-width: 1.5; }
  .dot:hover { stroke: var(--ink); }
  .ring { fill: var(--page); stroke-width: 2; }
  .whisker { stroke-width: 1.6; opacity: 0.55; }
  .legend { display: flex; flex-wrap: wrap; gap: 0.15rem 1.2rem; font-size: 0.88rem; margin: 0.1rem 0 0.3rem; }
  .legend span { display: inline-flex; align-items: center; gap: 0.45rem; overflow-wrap: anywhere; }
  .legend svg { width: 26px; height: 10px; flex: none; }
  .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
  .columns > div { min-width: 0; }
  .strip { display: flex; flex-wrap: wrap; gap: 1rem 1.4rem; align-items: flex-start; }
  .strip.rows { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.4rem 0.9rem; align-items: center; }
  .strip .label { color: var(--soft); font-size: 0.84rem; margin-bottom: 0.25rem; overflow-wrap: anywhere; }
  .strip.rows .label { margin: 0; max-width: 12rem; }
  .strip svg { width: auto; max-width: 100%; }
  .cell { stroke: #6b7280; stroke-width: 0.6; }
  .wrong { stroke: #ffffff; stroke-width: 2; stroke-linecap: round; paint-order: stroke; }
  .wrong.under { stroke: #000000; stroke-width: 4; }
  @media (max-width: 34rem) { svg.wide text { font-size: 16.5px; } }
  @media print {
    :root {
      --page: #ffffff; --panel: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --best: #e4f3ea;
      --s0: #0072b2; --s1: #d55e00; --s2: #008f68; --s3: #b3508a; --s4: #b98600; --s5: #2f9fd8; --s6: #5b6470; --s7: #8a4b2f;
    }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    body { font-size: 10.5pt; }
    main { max-width: none; padding: 0; }
    figure, table, dl, pre { break-inside: avoid; }
    h2 { break-after: avoid; }
  }
  """

/// The number of colours of series; a ninth series starts again with dashes.
let seriesColorCount = 8

/// The style of a figure in a file of its own: the colours and lines of a page.
let figureStyle = """
  :root {
    --page: #ffffff; --ink: #1b1f24; --soft: #5b6470; --line: #dfe3e8;
    --s0: #0072b2; --s1: #d55e00; --s2: #008f68; --s3: #b3508a; --s4: #b98600; --s5: #2f9fd8; --s6: #5b6470; --s7: #8a4b2f;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #14171b; --ink: #e8eaed; --soft: #9aa4b0; --line: #343a43;
      --s0: #4aa8e8; --s1: #f2894a; --s2: #2fc79a; --s3: #de8fbd; --s4: #e6b93c; --s5: #8fd3f7; --s6: #a9b3bf; --s7: #cf9474;
    }
  }
  text { font: 12.5px system-ui, sans-serif; fill: var(--soft); }
  .title { font-size: 15px; font-weight: 600; fill: var(--ink); }
  .page { fill: var(--page); }
  .grid { stroke: var(--line); stroke-width: 1; }
  .axis { stroke: var(--soft); stroke-width: 1; }
  .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
  .pale { opacity: 0.28; stroke-width: 1; }
  .band { opacity: 0.16; stroke: none; }
  .dot { stroke: var(--page); stroke-width: 1.5; }
  .ring { fill: var(--page); stroke-width: 2; }
  .whisker { stroke-width: 1.6; opacity: 0.55; }
  """
