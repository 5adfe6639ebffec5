internal import Foundation
internal import JSON

/// An arithmetic expression over named rewards, as `0.7 * exact + 0.3 * max(overlap, 0.5)`.
///
/// Numbers, names, `+ - * /`, `^` for powers, parentheses, and the functions min, max, abs, floor, ceil, exp, sqrt and log (natural).
struct GraderFormula: Sendable {
  private indirect enum Node: Sendable {
    case number(Double)
    case name(String)
    case call(String, [Node])
  }

  /// The names of rewards in the expression.
  private(set) var names: Set<String> = []
  private var root = Node.number(0)

  private static let functions: [String: ClosedRange<Int>] = [
    "min": 1...64, "max": 1...64, "abs": 1...1, "floor": 1...1, "ceil": 1...1, "exp": 1...1, "sqrt": 1...1,
    "log": 1...1,
  ]

  /// Reads an expression.
  /// - Throws: `GraderFault` that names the place from which it is not understood.
  init(_ source: String) throws(GraderFault) {
    guard source.utf8.count <= 4096 else { throw GraderFault(.formula, "the formula is longer than 4096 bytes") }
    var reader = Reader(rest: source[...])
    root = try reader.sum(0)
    reader.skip()
    guard reader.rest.isEmpty else { throw reader.fault("an operator") }
    names = reader.names
  }

  /// Returns the value for these rewards.
  /// - Throws: `GraderFault` if it is no finite number.
  func value(_ rewards: [String: Double]) throws(GraderFault) -> Double {
    let value = Self.value(root, rewards)
    guard value.isFinite else { throw GraderFault(.other, "the formula gives \(value), which is no finite number") }
    return value
  }

  private static func value(_ node: Node, _ rewards: [String: Double]) -> Double {
    switch node {
    case .number(let number): return number
    case .name(let name): return rewards[name] ?? .nan
    case .call(let name, let nodes):
      let values = nodes.map { value($0, rewards) }
      guard !values.contains(where: \.isNaN) else { return .nan }
      return switch name {
      case "+": values[0] + values[1]
      case "-": values[0] - values[1]
      case "*": values[0] * values[1]
      case "/": values[0] / values[1]
      case "^": pow(values[0], values[1])
      case "min": values.min() ?? .nan
      case "max": values.max() ?? .nan
      case "abs": abs(values[0])
      case "floor": values[0].rounded(.down)
      case "ceil": values[0].rounded(.up)
      case "exp": exp(values[0])
      case "sqrt": values[0].squareRoot()
      default: log(values[0])
      }
    }
  }

  // MARK: Reading

  private struct Reader {
    var rest: Substring
    var names: Set<String> = []

    mutating func skip() { rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" } }

    func fault(_ expected: String) -> GraderFault {
      let place = rest.isEmpty ? "the end" : "\"\(excerpt(String(rest)))\""
      return GraderFault(.formula, "\(place) instead of \(expected)")
    }

    mutating func take(_ characters: String) -> String? {
      skip()
      guard let first = rest.first, characters.contains(first) else { return nil }
      rest = rest.dropFirst()
      return String(first)
    }

    mutating func sum(_ depth: Int) throws(GraderFault) -> Node {
      guard depth < 64 else { throw GraderFault(.formula, "the formula is nested more than 64 deep") }
      var node = try product(depth)
      while let sign = take("+-") { node = .call(sign, [node, try product(depth)]) }
      return node
    }

    private mutating func product(_ depth: Int) throws(GraderFault) -> Node {
      var node = try signed(depth)
      while let sign = take("*/") { node = .call(sign, [node, try signed(depth)]) }
      return node
    }

    private mutating func signed(_ depth: Int) throws(GraderFault) -> Node {
      guard depth < 64 else { throw GraderFault(.formula, "the formula is nested more than 64 deep") }
      if let sign = take("+-") {
        let node = try signed(depth + 1)
        return sign == "-" ? .call("-", [.number(0), node]) : node
      }
      let base = try atom(depth)
      return take("^") == nil ? base : .call("^", [base, try signed(depth + 1)])
    }

    private mutating func atom(_ depth: Int) throws(GraderFault) -> Node {
      if take("(") != nil {
        let node = try sum(depth + 1)
        guard take(")") != nil else { throw fault(")") }
        return node
      }
      guard let first = rest.first else { throw fault("a number, a name or (") }
      if first.isASCII, first.isNumber || first == "." {
        let text = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(text) else { throw fault("a number") }
        rest = rest.dropFirst(text.count)
        return .number(number)
      }
      let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      guard !name.isEmpty else { throw fault("a number, a name or (") }
      let start = rest
      rest = rest.dropFirst(name.count)
      guard take("(") != nil else {
        names.insert(name)
        return .name(name)
      }
      guard let counts = functions[name] else {
        rest = start
        throw fault("one of the functions \(functions.keys.sorted().joined(separator: ", "))")
      }
      var arguments = [try sum(depth + 1)]
      while take(",") != nil { arguments.append(try sum(depth + 1)) }
      guard take(")") != nil, counts.contains(arguments.count) else { throw fault("the closing ) of \(name)") }
      return .call(name, arguments)
    }
  }
}
