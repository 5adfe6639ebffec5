/// The enumeration of the programs up to depth two over the scenes of a world, by description length and without
/// programs of equal values.
///
/// It is that of `ProgramEnumerator`, but a program may have no value on some scenes: what a program says of panels it
/// says where panels are.
struct WorldEnumeration {
  /// A program of depth zero or one, of any type, with its value on each scene, or `nil` where it has none.
  struct Part {
    let program: Program
    let price: Int
    let values: [Value?]
  }

  /// A program whose values are grids: a primitive of parts.
  struct Row {
    let primitive: Int32
    let arguments: [Int32]
    let price: Int
    let depth: Int
    /// The value on each scene.
    let values: [Grid?]
  }

  /// The least number of scenes on which a program has a value.
  private static let fewest = 3

  private let scenes: [Grid]
  private let prior: ProgramPrior
  private let primitives = Primitives.all
  private(set) var parts: [Part] = []
  /// The numbers of the parts of each type and price; those that read the input are `dependent`.
  private var byPrice: [ProgramType: [[Int32]]] = [:]
  private var dependent: [Bool] = []
  private var known: Set<UInt64> = []

  init(scenes: [Grid], constants: [Value], prior: ProgramPrior) {
    (self.scenes, self.prior) = (scenes, prior)
    known.insert(fingerprint(scenes.map { .grid($0) }))
    add(Part(program: .input, price: 0, values: scenes.map { .grid($0) }), isDependent: true)
    for constant in constants {
      let values = [Value?](repeating: constant, count: scenes.count)
      add(Part(program: .constant(constant), price: prior.constant, values: values), isDependent: false)
    }
  }

  /// Enumerates all programs of depth one, whatever they cost, and gives those whose values are grids to `visit`.
  mutating func enumerateDepthOne(_ visit: (Row) -> Void) {
    let leaves = byPrice
    var tuples: [(price: Int, primitive: Int, arguments: [Int32])] = []
    for index in primitives.indices {
      let base = prior.price(of: primitives[index])
      for rest in 0...3 * prior.constant {
        choose(primitives[index].parameters, rest, from: leaves) { tuples.append((base + rest, index, $0)) }
      }
    }
    tuples.sort { ($0.price, $0.primitive) < ($1.price, $1.primitive) }
    for (price, index, arguments) in tuples {
      guard let values = newValues(index, arguments) else { continue }
      let program = Program.apply(primitives[index], arguments.map { parts[Int($0)].program })
      add(Part(program: program, price: price, values: values), isDependent: true)
      report(index, arguments, price, depth: 1, values, visit)
    }
  }

  /// Tries the programs of depth two of one description length, and gives those whose values are grids to `visit` while
  /// it returns true.
  mutating func enumerateDepthTwo(price level: Int, _ visit: (Row) -> Bool) -> Bool {
    for index in primitives.indices where primitives[index].result == .grid {
      let rest = level - prior.price(of: primitives[index])
      guard rest >= 0 else { continue }
      var tuples: [[Int32]] = []
      choose(primitives[index].parameters, rest, from: byPrice) { tuples.append($0) }
      for arguments in tuples where arguments.contains(where: { parts[Int($0)].program.depth == 1 }) {
        guard let values = newValues(index, arguments) else { continue }
        var goesOn = true
        report(index, arguments, level, depth: 2, values) { goesOn = visit($0) }
        if !goesOn { return false }
      }
    }
    return true
  }

  private func report(
    _ index: Int, _ arguments: [Int32], _ price: Int, depth: Int, _ values: [Value?], _ visit: (Row) -> Void
  ) {
    guard primitives[index].result == .grid else { return }
    visit(
      Row(
        primitive: Int32(index), arguments: arguments, price: price, depth: depth,
        values: values.map { $0.flatMap { Grid($0) } }))
  }

  private mutating func add(_ part: Part, isDependent: Bool) {
    let levels = part.price + 1 - (byPrice[part.program.type]?.count ?? 0)
    if levels > 0 { byPrice[part.program.type, default: []] += [[Int32]](repeating: [], count: levels) }
    byPrice[part.program.type]![part.price].append(Int32(parts.count))
    parts.append(part)
    dependent.append(isDependent)
  }

  /// Gives the numbers of arguments of these types whose prices sum to `rest` to `visit`.
  private func choose(
    _ types: [ProgramType], _ rest: Int, from parts: [ProgramType: [[Int32]]], _ visit: ([Int32]) -> Void
  ) {
    guard types.allSatisfy({ parts[$0] != nil }) else { return }
    var arguments = [Int32](repeating: 0, count: types.count)
    func choose(_ position: Int, _ rest: Int) {
      let levels = parts[types[position]]!
      for price in position == types.count - 1 ? rest...rest : 0...rest where price < levels.count {
        for number in levels[price] {
          arguments[position] = number
          if position + 1 < types.count { choose(position + 1, rest - price) } else { visit(arguments) }
        }
      }
    }
    choose(0, rest)
  }

  /// Returns the values of a primitive, unless they are too few or known.
  private mutating func newValues(_ index: Int, _ arguments: [Int32]) -> [Value?]? {
    guard arguments.contains(where: { dependent[Int($0)] }) else { return nil }
    var values: [Value?] = []
    values.reserveCapacity(scenes.count)
    var defined = 0
    scenes: for scene in scenes.indices {
      if defined + scenes.count - scene < Self.fewest { return nil }
      var given: [Value] = []
      given.reserveCapacity(arguments.count)
      for argument in arguments {
        guard let value = parts[Int(argument)].values[scene] else {
          values.append(nil)
          continue scenes
        }
        given.append(value)
      }
      do throws(Undefined) {
        values.append(try primitives[index](given))
        defined += 1
      } catch {
        values.append(nil)
      }
    }
    guard defined >= Self.fewest, known.insert(fingerprint(values)).inserted else { return nil }
    return values
  }

  private func fingerprint(_ values: [Value?]) -> UInt64 {
    var fingerprint = Fingerprint()
    for value in values {
      if let value { fingerprint.add(value) } else { fingerprint.add(UInt64.max) }
    }
    return fingerprint.state
  }
}
