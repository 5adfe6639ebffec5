/// A rule for each cell of the output, learned from the demonstrations: a source, and exceptions to it.
///
/// The output is the base everywhere but where a condition holds, there it is the condition's source:
///
///     where blue objects are largest: red; where the row is uniform: the input's mirror image; elsewhere: the input
///
/// A condition is a conjunction of at most `CellRuleLearner.conjunction` tests of layers, a source a layer or a colour.
struct CellRules: Hashable, Sendable {
  /// What a cell becomes.
  enum Source: Hashable, Sendable {
    case colour(UInt8)
    /// The value of a layer.
    case layer(Int)
  }

  /// A test of a layer at a cell.
  struct Test: Hashable, Sendable {
    let layer: Int
    let value: UInt8
    /// Whether the layer has the value, else whether it has another.
    let isEqual: Bool

    func holds(_ cell: UInt8) -> Bool { (cell == value) == isEqual }
  }

  /// An exception: where all tests hold, the source.
  struct Exception: Hashable, Sendable {
    let tests: [Test]
    let source: Source
  }

  var base: Source
  var exceptions: [Exception]

  /// Returns the cells of a query.
  func cells(of query: Int, count: Int, _ layers: [CellLayers.Layer]) -> [UInt8] {
    func value(_ source: Source, _ cell: Int) -> UInt8 {
      switch source {
      case .colour(let colour): colour
      case .layer(let layer): layers[layer].queries[query][cell]
      }
    }
    return (0..<count).map { cell in
      for exception in exceptions
      where exception.tests.allSatisfy({ $0.holds(layers[$0.layer].queries[query][cell]) }) {
        return value(exception.source, cell)
      }
      return value(base, cell)
    }
  }

  /// Whether the rule is right at every cell of a demonstration.
  func isRight(at demonstration: Int, _ data: CellLayers) -> Bool {
    func value(_ source: Source, _ cell: Int) -> UInt8 {
      switch source {
      case .colour(let colour): colour
      case .layer(let layer): data.layers[layer].cells[cell]
      }
    }
    let range = data.ranges[demonstration]
    for cell in range.lowerBound * 64..<range.upperBound * 64 where data.truth[cell] != 255 {
      let exception = exceptions.first { $0.tests.allSatisfy { $0.holds(data.layers[$0.layer].cells[cell]) } }
      if value(exception?.source ?? base, cell) != data.truth[cell] { return false }
    }
    return true
  }
}
