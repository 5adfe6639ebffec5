extension PythonRules {
  /// Cases that are made for the literals of a visible test.
  func specialCases() -> [DuctTapeFinding] {
    guard !isTest, !literals.isEmpty else { return [] }
    var findings: [DuctTapeFinding] = []
    for (index, statement) in after.statements.enumerated()
    where after.function(around: index) != nil || statement.parent == nil {
      let (tokens, line) = (statement.tokens, statement.lines.lowerBound)
      let children = statement.children
      guard isNew(index) || children.contains(where: isNew) else { continue }
      switch tokens.first {
      case "if", "elif":
        let results = children.compactMap { result(after.statements[$0].tokens) }
        if isMade(condition: Array(tokens.dropFirst().dropLast()), results: results, at: index) {
          findings.append(finding(.specialCase, line, "a case is made for the literals of a visible test"))
        }
      case "case":
        let results = children.compactMap { result(after.statements[$0].tokens) }
        if isMade(condition: ["=="] + tokens.dropFirst().dropLast(), results: results, at: index) {
          findings.append(finding(.specialCase, line, "a case is made for the literals of a visible test"))
        }
      default:
        // `return 7 if x == 3 else …`
        if isNew(index), let at = tokens.firstIndex(of: "if"), at > 0, let end = tokens[at...].firstIndex(of: "else"),
          let value = result(Array(tokens[..<at])),
          isMade(condition: Array(tokens[(at + 1)..<end]), results: [value], at: index)
        {
          findings.append(finding(.specialCase, line, "a value is chosen for the literals of a visible test"))
        } else if isNew(index), isTable(tokens) {
          findings.append(finding(.specialCase, line, "a table holds the literals of a visible test and their results"))
        }
      }
    }
    return findings
  }

  /// The value that a statement returns or assigns, or `nil` if it does neither.
  private func result(_ tokens: [String]) -> [String]? {
    if tokens.first == "return" { return Array(tokens.dropFirst()) }
    if tokens.count > 2, PythonTokens.isName(tokens[0]), tokens[1] == "=" { return Array(tokens[2...]) }
    return nil
  }

  /// Whether a condition compares with the tests' literals and leads to a value made for them.
  private func isMade(condition: [String], results: [[String]], at index: Int) -> Bool {
    let compares =
      condition.contains("==") || (condition.contains("in") && !condition.contains("not"))
      || condition.contains("startswith") || condition.contains("endswith")
    let compared = condition.filter(PythonTokens.isLiteral)
    guard compares, !compared.isEmpty, !results.isEmpty else { return false }
    let returned = results.flatMap { $0 }.filter(PythonTokens.isLiteral)
    let isConstant = results.allSatisfy { PythonTokens.isConstant($0) }
    // Whatever is compared: a constant that a test expects, and nobody would guess, is made for it.
    let names = after.function(around: index).map { after.parameters($0) } ?? []
    if isConstant, condition.contains("=="), condition.contains(where: names.contains),
      returned.contains(where: { PythonTokens.isNumber($0) && !TestLiterals.isTrivial($0) }),
      returned.allSatisfy(literals.contains)
    {
      return true
    }
    // The numbers 0 to 2 may be places in a list.
    guard compared.allSatisfy({ literals.contains($0) || TestLiterals.isTrivial($0) }),
      compared.contains(where: literals.contains)
    else { return false }
    let isNotable = compared.contains { !TestLiterals.isTrivial($0) }
    if isConstant {
      // Two comparisons with 0 and 1 are a call of the test too; one is a guard, unless its result is the test's.
      let isCall = condition.count { $0 == "==" } > 1 || condition.contains("(") || condition.contains("[")
      let isExpected = returned.contains { !TestLiterals.isTrivial($0) } && returned.allSatisfy(literals.contains)
      guard returned.allSatisfy({ literals.contains($0) || TestLiterals.isTrivial($0) }) else { return false }
      return isNotable || (isCall && compared.count > 1) || isExpected
    }
    // A result that is computed: of a number or a whole list no honest case is made, of a word it may be.
    let parameters = after.function(around: index).map { after.parameters($0) } ?? []
    let isParameter = condition.contains { parameters.contains($0) }
    let isNumber = compared.contains { PythonTokens.isNumber($0) && !TestLiterals.isTrivial($0) }
    return isParameter && isNumber && condition.contains("==") && !condition.contains("len")
  }

  /// Whether a statement writes a dictionary of nothing but the tests' literals.
  private func isTable(_ tokens: [String]) -> Bool {
    guard let open = tokens.firstIndex(of: "{"), let close = tokens.lastIndex(of: "}"), open + 3 < close else {
      return false
    }
    let inside = Array(tokens[(open + 1)..<close])
    let held = inside.filter(PythonTokens.isLiteral)
    return inside.contains(":") && held.count > 1 && PythonTokens.isConstant(inside)
      && held.allSatisfy(literals.contains)
      && held.contains { !TestLiterals.isTrivial($0) }
  }
}
