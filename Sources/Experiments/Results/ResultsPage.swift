public import Foundation
internal import Reports
internal import Scaling

/// A Markdown page whose tables and plots are rendered from the data beside it.
///
/// Between a marker and `<!-- end -->` is what the marker describes:
///
/// - `<!-- table: data.csv; where: group=trained; rows: learner; columns: steps; cell: {mean} ± {halfWidth} -->` has a row
///   for each learner and a column for each number of steps;
/// - `<!-- table: data.csv; show: learner = {learner}; show: ours = {ours}[ ± {interval}] -->` has a row for each row;
/// - `<!-- plot: data.csv; file: plot.svg; title: …; x: steps; y: mean; interval: halfWidth; series: learner -->` is an SVG.
public struct ResultsPage: Sendable {
  /// The URL of the page.
  public let url: URL
  /// The current text of the page.
  public let text: String
  /// The text of the page rendered from the data.
  public let rendered: String
  /// The figures rendered from the data, by their URL.
  public let figures: [URL: String]

  /// Renders a page.
  public init(contentsOf url: URL) throws {
    self.url = url
    text = try String(contentsOf: url, encoding: .utf8)
    var (lines, figures): ([String], [URL: String]) = ([], [:])
    var open: Int?
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      if open == nil || line == ResultsDirective.end { lines.append(line) }
      if open != nil, line == ResultsDirective.end { open = nil }
      guard open == nil, let directive = ResultsDirective(line) else { continue }
      open = number
      do {
        lines += [""] + (try Self.render(directive, in: url.deletingLastPathComponent(), &figures)) + [""]
      } catch {
        throw ResultsPageError("\(url.path): line \(number + 1): \(error)")
      }
    }
    if let open {
      throw ResultsPageError("\(url.path): line \(open + 1): nothing ends it; write \(ResultsDirective.end) below")
    }
    (rendered, self.figures) = (lines.joined(separator: "\n"), figures)
  }

  /// The files that differ from what the data render, or cannot be read.
  public var stale: [URL] {
    (text == rendered ? [] : [url])
      + figures.filter { (try? String(contentsOf: $0.key, encoding: .utf8)) != $0.value }.map(\.key)
  }

  /// Returns the pages of a folder: README.md, and all below Results and Guides.
  public static func all(in folder: URL) throws -> [ResultsPage] {
    var urls = [folder.appendingPathComponent("README.md")]
    for name in ["Results", "Guides"] {
      let files = FileManager.default.enumerator(
        at: folder.appendingPathComponent(name), includingPropertiesForKeys: nil)
      urls += (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "md" }
    }
    return try urls.sorted { $0.path < $1.path }.map { try ResultsPage(contentsOf: $0) }
  }

  private static func render(
    _ directive: ResultsDirective, in folder: URL, _ figures: inout [URL: String]
  ) throws -> [String] {
    let data = try ResultsRows(directive, in: folder)
    switch directive.kind {
    case .table: return try data.table(directive).markdown(isMarkup: true).components(separatedBy: "\n")
    case .plot:
      guard let file = directive["file"] else { throw ResultsPageError("a plot has no file; write file: NAME.svg") }
      let plot = try data.plot(directive)
      figures[folder.appendingPathComponent(file)] = plot.svg(width: 760)
      return ["![\(plot.title)](\(file))"]
    }
  }
}

/// A page that cannot be rendered: the place, the problem and the remedy.
public struct ResultsPageError: Error, CustomStringConvertible {
  /// The problem and the remedy, in a sentence.
  public let description: String

  init(_ description: String) { self.description = description }
}
