public import Foundation
internal import Reports
public import Runs

/// The page of the dashboard: one file of HTML, one style, one script, without a build step.
public enum DashboardPage {
  /// The page that asks its server.
  static let live = page(
    head: #"<link rel="stylesheet" href="/dashboard/style.css">"#,
    tail: #"<script src="/dashboard/app.js"></script>"#)

  /// The style: that of reports, and what a page that is used needs besides.
  static let style = pageStyle + "\n" + dashboardStyle

  /// The script: its parts one after another, in one scope.
  static let script = "(() => {\n\"use strict\";\n" + scriptParts.joined(separator: "\n") + "\n})();\n"

  private static func page(head: String, tail: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Autodidact</title>
    <link rel="icon" href="data:,">
    \(head)
    </head>
    <body>
    <noscript><p>This page draws with JavaScript, which is switched off; `autodidact runs` shows the same in a
    terminal.</p></noscript>
    \(tail)
    </body>
    </html>

    """
  }
}

extension DashboardPage {
  /// Returns one self-contained file that shows these runs as the dashboard does: each, and all beside each other.
  /// - Throws: `RunStoreError` if a run is not in the store.
  public static func exported(store: RunStore, runs ids: [Run.ID], now: Date = Date()) throws -> String {
    var answers: [String: any Encodable & Sendable] = [:]
    var rows: [RunRow] = []
    for id in ids {
      let run = try store.run(matching: id)
      answers["runs/\(run.id)"] = try RunDetails(run, in: store, pages: [], now: now)
      answers["runs/\(run.id)/metrics"] = try RunCurves(of: run.id, named: [], points: 500, in: store)
      rows.append(RunRow(run, metrics: try store.lastMetrics(of: run.id)))
    }
    if rows.count > 1 {
      let names = try store.compare(rows.map(\.id)).metrics.map(\.name)
      for key in [nil] + names.map(Optional.some) {
        answers["compare/\(key ?? "")"] = try ComparedRuns(rows.map(\.id), by: key, points: 500, in: store)
      }
    }
    answers["runs"] = RunRows(runs: rows)
    let data = try answers.mapValues { String(decoding: try DashboardReply.encoded($0), as: UTF8.self) }
      .sorted { $0.key < $1.key }
      .map { "\(String(decoding: try DashboardReply.encoded($0.key), as: UTF8.self)): \($0.value)" }
      .joined(separator: ",\n")
    return page(
      head: """
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
        script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <style>
        \(style)
        </style>
        """,
      tail: """
        <script id="exported" type="application/json">
        {\(Self.inert(data))}
        </script>
        <script>
        \(script)
        </script>
        """)
  }

  /// Returns JSON that ends no element of HTML: "<" appears only in its strings, where it may be written otherwise.
  private static func inert(_ json: String) -> String { json.replacingOccurrences(of: "<", with: "\\u003c") }
}
