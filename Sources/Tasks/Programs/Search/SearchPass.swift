/// One pass of a `ProgramSearch` over an episode.
struct SearchPass {
  /// The description length, in half bits, of a rule that holds up so well that nothing more is sought.
  static let plain = 60
  /// The largest number of layers that are kept.
  private static let layers = 4_000

  private let episode: Episode
  private let settings: ProgramSearch
  private let outputs: [Grid]
  private let truth: [Value]
  private let palette: [UInt8]
  private let start: ContinuousClock.Instant
  private let seconds: Double?
  private var budget: ProgramEnumerator.Budget
  /// The cells and applications of the whole pass.
  private let (cells, applications): (Int, Int)
  private var meter: WorkMeter
  private var enumerator: ProgramEnumerator
  private var data: CellLayers
  /// Programs of the outputs' sizes, with the share of cells that they have right.
  private var promising: [(number: Int, match: Double)] = []
  /// The programs whose values are all outputs.
  private(set) var found: [ProgramEnumerator.Found] = []
  /// The explanations so far.
  private(set) var answers: [ProgramSearch.Answer] = []
  /// Whether one holds up, without a demonstration too.
  var isConvincing: Bool { answers.contains { $0.leftOut == 1 && $0.price <= Self.plain } }

  init(
    _ episode: Episode, _ settings: ProgramSearch, start: ContinuousClock.Instant, seconds: Double?
  ) {
    (self.episode, self.settings, self.start, self.seconds) = (episode, settings, start, seconds)
    let inputs = episode.support.map(\.input) + episode.query.map(\.input)
    outputs = episode.support.map(\.output)
    truth = outputs.map(Value.grid)
    var isPresent = [Bool](repeating: false, count: 10)
    for grid in inputs + outputs { for cell in grid.cells { isPresent[Int(cell)] = true } }
    palette = (0..<10).filter { isPresent[Int($0)] }.map { UInt8($0) }
    let constants = palette.map(Value.colour) + (1...4).map(Value.number) + Direction.straight.map(Value.direction)
    enumerator = ProgramEnumerator(inputs: inputs, constants: constants, prior: settings.prior ?? .fitted(to: episode))
    data = CellLayers(outputs: outputs)
    budget = settings.budget
    // With a clock to end it the work is not counted.
    (cells, applications) = seconds == nil ? (budget.cells, budget.applications) : (1 << 40, 1 << 40)
    meter = WorkMeter(
      operations: seconds == nil ? settings.operations : 1 << 60, deadline: seconds.map { start + .seconds($0) })
  }

  /// The instant by which this share of the seconds has passed.
  private func deadline(_ share: Double) -> ContinuousClock.Instant? {
    seconds.map { seconds in
      let now = ContinuousClock.now
      return now + (start + .seconds(seconds) - now) * share
    }
  }

  private mutating func visit(_ program: ProgramEnumerator.Found) {
    if program.values.starts(with: truth) { found.append(program) }
    let match = match(program.values)
    if let match { promising.append((program.number, match)) }
    if data.layers.count < Self.layers { _ = data.add(program, match: match) }
  }

  /// The share of the outputs' cells that a program's values have right, the least of all demonstrations', or `nil` if
  /// they are no grids of the outputs' sizes.
  private func match(_ values: [Value]) -> Double? {
    var least = 1.0
    for (value, output) in zip(values, outputs) {
      guard case .grid(let grid) = value, grid.height == output.height, grid.width == output.width else { return nil }
      var right = 0
      for (one, other) in zip(grid.cells, output.cells) where one == other { right += 1 }
      least = min(least, Double(right) / Double(output.cells.count))
    }
    return least
  }

  /// Enumerates programs by description length, and a little further than the first that explains, for a share of the
  /// work or of the seconds that are left.
  mutating func enumerate(_ share: Double) {
    (budget.cells, budget.applications) = (Int(Double(cells) * share), Int(Double(applications) * share))
    budget.deadline = deadline(share)
    if enumerator.level == 0 { visit(enumerator.found(0)) }
    enumerator.renew()
    var goesOn = true
    while goesOn {
      var new: [ProgramEnumerator.Found] = []
      goesOn = enumerator.advance(within: budget) { new.append($0) }
      for program in new { visit(program) }
      if let first = found.first, enumerator.level > first.price + 4 { break }
    }
    addFound()
  }

  private mutating func addFound() {
    for program in found.prefix(settings.answers) {
      answers.append(
        ProgramSearch.Answer(
          grids: program.values.dropFirst(outputs.count).compactMap { Grid($0) }, price: program.price, leftOut: 1,
          program: enumerator.program(program.number)))
    }
  }

  /// Builds upon what is nearly right, whatever its price.
  mutating func expand() {
    budget.cells += cells / 2
    budget.applications += applications / 2
    budget.deadline = deadline(0.4)
    enumerator.renew()
    var expanded: Set<Int> = [0]
    for _ in 0..<settings.beam where found.isEmpty && !enumerator.isExhausted {
      promising.sort { ($0.match, -$0.number) > ($1.match, -$1.number) }
      promising.removeLast(max(0, promising.count - 200))
      guard let next = promising.first(where: { !expanded.contains($0.number) }) else { break }
      expanded.insert(next.number)
      var new: [ProgramEnumerator.Found] = []
      enumerator.expand(next.number, within: budget) { new.append($0) }
      for program in new { visit(program) }
    }
    addFound()
  }

  /// Lays out what holds of whole inputs on grids of the outputs' sizes, if these are known.
  mutating func layOutScalars() {
    guard let size = enumerator.size(of: outputs) else { return }
    for program in enumerator.scalars(on: size) { visit(program) }
  }

  /// Learns rules for each cell, of few layers first.
  mutating func learn() {
    guard let sizes = data.querySizes else { return }
    let everyone = Array(episode.support.indices)
    let most = data.narrowed(to: settings.layers).layers.count
    for count in [30, 100, settings.layers] where !meter.isSpent {
      let part = data.narrowed(to: count)
      let learner = CellRuleLearner(part, colours: palette)
      if let learned = learner.learn(from: everyone, within: &meter) {
        var right = 0
        for demonstration in everyone where everyone.count > 1 {
          let others = everyone.filter { $0 != demonstration }
          if let rule = learner.learn(from: others, within: &meter)?.rules, rule.isRight(at: demonstration, part) {
            right += 1
          }
        }
        let grids = sizes.indices.map { query in
          Grid(
            packed: learned.rules.cells(of: query, count: sizes[query].height * sizes[query].width, part.layers),
            height: sizes[query].height, width: sizes[query].width)
        }
        answers.append(
          ProgramSearch.Answer(
            grids: grids, price: learned.price, leftOut: Double(right) / Double(everyone.count),
            program: learned.rules.program { enumerator.program(part.layers[$0].program) }))
      }
      if part.layers.count == most { break }
    }
  }
}
