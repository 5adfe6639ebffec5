extension ProgramEnumerator {
  /// The number of cheapest programs of a type that stand beside an expanded program.
  private static let companions = 12

  /// Applies every primitive to one program that is promising, with the cheapest other arguments, whatever the
  /// description length; gives each new program to `visit`.
  public mutating func expand(_ number: Int, within budget: Budget, visit: (Found) -> Void) {
    let type = program(number).type
    let base = found(number).price
    for index in primitives.indices {
      let parameters = primitives[index].parameters
      for position in parameters.indices where parameters[position] == type {
        var choices = parameters.map { cheapest(of: $0, count: Self.companions) }
        choices[position] = [Int32(number)]
        guard choices.allSatisfy({ !$0.isEmpty }) else { continue }
        var chosen = [Int](repeating: 0, count: choices.count)
        repeat {
          let arguments = zip(choices, chosen).map { $0[$1] }
          let others = arguments.reduce(0) { $0 + found(Int($1)).price } - base
          let price = base + others + prior.price(of: primitives[index])
          apply(index, arguments, isMapped: false, price: price, visit)
          check(budget)
          if isExhausted { return }
        } while chosen.advance(within: choices.map(\.count))
      }
    }
  }
}

extension [Int] {
  /// Counts up like the wheels of an odometer; returns whether a wheel moved before all were back at zero.
  fileprivate mutating func advance(within counts: [Int]) -> Bool {
    for wheel in indices.reversed() {
      self[wheel] += 1
      if self[wheel] < counts[wheel] { return true }
      self[wheel] = 0
    }
    return false
  }
}
