extension Repository {
  /// Returns what changed from an older release to this one, where there is no history: one change a file, of the files
  /// that both have and of which few lines changed.
  public func changes(since older: Repository, limits: HistoryLimits = HistoryLimits()) -> [Commit] {
    files.compactMap { file in
      guard file.language.blocks != .none, let before = older[file.path], before.text != file.text else { return nil }
      let hunks = LineDiff(before.text, file.text).hunks(path: file.path, contextLines: limits.contextLines)
        .filter { !$0.before.isEmpty }
      guard !hunks.isEmpty, hunks.reduce(0, { $0 + $1.changedLines }) <= limits.changedLines else { return nil }
      return Commit(
        id: "\(older.name)..\(name):\(file.path)", time: 0, message: "\(file.path) from \(older.name) to \(name)",
        hunks: hunks)
    }
  }
}

/// The lines that differ between two texts.
///
/// - Source: Myers 1986, "An O(ND) Difference Algorithm and Its Variations", as in the standard library's `difference`.
struct LineDiff: Sendable {
  let before: [Substring]
  let after: [Substring]
  /// The lines of `before` that are gone, and those of `after` that are new, counted from 0.
  let removed: Set<Int>
  let inserted: Set<Int>

  init(_ before: String, _ after: String) {
    self.before = before.lines
    self.after = after.lines
    // What both begin and end with costs nothing.
    let shorter = min(self.before.count, self.after.count)
    var head = 0
    while head < shorter, self.before[head] == self.after[head] { head += 1 }
    var tail = 0
    while tail < shorter - head, self.before[self.before.count - 1 - tail] == self.after[self.after.count - 1 - tail] {
      tail += 1
    }
    let (old, new) = (self.before[head..<(self.before.count - tail)], self.after[head..<(self.after.count - tail)])
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in Array(new).difference(from: Array(old)) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset + head)
      case .insert(let offset, _, _): inserted.insert(offset + head)
      }
    }
    (self.removed, self.inserted) = (removed, inserted)
  }

  /// Returns the places that differ, with lines around them; places whose surroundings meet are one.
  func hunks(path: String, contextLines: Int) -> [Commit.Hunk] {
    // Runs of the two texts, in step: each change is a range before and one after.
    var changes: [(old: Range<Int>, new: Range<Int>)] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      let start = (old, new)
      while old < before.count, removed.contains(old) { old += 1 }
      while new < after.count, inserted.contains(new) { new += 1 }
      if (old, new) != start { changes.append((start.0..<old, start.1..<new)) }
      (old, new) = (old + 1, new + 1)
    }
    var hunks: [Commit.Hunk] = []
    var index = 0
    while index < changes.count {
      var last = index
      while last + 1 < changes.count,
        changes[last + 1].old.lowerBound - changes[last].old.upperBound <= 2 * contextLines
      { last += 1 }
      let first = max(0, changes[index].old.lowerBound - contextLines)
      let end = min(before.count, changes[last].old.upperBound + contextLines)
      let newFirst = changes[index].new.lowerBound - (changes[index].old.lowerBound - first)
      let newEnd = min(after.count, changes[last].new.upperBound + (end - changes[last].old.upperBound))
      let group = changes[index...last]
      hunks.append(
        Commit.Hunk(
          path: path, line: newFirst + 1, before: before[first..<end].joined(separator: "\n"),
          after: after[newFirst..<newEnd].joined(separator: "\n"),
          changedLines: group.reduce(0) { $0 + $1.old.count + $1.new.count }))
      index = last + 1
    }
    return hunks
  }
}
