extension Episode {
  /// The numbers, from 1, of the queries whose answers may be larger than any grid that is shown, so that a canvas for
  /// what is shown does not hold them.
  ///
  /// On each side an answer may be as many times its query, or as many cells more, as in every demonstration; if
  /// neither is constant, a query longer than all that were shown may have a longer answer.
  public var questionsBeyondCanvas: [Int] {
    let canvas = Canvas.fitting(hidingAnswers())
    return query.indices.filter { index in
      let input = query[index].input
      return Self.longest(support.map { ($0.input.height, $0.output.height) }, of: input.height) > canvas.height
        || Self.longest(support.map { ($0.input.width, $0.output.width) }, of: input.width) > canvas.width
    }.map { $0 + 1 }
  }

  /// Returns the longest side that an answer to a query of this side may have.
  private static func longest(_ shown: [(input: Int, output: Int)], of side: Int) -> Int {
    guard let first = shown.first else { return 0 }
    if shown.allSatisfy({ $0.output == $0.input }) { return side }
    let isConstant = shown.allSatisfy { $0.output == first.output } && Set(shown.map(\.input)).count > 1
    if isConstant { return first.output }
    let isMultiple = shown.allSatisfy { $0.output * first.input == first.output * $0.input }
    let isDifference = shown.allSatisfy { $0.output - $0.input == first.output - first.input }
    let longestInput = shown.map(\.input).max() ?? 0, longestOutput = shown.map(\.output).max() ?? 0
    if !isMultiple, !isDifference {
      return side > longestInput && longestOutput > longestInput ? longestOutput + side - longestInput : 0
    }
    return max(isMultiple ? side * first.output / first.input : 0, isDifference ? side + first.output - first.input : 0)
  }
}
