internal import Foundation
internal import JSON

/// Functions, macros and the methods of values.
extension TemplateEvaluator {
  /// The arguments of a call.
  struct Arguments {
    var positions: [TemplateData]
    var names: [(name: String, value: TemplateData)]

    /// An argument by its place or its name.
    subscript(index: Int, name: String) -> TemplateData? {
      index < positions.count ? positions[index] : names.first { $0.name == name }?.value
    }
  }

  mutating func evaluate(_ arguments: TemplateExpression.Arguments) throws(TokenizerError) -> Arguments {
    var names: [(name: String, value: TemplateData)] = []
    let positions = try evaluate(all: arguments.positions)
    for (name, value) in arguments.names { names.append((name, try evaluate(value))) }
    return Arguments(positions: positions, names: names)
  }

  mutating func call(
    _ function: TemplateExpression, _ arguments: TemplateExpression.Arguments
  ) throws(TokenizerError) -> TemplateData {
    switch function.kind {
    case .member(let whole, let name):
      let receiver = try evaluate(whole)
      return try call(name, of: receiver, try evaluate(arguments))
    case .name(let name):
      let arguments = try evaluate(arguments)
      switch lookUp(name) {
      case .macro(let number): return try call(macro: number, arguments.positions, arguments.names)
      case .function(let name): return try call(function: name, arguments)
      case .undefined: throw error("there is no function \(excerpt(name))")
      case let value: throw error("\(value.name) cannot be called")
      }
    default: throw error("only names and members can be called")
    }
  }

  private mutating func call(function name: String, _ arguments: Arguments) throws(TokenizerError) -> TemplateData {
    switch name {
    case "raise_exception":
      throw error(
        "the template refuses: \(try arguments.positions.first.map { value throws(TokenizerError) in try text(of: value) } ?? "")"
      )
    case "namespace", "dict":
      var members = arguments.names.map { (key: $0.name, value: $0.value) }
      if case .object(let object)? = arguments.positions.first {
        members = object.members.filter { member in !members.contains { $0.key == member.key } } + members
      }
      let value = try object(members)
      guard name == "namespace" else { return value }
      namespaces.append(members)
      return .namespace(namespaces.count - 1)
    case "range":
      let bounds = arguments.positions.compactMap(\.integer)
      guard bounds.count == arguments.positions.count, (1...3).contains(bounds.count) else {
        throw error("range takes one to three whole numbers")
      }
      let (from, to, by) = (
        bounds.count > 1 ? bounds[0] : 0, bounds.count > 1 ? bounds[1] : bounds[0], bounds.last ?? 1
      )
      let step = bounds.count == 3 ? by : 1
      let isSmall = [from, to, step].allSatisfy { $0.magnitude < 1 << 40 }
      guard step != 0, isSmall, step > 0 ? (to - from) / step < 100_000 : (from - to) / -step < 100_000 else {
        throw error("a range of more than 100000 numbers")
      }
      return try list(stride(from: from, to: to, by: step).map { .integer($0) })
    case "strftime_now":
      guard case .string(let format)? = arguments.positions.first else { throw error("strftime_now takes a format") }
      return .string(
        try date.map { date throws(TokenizerError) in try Self.formatted(date, format) { error($0) } } ?? "")
    default: throw error("there is no function \(excerpt(name))")
    }
  }

  private mutating func call(
    _ name: String, of receiver: TemplateData, _ arguments: Arguments
  ) throws(TokenizerError) -> TemplateData {
    switch receiver {
    case .string(let text): return try call(name, ofText: text, arguments)
    case .object(let object):
      switch name {
      case "items":
        var pairs: [TemplateData] = []
        for (key, value) in object.members { pairs.append(try list([.string(key), value])) }
        return try list(pairs)
      case "keys": return try list(object.members.map { .string($0.key) })
      case "values": return try list(object.members.map(\.value))
      case "get":
        guard case .string(let key)? = arguments.positions.first else { throw error("get takes a key") }
        return object[key] ?? arguments[1, "default"] ?? .none
      default: break
      }
      if case .macro(let number)? = object[name] {
        return try call(macro: number, arguments.positions, arguments.names)
      }
    case .namespace(let number):
      if case .macro(let number)? = namespaces[number].first(where: { $0.key == name })?.value {
        return try call(macro: number, arguments.positions, arguments.names)
      }
    default: break
    }
    throw error("\(receiver.name) has no method \(excerpt(name))")
  }

  private mutating func call(
    _ name: String, ofText text: String, _ arguments: Arguments
  ) throws(TokenizerError) -> TemplateData {
    try charge(text.utf8.count)
    var texts: [String] = []
    for case .string(let argument) in arguments.positions { texts.append(argument) }
    switch name {
    case "strip": return .string(Self.trimmed(text, texts.first))
    case "lstrip": return .string(Self.trimmed(text, texts.first, end: false))
    case "rstrip": return .string(Self.trimmed(text, texts.first, start: false))
    case "upper": return .string(text.uppercased())
    case "lower": return .string(text.lowercased())
    case "title": return .string(text.capitalized)
    case "capitalize": return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    case "startswith", "endswith":
      if case .list(let list)? = arguments.positions.first {
        for case .string(let item) in list.items { texts.append(item) }
      }
      guard !texts.isEmpty else { throw error("\(name) takes a text") }
      return .boolean(
        texts.contains { name == "startswith" ? text.utf8.starts(with: $0.utf8) : Self.ends(text, with: $0) })
    case "replace":
      guard texts.count >= 2 else { throw error("replace takes two texts") }
      return .string(try replacing(texts[0], with: texts[1], in: text, atMost: arguments[2, "count"]?.integer))
    case "split", "rsplit":
      let limit = arguments[1, "maxsplit"]?.integer ?? -1
      guard name == "split" || limit < 0 else { throw error("rsplit with a limit is not supported") }
      return try list(try Self.split(text, texts.first, limit) { error($0) }.map { .string($0) })
    case "splitlines":
      var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
        TemplateData.string(String($0))
      }
      if text.isEmpty || text.utf8.last == 0x0A { lines.removeLast() }
      return try list(lines)
    case "find":
      guard let part = texts.first else { throw error("find takes a text") }
      guard let range = text.range(of: part, options: .literal) else { return .integer(-1) }
      return .integer(text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound))
    case "count":
      guard let part = texts.first, !part.isEmpty else { throw error("count takes a text that is not empty") }
      return .integer(Self.pieces(text, part, -1).count - 1)
    case "isdigit":
      return .boolean(
        !text.isEmpty
          && text.unicodeScalars.allSatisfy {
            $0.properties.numericType == .decimal || $0.properties.numericType == .digit
          })
    case "join":
      guard let items = arguments.positions.first else { throw error("join takes a list") }
      return .string(try joined(try self.items(of: items), by: text))
    default: throw error("a string has no method \(excerpt(name))")
    }
  }
}
