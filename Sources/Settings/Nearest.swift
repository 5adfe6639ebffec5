/// Returns up to `limit` known names, those closest to a misspelt one first, by edit distance regardless of case.
public func nearest(to name: String, in known: some Sequence<String>, limit: Int = 3) -> [String] {
  known.map { (distance: editDistance(name.lowercased(), $0.lowercased()), name: $0) }
    .sorted { $0 < $1 }
    .prefix(limit)
    .map(\.name)
}

/// Returns the least number of insertions, deletions and replacements that turn one text into another.
///
/// - Source: Wagner, Fischer 1974, "The String-to-String Correction Problem".
public func editDistance(_ first: String, _ second: String) -> Int {
  let target = Array(second)
  var row = Array(0...target.count)
  for (i, character) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let replaced = diagonal + (character == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[target.count]
}
