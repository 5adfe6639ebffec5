import Randomness

@testable import Tasks

extension Sequences {
  /// A hidden number is added to every second symbol.
  var everySecond: ProceduralFamily {
    family("everySecond", "add a number to every second symbol", rules: (1..<symbols).map { "\($0)" }) { generator in
      let amount = generator.integer(in: 1..<symbols)
      return Rule("\(amount)") { sequence in
        sequence.enumerated().map { $0.offset % 2 == 0 ? $0.element : ($0.element + amount) % symbols }
      }
    }
  }
}
