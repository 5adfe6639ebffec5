/// A search for the programs that explain a task's demonstrations: enumerated whole, or as a rule for each cell whose
/// layers are enumerated.
public struct ProgramSearch: Sendable {
  /// The bound on the enumeration.
  public var budget = ProgramEnumerator.Budget()
  /// The largest number of operations on words of cells by which rules are learned.
  public var operations = 3_000_000_000
  /// The seconds that a task may take, or `nil` for a result that is the same on every machine.
  public var seconds: Double?
  /// The largest number of layers of which a rule is learned.
  public var layers = 300
  /// The largest number of answers.
  public var answers = 20
  /// The prices of programs.
  public var prior = ProgramPrior.fitted

  /// Creates a search of the default size.
  public init() {}

  /// An explanation of the demonstrations and its answers.
  public struct Answer: Sendable {
    /// The answer to each query.
    public let grids: [Grid]
    /// The description length, in half bits.
    public let price: Int
    /// The share of the demonstrations that are right when each is left out of learning in turn.
    public let leftOut: Double
    /// The program that gives the answers.
    public let program: Program

    /// Creates an explanation.
    public init(grids: [Grid], price: Int, leftOut: Double, program: Program) {
      (self.grids, self.price, self.leftOut, self.program) = (grids, price, leftOut, program)
    }
  }

  /// Returns the explanations of an episode's demonstrations, best first.
  public func callAsFunction(_ episode: Episode) -> [Answer] {
    let inputs = episode.support.map(\.input) + episode.query.map(\.input)
    let outputs = episode.support.map(\.output)
    let start = ContinuousClock.now
    var budget = budget
    budget.deadline = seconds.map { start + .seconds($0 * 0.6) }
    var colours = [Bool](repeating: false, count: 10)
    for grid in inputs + outputs { for cell in grid.cells { colours[Int(cell)] = true } }
    let palette = (0..<10).filter { colours[Int($0)] }.map { UInt8($0) }
    let constants =
      palette.map(Value.colour) + (1...4).map(Value.number) + Direction.straight.map(Value.direction)
    var enumerator = ProgramEnumerator(inputs: inputs, constants: constants, prior: prior)
    var data = CellLayers(outputs: outputs)
    var found: [ProgramEnumerator.Found] = []
    let truth = outputs.map(Value.grid)

    func visit(_ program: ProgramEnumerator.Found) {
      if program.values.starts(with: truth) { found.append(program) }
      if data.layers.count < layers * 4 { _ = data.add(program) }
    }
    visit(enumerator.found(0))
    while enumerator.advance(within: budget, visit: visit) {
      if let first = found.first, enumerator.level > first.price + 4 { break }
    }
    var answers = found.prefix(answers).compactMap { program -> Answer? in
      let grids = program.values.dropFirst(outputs.count).compactMap { Grid($0) }
      return Answer(
        grids: grids, price: program.price, leftOut: 1, program: enumerator.program(program.number))
    }
    var meter = WorkMeter(operations: operations, deadline: seconds.map { start + .seconds($0) })
    answers += learned(episode, data.narrowed(to: layers), enumerator, palette, &meter)
    var known: Set<[Grid]> = []
    return answers.sorted { $0.cost < $1.cost }.filter { known.insert($0.grids).inserted }
  }

  /// Returns the answers of rules for each cell, of few layers first.
  private func learned(
    _ episode: Episode, _ data: CellLayers, _ enumerator: ProgramEnumerator, _ colours: [UInt8],
    _ meter: inout WorkMeter
  ) -> [Answer] {
    guard let sizes = data.querySizes else { return [] }
    var answers: [Answer] = []
    let everyone = Array(episode.support.indices)
    for count in [30, 100, layers] where !meter.isSpent {
      let part = data.narrowed(to: count)
      let learner = CellRuleLearner(part, colours: colours)
      guard let learned = learner.learn(from: everyone, within: &meter) else { continue }
      var right = 0
      for demonstration in everyone where everyone.count > 1 {
        let others = everyone.filter { $0 != demonstration }
        if let rule = learner.learn(from: others, within: &meter)?.rules,
          rule.isRight(at: demonstration, part)
        { right += 1 }
      }
      let grids = sizes.indices.map { query in
        Grid(
          packed: learned.rules.cells(of: query, count: sizes[query].height * sizes[query].width, part.layers),
          height: sizes[query].height, width: sizes[query].width)
      }
      answers.append(
        Answer(
          grids: grids, price: learned.price, leftOut: Double(right) / Double(everyone.count),
          program: learned.rules.program { enumerator.program(part.layers[$0].program) }))
      if part.layers.count == data.layers.count { break }
    }
    return answers
  }
}

extension ProgramSearch.Answer {
  /// The order of answers: the description length, and what is not right when it is left out.
  var cost: Double { Double(price) + 30 * (1 - leftOut) }
}

extension CellRules {
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
