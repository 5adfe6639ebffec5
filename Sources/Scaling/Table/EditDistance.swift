/// Returns the least number of insertions, deletions and replacements of elements that turn one sequence into another.
///
/// It takes O(nm) time and the memory of two rows of the table of prefixes.
/// - Source: Wagner, Fischer 1974, "The String-to-String Correction Problem".
func editDistance<Element: Equatable>(_ first: [Element], _ second: [Element]) -> Int {
  var above = Array(0...second.count)
  var row = above
  for i in first.indices {
    row[0] = i + 1
    for j in second.indices {
      let replaced = above[j] + (first[i] == second[j] ? 0 : 1)
      row[j + 1] = min(replaced, row[j] + 1, above[j + 1] + 1)
    }
    swap(&above, &row)
  }
  return above[second.count]
}
