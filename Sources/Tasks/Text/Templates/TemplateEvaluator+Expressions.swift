internal import JSON

extension TemplateEvaluator {
  mutating func evaluate(_ expression: TemplateExpression) throws(TokenizerError) -> TemplateData {
    try step()
    return try deeper { evaluator throws(TokenizerError) in try evaluator.value(of: expression) }
  }

  private mutating func value(of expression: TemplateExpression) throws(TokenizerError) -> TemplateData {
    switch expression.kind {
    case .literal(let value): return value
    case .name(let name): return lookUp(name)
    case .list(let items): return try list(try evaluate(all: items))
    case .object(let members):
      var result: [(key: String, value: TemplateData)] = []
      for (key, value) in members {
        guard case .string(let name) = try evaluate(key) else { throw error("a key is no string") }
        result.removeAll { $0.key.utf8.elementsEqual(name.utf8) }
        result.append((name, try evaluate(value)))
      }
      return try object(result)
    case .member(let whole, let name): return try member(name, of: try evaluate(whole))
    case .item(let whole, let index): return try item(try evaluate(index), of: try evaluate(whole))
    case .slice(let whole, let from, let to, let by):
      return try slice(try evaluate(whole), try bound(from), try bound(to), try bound(by))
    case .call(let function, let arguments): return try call(function, arguments)
    case .filter(let value, let filter): return try apply(filter, to: try evaluate(value))
    case .test(let value, let test, let isNegated):
      return .boolean(try passes(test, try evaluate(value)) != isNegated)
    case .not(let value): return .boolean(!(try evaluate(value).isTrue))
    case .negative(let value):
      switch try evaluate(value) {
      case .integer(let number) where number != .min: return .integer(-number)
      case .number(let number): return .number(-number)
      case let other: throw error("\(other.name) has no negative")
      }
    case .binary(.and, let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? try evaluate(right) : value
    case .binary(.or, let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? value : try evaluate(right)
    case .binary(let operation, let left, let right):
      return try combine(operation, try evaluate(left), try evaluate(right))
    case .comparison(let first, let rest):
      var left = try evaluate(first)
      for (operation, expression) in rest {
        let right = try evaluate(expression)
        guard try compare(operation, left, right) else { return .boolean(false) }
        left = right
      }
      return .boolean(true)
    case .choice(let value, let condition, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(value) }
      guard let otherwise else { return .undefined("the missing else") }
      return try evaluate(otherwise)
    }
  }

  mutating func evaluate(all expressions: [TemplateExpression]) throws(TokenizerError) -> [TemplateData] {
    var values: [TemplateData] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  // MARK: Parts

  private func member(_ name: String, of whole: TemplateData) throws(TokenizerError) -> TemplateData {
    switch whole {
    case .undefined: throw error("\(whole.name) has no member \(excerpt(name))")
    case .object(let object): return object[name] ?? .undefined(name)
    case .namespace(let number): return namespaces[number].first { $0.key == name }?.value ?? .undefined(name)
    default: return .undefined(name)
    }
  }

  private func item(_ index: TemplateData, of whole: TemplateData) throws(TokenizerError) -> TemplateData {
    switch (whole, index) {
    case (.undefined, _): throw error("\(whole.name) has no items")
    case (_, .string(let name)): return try member(name, of: whole)
    case (.list(let list), _):
      guard let number = index.integer else { break }
      let place = number < 0 ? number + list.items.count : number
      return list.items.indices.contains(place) ? list.items[place] : .undefined("item \(number)")
    case (.string(let text), _):
      guard let number = index.integer else { break }
      let scalars = Array(text.unicodeScalars)
      let place = number < 0 ? number + scalars.count : number
      return scalars.indices.contains(place) ? .string(String(scalars[place])) : .undefined("item \(number)")
    default: break
    }
    return .undefined("an item")
  }

  private mutating func bound(_ expression: TemplateExpression?) throws(TokenizerError) -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    if case .none = value { return nil }
    guard let number = value.integer else { throw error("\(value.name) as the bound of a slice") }
    return number
  }

  private mutating func slice(
    _ whole: TemplateData, _ from: Int?, _ to: Int?, _ by: Int?
  ) throws(TokenizerError) -> TemplateData {
    switch whole {
    case .list(let all):
      var items: [TemplateData] = []
      for index in try indices(from, to, by, count: all.items.count) { items.append(all.items[index]) }
      return try list(items)
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      try charge(text.utf8.count)
      var result = String.UnicodeScalarView()
      for index in try indices(from, to, by, count: scalars.count) { result.append(scalars[index]) }
      return .string(String(result))
    default: throw error("\(whole.name) cannot be sliced")
    }
  }

  /// Returns the indices of a slice by Python's rule: bounds below 0 count from the end, and bounds beyond are moved in.
  private func indices(_ from: Int?, _ to: Int?, _ by: Int?, count: Int) throws(TokenizerError) -> StrideTo<Int> {
    let step = by ?? 1
    guard step != 0, step.magnitude < 1 << 32 else { throw error("a slice by \(step)") }
    func place(_ bound: Int?, _ missing: Int, _ range: ClosedRange<Int>) -> Int {
      guard let bound else { return missing }
      return min(max(bound < 0 ? bound + count : bound, range.lowerBound), range.upperBound)
    }
    return step > 0
      ? stride(from: place(from, 0, 0...count), to: place(to, count, 0...count), by: step)
      : stride(
        from: place(from, count - 1, -1...max(count - 1, -1)), to: place(to, -1, -1...max(count - 1, -1)), by: step)
  }

  // MARK: Operations

  private mutating func combine(
    _ operation: TemplateExpression.Operation, _ left: TemplateData, _ right: TemplateData
  ) throws(TokenizerError) -> TemplateData {
    switch (operation, left, right) {
    case (.join, _, _):
      let first = try text(of: left)
      let text = first + (try text(of: right))
      try charge(text.utf8.count)
      return .string(text)
    case (.add, .string(let first), .string(let second)):
      try charge(first.utf8.count + second.utf8.count)
      return .string(first + second)
    case (.add, .list(let first), .list(let second)): return try list(first.items + second.items)
    case (.multiply, .string(let text), .integer(let count)), (.multiply, .integer(let count), .string(let text)):
      let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: max(count, 0))
      try charge(overflow ? .max : bytes)
      return .string(String(repeating: text, count: max(count, 0)))
    default: break
    }
    if let first = left.integer, let second = right.integer, operation != .divide {
      return try .integer(whole(operation, first, second))
    }
    guard let first = left.double, let second = right.double else {
      throw error("\(left.name) \(operation.rawValue) \(right.name) is not possible")
    }
    return .number(try real(operation, first, second))
  }

  private func whole(_ operation: TemplateExpression.Operation, _ a: Int, _ b: Int) throws(TokenizerError) -> Int {
    let result: (partialValue: Int, overflow: Bool)
    switch operation {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divideDown, .remainder:
      guard b != 0, !(a == .min && b == -1) else { throw error("a division of \(a) by \(b)") }
      let down = a % b != 0 && (a < 0) != (b < 0) ? a / b - 1 : a / b
      return operation == .divideDown ? down : a - down * b
    case .power:
      guard (0...64).contains(b) else { throw error("\(a) to the power of \(b)") }
      var product: (partialValue: Int, overflow: Bool) = (1, false)
      for _ in 0..<b where !product.overflow { product = product.partialValue.multipliedReportingOverflow(by: a) }
      result = product
    default: throw error("\(a) \(operation.rawValue) \(b) is not possible")
    }
    guard !result.overflow else { throw error("\(a) \(operation.rawValue) \(b) needs more than 64 bits") }
    return result.partialValue
  }

  private func real(
    _ operation: TemplateExpression.Operation, _ a: Double, _ b: Double
  ) throws(TokenizerError) -> Double {
    switch operation {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide where b != 0: return a / b
    case .divideDown where b != 0: return (a / b).rounded(.down)
    case .remainder where b != 0: return a - (a / b).rounded(.down) * b
    default: throw error("\(a) \(operation.rawValue) \(b) is not possible")
    }
  }

  mutating func compare(
    _ operation: TemplateExpression.Operation, _ left: TemplateData, _ right: TemplateData
  ) throws(TokenizerError) -> Bool {
    switch operation {
    case .equal: return try isEqual(left, right)
    case .unequal: return try !isEqual(left, right)
    case .contained: return try contains(right, left)
    case .notContained: return try !contains(right, left)
    default:
      let isLess: Bool
      let isEqual: Bool
      if let first = left.double, let second = right.double {
        (isLess, isEqual) = (first < second, first == second)
      } else if case (.string(let first), .string(let second)) = (left, right) {
        isEqual = first.utf8.elementsEqual(second.utf8)
        isLess = first.utf8.lexicographicallyPrecedes(second.utf8)
      } else {
        throw error("\(left.name) and \(right.name) have no order")
      }
      switch operation {
      case .less: return isLess
      case .lessOrEqual: return isLess || isEqual
      case .greater: return !isLess && !isEqual
      default: return !isLess
      }
    }
  }

  /// Whether two values are equal, texts scalar for scalar.
  mutating func isEqual(_ left: TemplateData, _ right: TemplateData) throws(TokenizerError) -> Bool {
    try step()
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.string(let first), .string(let second)): return first.utf8.elementsEqual(second.utf8)
    case (.list(let first), .list(let second)):
      guard first.items.count == second.items.count else { return false }
      for (a, b) in zip(first.items, second.items) where try !isEqual(a, b) { return false }
      return true
    case (.object(let first), .object(let second)):
      guard first.members.count == second.members.count else { return false }
      for (key, value) in first.members {
        guard let other = second[key], try isEqual(value, other) else { return false }
      }
      return true
    case (.namespace(let first), .namespace(let second)), (.macro(let first), .macro(let second)):
      return first == second
    default:
      guard let first = left.double, let second = right.double else { return false }
      return first == second
    }
  }

  private mutating func contains(_ whole: TemplateData, _ part: TemplateData) throws(TokenizerError) -> Bool {
    switch (whole, part) {
    case (.undefined, _): return false
    case (.string(let text), .string(let part)): return Self.contains(text, part)
    case (.object(let object), .string(let key)): return object[key] != nil
    case (.object, _): return false
    case (.list(let list), _):
      for item in list.items where try isEqual(item, part) { return true }
      return false
    default: throw error("\(part.name) in \(whole.name) is not possible")
    }
  }

  /// Whether a text is inside another, byte for byte.
  static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty
      || Array(text.utf8).withUnsafeBufferPointer { text in
        Array(part.utf8).withUnsafeBufferPointer { part in
          part.count <= text.count
            && (0...(text.count - part.count)).contains {
              text[$0] == part[0] && text[$0..<($0 + part.count)].elementsEqual(part)
            }
        }
      }
  }
}
