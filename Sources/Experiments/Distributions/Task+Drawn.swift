internal import Randomness
internal import Tasks

extension Task {
  /// Draws queries and demonstrations with distinct inputs. Queries are drawn first: they are the same for any number
  /// of demonstrations, and a shorter list of these begins a longer one.
  func drawn(
    _ queries: Int, _ demonstrations: Int, using generator: inout Generator
  ) throws(TooFewInputs) -> (queries: [Example], demonstrations: [Example]) {
    if let choose { return choose(queries, demonstrations, &generator) }
    let examples = try drawn(queries + demonstrations, using: &generator)
    return (Array(examples[..<queries]), Array(examples[queries...]))
  }

  /// Draws this many examples with distinct inputs, in the order of drawing: a longer list begins with the shorter one.
  func drawn(_ count: Int, using generator: inout Generator) throws(TooFewInputs) -> [Example] {
    var seen: Set<Grid> = []
    var examples: [Example] = []
    var misses = 0
    while examples.count < count, misses < 1_000 {
      let example = example(&generator)
      misses += 1
      guard seen.insert(example.input).inserted else { continue }
      examples.append(example)
      misses = 0
    }
    guard examples.count == count else {
      throw TooFewInputs(rule: "\(family)/\(rule)", found: seen.count, wanted: count)
    }
    return examples
  }
}

/// The error of a rule that has too few distinct inputs.
struct TooFewInputs: Error, CustomStringConvertible {
  let rule: String
  let found: Int
  let wanted: Int

  var description: String {
    "\(rule) has only \(found) of \(wanted) different inputs; ask for fewer examples (support and query together)"
  }
}
