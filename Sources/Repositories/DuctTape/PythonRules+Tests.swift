extension PythonRules {
  /// What happens to tests themselves.
  func tests() -> [DuctTapeFinding] {
    var findings: [DuctTapeFinding] = []
    for (index, statement) in after.statements.enumerated() where isNew(index) {
      if let sentence = skip(statement) {
        findings.append(finding(.disabledTest, statement.lines.lowerBound, sentence))
      }
    }
    let functions = commonFunctions().filter { isTestName($0.name) }
    for (name, old, new) in functions {
      let body = after.body(new)
      if let early = body.dropLast().first(where: { after.statements[$0].first == "return" && isNew($0) }) {
        findings.append(
          finding(
            .disabledTest, after.statements[early].lines.lowerBound, "`\(name)` returns before it has asserted all"))
      }
      let (wasAsserted, isAsserted) = (assertions(before, old), assertions(after, new))
      let line = after.statements[new].lines.lowerBound
      // A block that checks for an error may have become a plain assertion: only fewer of both is less.
      if isAsserted.count < wasAsserted.count {
        findings.append(
          finding(.weakenedAssertion, line, "`\(name)` asserts \(isAsserted.count) times, not \(wasAsserted.count)"))
      } else if isAsserted.count(where: isWeak) > wasAsserted.count(where: isWeak),
        isAsserted.count(where: { !isWeak($0) }) < wasAsserted.count(where: { !isWeak($0) })
      {
        findings.append(finding(.weakenedAssertion, line, "an assertion of `\(name)` now holds of almost anything"))
      }
    }
    let isGone = before.functions().filter { isTestName($0.key) && after.functions()[$0.key] == nil }
    let isAdded = after.functions().contains { isTestName($0.key) && before.functions()[$0.key] == nil }
    if isTest, !isAdded, let name = isGone.keys.min() {
      findings.append(finding(.disabledTest, 1, "the test `\(name)` is gone"))
    }
    return findings
  }

  private func isTestName(_ name: String) -> Bool {
    let last = name.split(separator: ".").last ?? ""
    return last.hasPrefix("test")
  }

  private func skip(_ statement: PythonTree.Statement) -> String? {
    let tokens = statement.tokens
    func has(_ words: String...) -> Bool {
      tokens.indices.contains { tokens[$0...].starts(with: words) }
    }
    if tokens.first == "@" || has("pytestmark", "=") {
      if has("unittest", ".", "skip") || has("mark", ".", "skip") || (tokens.count > 1 && tokens[1] == "skip") {
        return "a test is skipped"
      }
      if tokens.contains("expectedFailure") || tokens.contains("xfail") { return "a test is expected to fail" }
      // With a condition that never changes.
      let isConditional = tokens.contains { ["skipIf", "skipif", "skipUnless"].contains($0) }
      if isConditional, has("(", "True") || has("(", "False") || has("(", "1") || has("(", "0") {
        return "a test is skipped always"
      }
    }
    guard statement.parent.map({ after.statements[$0].first != "if" && after.statements[$0].first != "except" }) ?? true
    else {
      return nil
    }
    if has("self", ".", "skipTest") || has("pytest", ".", "skip", "(") || has("raise", "unittest", ".", "SkipTest")
      || has("raise", "SkipTest")
    {
      return "a test skips itself"
    }
    return nil
  }

  /// The assertions of a function, as text: those of the language, of unittest, and of pytest.
  private func assertions(_ tree: PythonTree, _ function: Int) -> [String] {
    tree.descendants(function).map { tree.statements[$0] }.filter { statement in
      let tokens = statement.tokens
      if statement.first == "assert" { return true }
      return tokens.indices.contains { index in
        (tokens[index].hasPrefix("assert") && index > 0 && tokens[index - 1] == ".")
          || (tokens[index] == "raises" && index > 1 && tokens[index - 2] == "pytest")
      }
    }.map(\.text)
  }

  /// Whether an assertion holds of almost anything.
  private func isWeak(_ text: String) -> Bool {
    let weak = [
      "assert True", "assert 1", "assertTrue ( True )", "assertTrue ( 1 )", "assertFalse ( False )", "is not None",
      "assertIsNotNone", "isinstance (", "assertIsInstance", "or True", "callable (",
    ]
    if weak.contains(where: text.contains) { return true }
    // One side compared with itself.
    let tokens = text.split(separator: " ").map(String.init)
    if tokens.first == "assert", let equals = tokens.firstIndex(of: "==") {
      return tokens[1..<equals].elementsEqual(tokens[(equals + 1)...])
    }
    if let open = tokens.firstIndex(of: "assertEqual"), open + 2 < tokens.count {
      var depth = 0
      let comma = tokens[(open + 2)...].firstIndex { token in
        depth += ["(", "[", "{"].contains(token) ? 1 : [")", "]", "}"].contains(token) ? -1 : 0
        return depth == 0 && token == ","
      }
      if let comma { return tokens[(open + 2)..<comma].elementsEqual(tokens[(comma + 1)...].dropLast()) }
    }
    return tokens.count == 2 && tokens[0] == "assert"
  }
}
