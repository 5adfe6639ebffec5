/// Returns the middle number, or the mean of the two; NaN counts as the largest. The median of no numbers is NaN.
func median(_ values: [Double]) -> Double {
  let sorted = values.map { $0.isNaN ? .infinity : $0 }.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
