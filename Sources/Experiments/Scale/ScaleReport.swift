/// A page of an answer about scale: what was found, its plots, its tables, and the command that makes it again.
public struct ScaleReport: Sendable {
  /// The heading.
  public var title: String
  /// What was found.
  public var parts: [ScalePart]
  /// What it looks like.
  public var plots: [LinePlot]
  /// The command that makes the page.
  public var command: String

  /// A page.
  public init(title: String, parts: [ScalePart], plots: [LinePlot], command: String) {
    (self.title, self.parts, self.plots, self.command) = (title, parts, plots, command)
  }

  /// The page: what opens the answer and its first table, then the plots, then the rest.
  public var report: Report {
    let parts = merged
    let lead = parts.firstIndex {
      if case .table = $0 { true } else { false }
    }
    let first = parts.prefix(through: lead ?? parts.endIndex - 1).map(\.section)
    let rest = parts.dropFirst((lead ?? parts.endIndex - 1) + 1).map(\.section)
    return Report(
      title: title, sections: first + plots.map { .plot($0) } + rest + [.heading("Made by"), .code(command)])
  }

  /// The parts with facts that follow each other in one list.
  private var merged: [ScalePart] {
    parts.reduce(into: []) { merged, part in
      if case .facts(let next) = part, case .facts(let before) = merged.last {
        merged[merged.count - 1] = .facts(before + next)
      } else {
        merged.append(part)
      }
    }
  }
}
