/// Learns a rule for each cell by covering: of all exceptions that are right wherever they apply, the one that explains
/// the most of what is still wrong for its description length, until nothing is wrong.
/// - Source: separate-and-conquer rule learning; Fürnkranz 1999, Section 3; description lengths as in Rissanen 1978.
struct CellRuleLearner {
  /// The largest number of tests of a condition.
  static let conjunction = 3
  /// The number of conditions that are made longer.
  private static let beam = 24
  /// The largest number of exceptions.
  static let exceptions = 6

  let data: CellLayers
  private let layers: [CellLayers.Layer]
  /// The tests with the cells of the demonstrations where they hold, cheapest layers first.
  private var tests: [(test: CellRules.Test, cells: Bits, price: Int)] = []
  /// The sources with the cells of the demonstrations where they are right.
  private var sources: [(source: CellRules.Source, isRight: Bits, price: Int)] = []

  /// Prepares the tests and sources of the layers.
  init(_ data: CellLayers, colours: [UInt8]) {
    self.data = data
    layers = data.layers
    for (index, layer) in layers.enumerated() {
      if !layer.isMask {
        var isRight = Bits(count: data.truth.count)
        for cell in data.truth.indices where layer.cells[cell] == data.truth[cell] { isRight.insert(cell) }
        sources.append((.layer(index), isRight & data.all, layer.price + 2))
      }
      var present = [Bool](repeating: false, count: 256)
      for cell in layer.cells { present[Int(cell)] = true }
      let values = (0..<10).filter { present[$0] }
      guard values.count > 1 else { continue }
      for value in layer.isMask ? [1] : values {
        let cells = Bits(layer.cells) { $0 == UInt8(value) }
        let price = layer.price + (layer.isMask ? 1 : 4)
        tests.append((.init(layer: index, value: UInt8(value), isEqual: true), cells, price))
        if values.count > 2 || layer.isMask {
          tests.append(
            (.init(layer: index, value: UInt8(value), isEqual: false), data.all.subtracting(cells), price + 1))
        }
      }
    }
    for colour in colours {
      sources.append((.colour(colour), Bits(data.truth) { $0 == colour }, 4))
    }
    // Equal sets of cells tell the same: the cheapest stays.
    tests.sort { $0.price < $1.price }
    var known: Set<Bits> = []
    tests = tests.filter { known.insert($0.cells).inserted }
    var right: Set<Bits> = []
    sources.sort { $0.price < $1.price }
    sources = sources.filter { !$0.isRight.isEmpty && right.insert($0.isRight).inserted }
  }

  /// The number of tests.
  var testCount: Int { tests.count }

  /// A rule with its description length.
  struct Learned {
    let rules: CellRules
    let price: Int
  }

  /// Learns a rule that is right at every cell of the given demonstrations, or returns `nil` if there is none of few
  /// exceptions.
  func learn(from demonstrations: [Int], within meter: inout WorkMeter) -> Learned? {
    var mask = Bits(count: data.truth.count)
    for demonstration in demonstrations {
      for word in data.ranges[demonstration] { mask.set(word, to: data.all) }
    }
    let bases = sources.indices.map { ($0, sources[$0].isRight.overlap(mask)) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : sources[$0.0].price < sources[$1.0].price }
    var best: Learned?
    for (index, _) in bases.prefix(3) {
      guard !meter.isSpent else { break }
      guard let learned = learn(base: index, mask, demonstrations, &meter) else { continue }
      if best.map({ learned.price < $0.price }) ?? true { best = learned }
    }
    return best
  }

  private func learn(
    base: Int, _ mask: Bits, _ demonstrations: [Int], _ meter: inout WorkMeter
  ) -> Learned? {
    var wrong = mask.subtracting(sources[base].isRight)
    var rules = CellRules(base: sources[base].source, exceptions: [])
    var price = sources[base].price
    while !wrong.isEmpty {
      guard rules.exceptions.count < Self.exceptions, !meter.isSpent,
        let (exception, cells, cost) = bestException(wrong, mask, demonstrations, &meter)
      else { return nil }
      rules.exceptions.append(exception)
      wrong = wrong.subtracting(cells)
      price += cost
    }
    return Learned(rules: rules, price: price)
  }

  /// A conjunction of tests, with the cells where it holds.
  private struct Condition {
    let tests: [Int]
    let cells: Bits
    let price: Int
  }

  /// Returns the exception that explains the most of what is wrong for its price.
  private func bestException(
    _ wrong: Bits, _ mask: Bits, _ demonstrations: [Int], _ meter: inout WorkMeter
  ) -> (CellRules.Exception, Bits, Int)? {
    let missing = demonstrations.map { wrong.count(in: data.ranges[$0]) }
    let concerned = Double(missing.filter { $0 > 0 }.count)
    /// The value of explaining these cells: the share of each demonstration's wrong cells, in half bits.
    func value(_ cells: Bits) -> Double {
      var share = 0.0
      for (demonstration, count) in zip(demonstrations, missing) where count > 0 {
        share += Double((cells & wrong).count(in: data.ranges[demonstration])) / Double(count)
      }
      return 120 * share / concerned
    }
    var best: (exception: CellRules.Exception, cells: Bits, price: Int, score: Double)?
    let promising = sources.map { ($0, $0.isRight & wrong) }.filter { !$0.1.isEmpty }
      .sorted { $0.1.count > $1.1.count }
    for (source, gain) in promising {
      let bad = mask.subtracting(source.isRight)
      let most = value(gain) - Double(source.price)
      guard most > (best?.score ?? -.infinity) else { continue }
      // A beam over conjunctions: the purest conditions first.
      var beam = [Condition(tests: [], cells: mask, price: 0)]
      for _ in 0..<Self.conjunction {
        var next = BestFirst<(from: Int, test: Int, price: Int)>(count: Self.beam)
        for (from, condition) in beam.enumerated() {
          guard meter.spend(tests.count * mask.words.count) else { return nil }
          let (rightCells, wrongCells) = (condition.cells & gain, condition.cells & bad)
          for index in tests.indices {
            let price = condition.price + tests[index].price
            // Tests come cheapest first: none of the rest can be better.
            guard most - Double(price) > (best?.score ?? -.infinity) else { break }
            let right = rightCells.overlap(tests[index].cells)
            guard right > 0 else { continue }
            let wrongly = wrongCells.overlap(tests[index].cells)
            guard wrongly == 0 else {
              let purity = Double(right) / Double(right + 2 * wrongly)
              next.add((from, index, price), rank: purity - 0.002 * Double(price))
              continue
            }
            let score = value(rightCells & tests[index].cells) - Double(source.price + price)
            if score > (best?.score ?? -.infinity) {
              let chosen = (condition.tests + [index]).map { tests[$0].test }
              best = (
                .init(tests: chosen, source: source.source), condition.cells & tests[index].cells,
                source.price + price, score
              )
            }
          }
        }
        beam = next.elements.map { one in
          Condition(
            tests: beam[one.from].tests + [one.test], cells: beam[one.from].cells & tests[one.test].cells,
            price: one.price)
        }
      }
    }
    guard let best, best.score > -80 else { return nil }
    return (best.exception, best.cells & mask & wrong, best.price)
  }
}

extension Bits {
  /// Takes a word of another set.
  mutating func set(_ word: Int, to other: Bits) { replace(word, other.words[word]) }
}
