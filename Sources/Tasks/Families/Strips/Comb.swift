import Randomness

extension Strips {
  /// Every p-th cell of the strip takes a hidden colour where it is background.
  public var comb: ProceduralFamily {
    let teeth = (2...4).flatMap { period in (0..<period).map { (period, $0) } }
    let rules = teeth.flatMap { tooth in (1...9).map { "\(tooth.0) \(tooth.1) \($0)" } }
    return family("comb", "mark the background in even steps", rules: rules) { generator in
      let (period, phase) = teeth[generator.integer(in: 0..<teeth.count)]
      let colour = generator.integer(in: 1..<10)
      let rule = Rule("\(period) \(phase) \(colour)") { x in
        x.indices.map { x[$0] == 0 && $0 % period == phase ? colour : x[$0] }
      }
      return (rule, scene(avoiding: [colour]))
    }
  }
}
