extension ProgramEnumerator {
  /// The numbers of rows and columns of the outputs, as programs.
  struct Size {
    let height: Program
    let width: Program
  }

  /// The largest number of scalars of a type.
  private static let scalars = 40

  /// Returns programs for the sizes of the outputs, of which the inputs are the first: constants, or the cheapest
  /// numbers that are these sizes; `nil` if there are none.
  func size(of outputs: [Grid]) -> Size? {
    func side(_ sides: [Int]) -> Program? {
      if let first = sides.first, sides.allSatisfy({ $0 == first }) { return .constant(.number(first)) }
      let number = cheapest(of: .number, count: 200).first { number in
        zip(found(Int(number)).values, sides).allSatisfy { $0 == .number($1) }
      }
      return number.map { program(Int($0)) }
    }
    guard let height = side(outputs.map(\.height)), let width = side(outputs.map(\.width)) else { return nil }
    return Size(height: height, width: width)
  }

  /// Adds grids of these sizes: a black one with the places of its cells, and one in the colour of each scalar of the
  /// inputs: of a colour itself, of a number its symbol, of a truth blue or black. Returns the new programs.
  mutating func scalars(on size: Size) -> [Found] {
    func apply(_ name: String, _ arguments: Program...) -> Program {
      .apply(Primitives.named[name]!.first { $0.parameters == arguments.map(\.type) }!, arguments)
    }
    func laidOut(_ colour: Program) -> Program { apply("solid", size.height, size.width, colour) }
    let black = Program.constant(.colour(0))
    var new: [Found] = []
    if let ground = add(laidOut(black), price: 8) {
      new.append(ground)
      expand(ground.number, within: Budget(applications: applications + 3_000)) { new.append($0) }
    }
    for number in dependent(of: .colour, count: Self.scalars) {
      if let found = add(laidOut(program(Int(number))), price: found(Int(number)).price + 8) { new.append(found) }
    }
    for number in dependent(of: .boolean, count: Self.scalars) {
      let colour = apply("if", program(Int(number)), .constant(.colour(1)), black)
      if let found = add(laidOut(colour), price: found(Int(number)).price + 10) { new.append(found) }
    }
    for number in dependent(of: .number, count: Self.scalars) {
      let colour = apply("symbol", program(Int(number)))
      if let found = add(laidOut(colour), price: found(Int(number)).price + 10) { new.append(found) }
    }
    return new
  }
}
