/// Returns up to `limit` known names, those closest to a misspelt one first, by edit distance regardless of case.
public func nearest(to name: String, in known: some Sequence<String>, limit: Int = 3) -> [String] {
  known.map { (distance: editDistance(name.lowercased(), $0.lowercased()), name: $0) }
    .sorted { $0 < $1 }
    .prefix(limit)
    .map(\.name)
}

/// Returns the least number of insertions, deletions, replacements and swaps of neighbours that turn one text into another.
///
/// - Source: Damerau 1964, "A Technique for Computer Detection and Correction of Spelling Errors"; no part is edited twice.
public func editDistance(_ first: String, _ second: String) -> Int {
  let (source, target) = (Array(first), Array(second))
  var (earlier, last, row) = ([Int](), [Int](), Array(0...target.count))
  for i in source.indices {
    (earlier, last) = (last, row)
    row[0] = i + 1
    for j in target.indices {
      row[j + 1] = min(last[j] + (source[i] == target[j] ? 0 : 1), row[j] + 1, last[j + 1] + 1)
      if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] {
        row[j + 1] = min(row[j + 1], earlier[j - 1] + 1)
      }
    }
  }
  return row[target.count]
}
