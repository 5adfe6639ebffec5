extension CellRules {
  /// Returns the rule as a program of the language, given the programs of the layers.
  func program(_ layer: (Int) -> Program) -> Program {
    func apply(_ name: String, _ arguments: Program...) -> Program {
      .apply(Primitives.named[name]!.first { $0.parameters == arguments.map(\.type) }!, arguments)
    }
    func mask(_ test: Test) -> Program {
      let program = layer(test.layer)
      let cells = program.type == .mask ? program : apply("cells_of", program, .constant(.colour(test.value)))
      let isInside = program.type == .mask ? test.isEqual == (test.value == 1) : test.isEqual
      return isInside ? cells : apply("others", cells)
    }
    /// A grid of the answer's size, onto which the base's colour is laid.
    var ground: Program {
      let sources = [base] + exceptions.map(\.source)
      for case .layer(let index) in sources { return layer(index) }
      let tested = exceptions.first.map { layer($0.tests[0].layer) } ?? .input
      return tested.type == .mask ? apply("figure", tested, .constant(.colour(1))) : tested
    }
    var result: Program =
      if case .colour(let colour) = base { apply("canvas", ground, .constant(.colour(colour))) } else { ground }
    for exception in exceptions.reversed() {
      let tests = exception.tests.map(mask)
      let condition = tests.dropFirst().reduce(tests[0]) { apply("both", $0, $1) }
      switch exception.source {
      case .colour(let colour): result = apply("paint", result, condition, .constant(.colour(colour)))
      case .layer(let index): result = apply("choose", condition, layer(index), result)
      }
    }
    return result
  }
}
