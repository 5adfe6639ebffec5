internal import Randomness
internal import Tasks

extension Task {
  /// So many examples with different inputs, in the order of drawing: a longer list begins with the shorter one.
  func drawn(_ count: Int, using generator: inout Generator) throws(TooFewInputs) -> [Example] {
    var seen: Set<Grid> = []
    var examples: [Example] = []
    for _ in 0..<(1_000 + 100 * count) where examples.count < count {
      let example = example(&generator)
      if seen.insert(example.input).inserted { examples.append(example) }
    }
    guard examples.count == count else {
      throw TooFewInputs(rule: "\(family)/\(rule)", found: seen.count, wanted: count)
    }
    return examples
  }
}

/// A rule that has not enough different inputs for what was asked.
struct TooFewInputs: Error, CustomStringConvertible {
  let rule: String
  let found: Int
  let wanted: Int

  var description: String {
    "\(rule) has only \(found) of \(wanted) different inputs; ask for fewer examples (support and query together)"
  }
}
