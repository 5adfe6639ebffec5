/// Bottom-up enumeration of programs by description length, without programs of equal values.
///
/// Two programs whose values agree on every input are one: of them the cheaper is kept (observational equivalence), so
/// the number of programs grows with the number of different values and not of expressions. A primitive whose first
/// argument is an object or a grid is mapped over lists of them, too.
/// - Source: Albarghouthi, Gulwani, Kincaid 2013, "Recursive Program Synthesis"; Udupa et al. 2013, "TRANSIT".
public struct ProgramEnumerator: Sendable {
  /// A bound on the work.
  public struct Budget: Hashable, Sendable {
    /// The largest number of applications of a primitive to all inputs.
    public var applications: Int
    /// The largest number of cells of inputs over which primitives are applied; an application costs `overhead` more.
    public var cells: Int
    /// The number of cells whose work an application costs besides that on its cells: measured, 20 µs beside 56 ns.
    static let overhead = 400
    /// The largest number of bytes of values in memory.
    public var bytes: Int
    /// The largest description length.
    public var price: Int
    /// The instant after which nothing more is tried, or `nil` if time does not matter.
    public var deadline: ContinuousClock.Instant?

    /// Creates a bound on the work.
    public init(
      applications: Int = 400_000, cells: Int = 50_000_000, bytes: Int = 400_000_000, price: Int = 80,
      deadline: ContinuousClock.Instant? = nil
    ) {
      (self.applications, self.cells, self.bytes) = (applications, cells, bytes)
      (self.price, self.deadline) = (price, deadline)
    }
  }

  /// A program that was found, with its values.
  public struct Found: Sendable {
    /// The number in the order in which programs were found.
    public let number: Int
    /// The description length.
    public let price: Int
    /// The value for each input.
    public let values: [Value]
  }

  let primitives: [Primitive]
  let prior: ProgramPrior
  let inputs: [Grid]
  /// The number of cells of all inputs.
  private let cells: Int
  private var table = ProgramTable()
  /// The number of applications so far.
  public private(set) var applications = 0
  /// The price up to which all programs have been tried.
  public private(set) var level = 0
  /// Whether the budget ended the enumeration.
  public private(set) var isExhausted = false

  /// Creates an enumeration of the programs over these inputs, with these constants.
  public init(
    inputs: [Grid], constants: [Value], primitives: [Primitive] = Primitives.all, prior: ProgramPrior = .flat
  ) {
    (self.primitives, self.prior, self.inputs) = (primitives, prior, inputs)
    cells = Budget.overhead + inputs.reduce(0) { $0 + $1.cells.count }
    _ = table.add(
      .init(origin: .input, price: 0, values: inputs.map(Value.grid), isDependent: true), type: .grid)
    for constant in constants {
      let values = inputs.map { _ in constant }
      _ = table.add(
        .init(origin: .constant(constant), price: prior.constant, values: values, isDependent: false),
        type: constant.type)
    }
  }

  /// The number of different programs.
  public var count: Int { table.entries.count }

  /// Returns the cheapest programs of a type.
  func cheapest(of type: ProgramType, count: Int) -> [Int32] { table.cheapest(of: type, count: count) }

  /// Returns the cheapest programs of a type that read the input.
  func dependent(of type: ProgramType, count: Int) -> [Int32] { table.dependent(of: type, count: count) }

  /// Adds a program from elsewhere; returns `nil` if it has no value on some input or none that is new.
  mutating func add(_ program: Program, price: Int) -> Found? {
    var values: [Value] = []
    for input in inputs {
      guard let value = try? program(input) else { return nil }
      values.append(value)
    }
    let entry = ProgramTable.Entry(origin: .given(program), price: price, values: values, isDependent: true)
    guard let number = table.add(entry, type: program.type) else { return nil }
    return Found(number: Int(number), price: price, values: values)
  }

  /// Continues with a larger budget.
  mutating func renew() { isExhausted = false }

  /// Returns a program as an expression.
  public func program(_ number: Int) -> Program { table.program(Int32(number), primitives) }

  /// Returns a program that was found.
  public func found(_ number: Int) -> Found {
    let entry = table.entries[number]
    return Found(number: number, price: entry.price, values: entry.values)
  }

  /// Tries all programs of the next description length and gives each new one to `visit`; returns whether the budget
  /// allows another level.
  public mutating func advance(within budget: Budget, visit: (Found) -> Void) -> Bool {
    level += 1
    guard level <= budget.price, !isExhausted else { return false }
    for index in primitives.indices {
      let price = prior.price(of: primitives[index])
      guard price <= level else { continue }
      combine(index, isMapped: false, rest: level - price, budget, visit)
      if isExhausted { return false }
      if primitives[index].isMappable, price + prior.each <= level {
        combine(index, isMapped: true, rest: level - price - prior.each, budget, visit)
        if isExhausted { return false }
      }
    }
    return true
  }

  private mutating func combine(
    _ index: Int, isMapped: Bool, rest: Int, _ budget: Budget, _ visit: (Found) -> Void
  ) {
    var types = primitives[index].parameters
    if isMapped { types[0] = .list(types[0]) }
    guard types.allSatisfy(table.has) else { return }
    var arguments = [Int32](repeating: 0, count: types.count)

    /// Chooses the arguments from `position` on, whose prices sum to `rest`.
    func choose(_ position: Int, _ rest: Int) {
      for price in position == types.count - 1 ? rest...rest : 0...rest {
        for number in table.programs(of: types[position], price: price) {
          arguments[position] = number
          if position + 1 < types.count {
            choose(position + 1, rest - price)
          } else {
            apply(index, arguments, isMapped: isMapped, price: level, visit)
            check(budget)
          }
          if isExhausted { return }
        }
      }
    }
    choose(0, rest)
  }

  mutating func check(_ budget: Budget) {
    if applications >= min(budget.applications, budget.cells / cells) || table.bytes > budget.bytes {
      isExhausted = true
    }
    if applications & 31 == 0, let deadline = budget.deadline, ContinuousClock.now > deadline { isExhausted = true }
  }

  mutating func apply(
    _ index: Int, _ arguments: [Int32], isMapped: Bool, price: Int, _ visit: (Found) -> Void
  ) {
    guard arguments.contains(where: { table.entries[Int($0)].isDependent }) else { return }
    applications += 1
    let primitive = primitives[index]
    var values: [Value] = []
    values.reserveCapacity(inputs.count)
    for input in inputs.indices {
      let given = arguments.map { table.entries[Int($0)].values[input] }
      do throws(Undefined) {
        values.append(try isMapped ? primitive.mapped(over: given) : primitive(given))
      } catch {
        return
      }
    }
    let type = isMapped ? ProgramType.list(primitive.result) : primitive.result
    let entry = ProgramTable.Entry(
      origin: isMapped ? .each(index, arguments) : .apply(index, arguments), price: price, values: values,
      isDependent: true)
    guard let number = table.add(entry, type: type) else { return }
    visit(Found(number: Int(number), price: price, values: values))
  }
}

extension Primitive {
  /// Whether the enumeration maps it over lists of its first argument.
  var isMappable: Bool {
    switch parameters[0] {
    case .object, .grid: result.element == nil && parameters.dropFirst().allSatisfy { $0.element == nil }
    default: false
    }
  }

  /// Returns the list of values for the elements of the first argument.
  func mapped(over arguments: [Value]) throws(Undefined) -> Value {
    guard case .list(let elements, _) = arguments[0] else { throw .nothing }
    var given = arguments
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      given[0] = element
      values.append(try self(given))
    }
    return .list(values, of: result)
  }
}
