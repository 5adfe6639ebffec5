/// A fault in a Python text, made by changing one place.
///
/// - Source: the mutation operators of DeMillo, Lipton, Sayward 1978, "Hints on Test Data Selection", as mutation testing
///   still uses them: operator, constant, off by one, wrong variable, missing branch.
public struct Fault: Hashable, Sendable {
  /// A kind of fault.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Another operator of its kind.
    case `operator`
    /// Another number, or `True` for `False`.
    case constant
    /// `<` for `<=`, or a range or index that is one too far.
    case offByOne = "off by one"
    /// One argument for another.
    case wrongVariable = "wrong variable"
    /// An `if` that is gone, with what it did.
    case missingBranch = "missing branch"
  }

  /// The kind.
  public let kind: Kind
  /// The text with the fault.
  public let text: String

  private static let operators = [
    "+": "-", "-": "+", "*": "+", "//": "*", "/": "*", "%": "//", "==": "!=", "!=": "==", "and": "or", "or": "and",
    "min": "max", "max": "min", "is": "is not", "any": "all", "all": "any", "&": "|", "|": "&", "<<": ">>", ">>": "<<",
  ]
  private static let bounds = ["<": "<=", "<=": "<", ">": ">=", ">=": ">"]

  /// Returns every fault of one place of a function's body, in order. The text itself is not among them.
  public static func all(in text: String, parameters: [String]) -> [Fault] {
    let map = LexicalMap(text, .python)
    let spans = PythonTokens.spans(map, map.bytes.indices)
    let tokens = spans.map { String(map.bytes, $0) }
    var faults: [Fault] = []
    func add(_ kind: Kind, _ index: Int, _ new: String) {
      let bytes = map.bytes[..<spans[index].lowerBound] + Array(new.utf8) + map.bytes[spans[index].upperBound...]
      faults.append(Fault(kind: kind, text: String(decoding: bytes, as: UTF8.self)))
    }
    for (index, token) in tokens.enumerated() {
      let previous = index > 0 ? tokens[index - 1] : ""
      // A sign, a star of an argument, or a keyword's value is no operator.
      let isBinary =
        PythonTokens.isName(previous) || PythonTokens.isLiteral(previous) || [")", "]", "}"].contains(previous)
      if let other = operators[token], isBinary || token.first?.isLetter == true, previous != "." {
        let isNegated = token == "is" && index + 1 < tokens.count && tokens[index + 1] == "not"
        if !isNegated { add(.operator, index, other) }
      }
      if let other = bounds[token] { add(.offByOne, index, other) }
      if let number = Int(token) {
        add(.constant, index, "\(number + 1)")
        if previous == "[" || previous == "-" || previous == "+" {
          add(.offByOne, index, number > 0 ? "\(number - 1)" : "1")
        }
      }
      if token == "True" { add(.constant, index, "False") }
      if token == "False" { add(.constant, index, "True") }
      if token == "range", index + 2 < tokens.count, tokens[index + 1] == "(" { add(.offByOne, index + 1, "(1 + ") }
      let isArgument =
        index + 1 < tokens.count && tokens[index + 1] == "=" && previous != "=" && (previous == "," || previous == "(")
      if parameters.contains(token), previous != ".", !isArgument {
        for other in parameters where other != token { add(.wrongVariable, index, other) }
      }
    }
    faults += missingBranches(text)
    return faults.filter { $0.text != text }
  }

  private static func missingBranches(_ text: String) -> [Fault] {
    let tree = PythonTree(text)
    let lines = text.lines
    return tree.statements.indices.compactMap { index in
      let statement = tree.statements[index]
      guard statement.first == "if", statement.isHeader else { return nil }
      let siblings = tree.siblings(index)
      let next = siblings.first { $0 > index }
      if let next, ["elif", "else"].contains(tree.statements[next].first) { return nil }
      // What is left must be a body.
      guard siblings.count > 1 else { return nil }
      let last =
        tree.descendants(index).map { tree.statements[$0].lines.upperBound }.max() ?? statement.lines.upperBound
      let kept = lines[..<(statement.lines.lowerBound - 1)] + lines[last...]
      return Fault(kind: .missingBranch, text: kept.joined(separator: "\n"))
    }
  }
}
