extension Document {
  /// Creates the page of an answer: its opening blocks and its first table, then its plots, then the rest, and the
  /// command that reproduces it.
  public init(title: String, answer: [DocumentBlock], plots: [LinePlot], command: String) {
    let blocks = Self.merged(answer)
    let lead = blocks.firstIndex(where: \.isTable).map { $0 + 1 } ?? blocks.count
    self.init(
      title: title,
      blocks: blocks.prefix(lead) + plots.map { .plot($0) } + blocks.dropFirst(lead)
        + [.heading("Made by"), .code(command)])
  }

  /// Returns the blocks with adjacent facts merged into one list.
  private static func merged(_ blocks: [DocumentBlock]) -> [DocumentBlock] {
    blocks.reduce(into: []) { merged, block in
      if case .facts(let next) = block, case .facts(let before) = merged.last {
        merged[merged.count - 1] = .facts(before + next)
      } else {
        merged.append(block)
      }
    }
  }
}
