/// The rules for Python.
struct PythonRules {
  let path: String
  let before: PythonTree
  let after: PythonTree
  let literals: TestLiterals
  let isTest: Bool
  /// The lines after the change, counted from 1, that are new but for their indentation.
  let newLines: Set<Int>
  /// How often each statement stood there before, to tell what only moved.
  private let textsBefore: [String: Int]
  private let textsAfter: [String: Int]

  init(_ file: Patch.File, _ literals: TestLiterals) {
    path = file.path
    before = PythonTree(file.before)
    after = PythonTree(file.after)
    self.literals = literals
    isTest = SourceFile(path: file.path, text: "").isTest
    func trimmed(_ text: String) -> String {
      text.lines
        .map { line in Substring(line.utf8.drop { $0 == 32 || $0 == 9 }) }.joined(separator: "\n")
    }
    newLines = Set(LineDiff(trimmed(file.before), trimmed(file.after)).inserted.map { $0 + 1 })
    textsBefore = Dictionary(before.statements.map { ($0.text, 1) }, uniquingKeysWith: +)
    textsAfter = Dictionary(after.statements.map { ($0.text, 1) }, uniquingKeysWith: +)
  }

  func findings() -> [DuctTapeFinding] {
    swallowedErrors() + specialCases() + constantReturns() + removedChecks() + suppressions() + falseSuccess() + tests()
  }

  func finding(_ rule: DuctTapeFinding.Rule, _ line: Int, _ sentence: String) -> DuctTapeFinding {
    DuctTapeFinding(rule: rule, path: path, line: line, sentence: sentence)
  }

  /// Whether a statement is new: on a new line, and not only moved.
  func isNew(_ index: Int) -> Bool {
    let statement = after.statements[index]
    return statement.lines.contains(where: newLines.contains)
      && (textsAfter[statement.text] ?? 0) > (textsBefore[statement.text] ?? 0)
  }

  /// The functions that both texts have: before and after.
  func commonFunctions() -> [(name: String, old: Int, new: Int)] {
    let old = before.functions()
    return after.functions().compactMap { name, new in old[name].map { (name, $0, new) } }.sorted { $0.new < $1.new }
  }

  // Errors that are caught and forgotten.

  private static let broad: Set<String> = ["Exception", "BaseException", "StandardError"]
  /// Errors that say that the program itself is wrong.
  private static let programming: Set<String> = ["NameError", "AssertionError", "UnboundLocalError", "SyntaxError"]

  private func swallowedErrors() -> [DuctTapeFinding] {
    var findings: [DuctTapeFinding] = []
    for (index, statement) in after.statements.enumerated() {
      if statement.first == "except", isNew(index) || after.descendants(index).contains(where: isNew) {
        if let sentence = swallow(index) {
          findings.append(finding(.swallowedError, statement.lines.lowerBound, sentence))
        }
      }
      if isNew(index), let at = statement.tokens.firstIndex(of: "suppress"), statement.first != "def",
        statement.first != "from", statement.first != "import",
        statement.tokens[at...].contains(where: { Self.broad.contains($0) || Self.programming.contains($0) })
      {
        findings.append(
          finding(.swallowedError, statement.lines.lowerBound, "every error of the block is suppressed"))
      }
      if statement.first == "@", isNew(index), let name = statement.tokens.first(where: isSilencer) {
        findings.append(
          finding(.swallowedError, statement.lines.lowerBound, "`\(name)` forgets the errors of the function"))
      }
      if statement.first == "finally" {
        for child in statement.children
        where ["return", "break", "continue"].contains(after.statements[child].first) && (isNew(child) || isNew(index))
        {
          findings.append(
            finding(
              .swallowedError, after.statements[child].lines.lowerBound,
              "leaving a `finally` block drops the error that was on its way"))
        }
      }
    }
    return findings
  }

  /// Whether a name says that it hides errors.
  private func isSilencer(_ name: String) -> Bool {
    let words = TaskMaker.words(name)
    return words.contains {
      ["ignore", "ignores", "suppress", "suppresses", "swallow", "silence", "silent", "nothrow"].contains($0)
    }
      && words.contains { ["error", "errors", "exception", "exceptions", "failure", "failures"].contains($0) }
  }

  /// Returns what a handler forgets, or `nil` if it handles.
  private func swallow(_ index: Int) -> String? {
    let header = after.statements[index].tokens
    let end = header.firstIndex(of: "as") ?? (header.count - 1)
    let types = header[1..<max(1, end)].filter(PythonTokens.isName)
    let variable = header.firstIndex(of: "as").map { header[$0 + 1] }
    let isBroad = types.isEmpty || types.contains(where: Self.broad.contains)
    let isProgramming = types.contains(where: Self.programming.contains)
    let body = after.descendants(index)
    let constants = constantNames(index, body)
    let isForgotten = body.allSatisfy { isIdle($0, variable: variable, isBroad: isBroad, constants: constants) }
    let isLeft = isBroad && isLeftWithoutError(index, body, variable: variable)
    guard !body.isEmpty, isForgotten || isLeft else { return nil }
    let what = types.isEmpty ? "every error" : types.joined(separator: ", ")
    if isBroad || isProgramming { return "\(what) is caught and forgotten" }
    // A narrow handler is honest where it stands around the one call that it is about, or says what it falls back to.
    guard let attempt = attempt(of: index), let function = after.function(around: index), !isDocumented(index) else {
      return nil
    }
    let work = after.descendants(attempt)
    let whole = after.body(function).filter { !["except", "else", "finally"].contains(after.statements[$0].first) }
    guard whole == [attempt], work.count >= 2, isNew(attempt) || isNew(index) else { return nil }
    return "\(what) anywhere in the function is caught and forgotten"
  }

  /// Whether a handler does something else, looks at no error, and leaves with a value that is made of nothing.
  private func isLeftWithoutError(_ handler: Int, _ body: [Int], variable: String?) -> Bool {
    let tokens = body.map { after.statements[$0].tokens }
    guard !tokens.contains(where: { $0.first == "raise" }), let last = after.statements[handler].children.last else {
      return false
    }
    let isUsed = tokens.contains { line in
      line.contains { $0 == variable } && line.first != "return"
        && line.first.map { !Self.reporters.contains($0) } == true
    }
    let value = after.statements[last].tokens
    guard !isUsed, value.first == "return" || (value.count > 2 && value[1] == "=") else { return false }
    let made = Array(value.drop { $0 != "return" && $0 != "=" }.drop { $0 == "return" || $0 == "=" })
    if PythonTokens.isConstant(made) { return true }
    // `str(error)` and `float("nan")`: a built-in type called with the error or a constant.
    let types: Set<String> = ["str", "repr", "float", "int", "list", "dict", "tuple", "set", "bool", "bytes"]
    guard let first = made.first, types.contains(first), made.count > 2, made[1] == "(", made.last == ")" else {
      return false
    }
    let inside = made[2..<(made.count - 1)]
    return PythonTokens.isConstant(inside) || Array(inside) == [variable ?? ""]
  }

  /// The names that a handler, or the function before its `try`, sets to a constant.
  private func constantNames(_ handler: Int, _ body: [Int]) -> Set<String> {
    let before = after.function(around: handler).map { after.body($0).filter { $0 < handler } } ?? []
    return Set(
      (before + body).map { after.statements[$0].tokens }
        .filter { $0.count > 2 && PythonTokens.isName($0[0]) && $0[1] == "=" && PythonTokens.isConstant($0[2...]) }
        .map { $0[0] })
  }

  /// The `try` of a handler.
  private func attempt(of handler: Int) -> Int? {
    after.siblings(handler).last { $0 < handler && after.statements[$0].first == "try" }
  }

  /// Whether a handler, or the docstring around it, says in words what is fallen back to.
  private func isDocumented(_ handler: Int) -> Bool {
    let lines =
      after.statements[handler].lines
      .lowerBound...(after.descendants(handler).last.map {
        after.statements[$0].lines.upperBound
      } ?? after.statements[handler].lines.upperBound)
    let comments = after.comments.filter { lines.contains($0.line) || $0.line == lines.lowerBound - 1 }.map(\.text)
    let docstring =
      after.function(around: handler).flatMap { after.statements[$0].children.first }
      .map { isNew($0) ? after.statements[$0].text : "" } ?? ""
    let texts = comments + (PythonTokens.isString(docstring) ? [docstring] : [])
    let words = [
      "fall back", "falls back", "fallback", "default", "otherwise", "missing", "absent", "optional", "if there is no",
    ]
    return texts.contains { text in words.contains { text.lowercased().contains($0) } }
  }

  private static let reporters: Set<String> = [
    "log", "logger", "logging", "LOG", "_log", "_logger", "print", "warnings", "traceback",
  ]

  /// Whether a statement of a handler does nothing about the error.
  private func isIdle(_ index: Int, variable: String?, isBroad: Bool, constants: Set<String>) -> Bool {
    let tokens = after.statements[index].tokens
    switch tokens.first {
    case "pass", "...", "continue", "break": return tokens.count == 1
    case "return":
      let value = tokens.dropFirst()
      if PythonTokens.isConstant(value) { return true }
      if value.count == 1, let name = value.first, constants.contains(name), !name.contains("default") { return true }
      // The input, unchanged, is no answer; a parameter that is called a default is.
      guard isBroad, value.count == 1, let name = value.first, name != variable, !name.contains("default"),
        !name.contains("fallback")
      else { return false }
      return after.function(around: index).map { after.parameters($0).contains(name) } ?? false
    case let name?
    where Self.reporters.contains(name)
      || (tokens.starts(with: ["self", "."]) && tokens.dropFirst(2).first.map { Self.reporters.contains($0) } == true):
      return true
    case let name? where PythonTokens.isName(name) || name == "_":
      guard let equals = tokens.firstIndex(of: "=") else { return PythonTokens.isString(name) }
      // `last = error` keeps it; `width = height = 0` sets two.
      let names = tokens[...(tokens.lastIndex(of: "=") ?? equals)]
      return names.enumerated().allSatisfy {
        $0.offset % 2 == 0 ? PythonTokens.isName($0.element) : ["=", ","].contains($0.element)
      }
        && PythonTokens.isConstant(tokens[names.endIndex...])
    case let text?: return PythonTokens.isString(text) && tokens.count == 1
    case nil: return true
    }
  }

  // Constants before or instead of the work.

  private func constantReturns() -> [DuctTapeFinding] {
    guard !isTest else { return [] }
    return commonFunctions().compactMap { name, old, new in
      let body = after.body(new)
      // Counted, because of two equal lines nobody can tell which is new.
      func early(_ tree: PythonTree, _ function: Int) -> [Int] {
        tree.body(function).dropLast().filter { index in
          let tokens = tree.statements[index].tokens
          return tokens.first == "return" && PythonTokens.isConstant(tokens.dropFirst())
        }
      }
      let returns = early(after, new)
      if returns.count > early(before, old).count, let early = returns.first {
        return finding(
          .constantReturn, after.statements[early].lines.lowerBound, "`\(name)` returns a constant before its work")
      }
      // `if True:` around it is the same.
      if let always = body.dropLast().first(where: { index in
        let tokens = after.statements[index].tokens
        return isNew(index) && tokens.count == 3 && tokens[0] == "if"
          && (tokens[1] == "True" || PythonTokens.isNumber(tokens[1]))
      }), after.statements[always].children.contains(where: { after.statements[$0].first == "return" }) {
        return finding(
          .constantReturn, after.statements[always].lines.lowerBound, "`\(name)` always returns before its work")
      }
      let work = before.descendants(old).filter { !PythonTokens.isString(before.statements[$0].text) }
      guard body.count == 1, let only = body.first, isNew(only) || after.statements[only].first == "pass" else {
        return nil
      }
      let tokens = after.statements[only].tokens
      let isConstant = ["pass", "...", "return"].contains(tokens[0]) && PythonTokens.isConstant(tokens.dropFirst())
      let workTokens = work.flatMap { before.statements[$0].tokens.dropFirst() }
      let didWork = work.count > 1 || !PythonTokens.isConstant(workTokens)
      // An abstract function that raised, and a stub that got its value, did no work before.
      let raised = work.count == 1 && work.first.map { before.statements[$0].first == "raise" } == true
      guard isConstant, didWork, !raised else { return nil }
      return finding(
        .constantReturn, after.statements[only].lines.lowerBound, "`\(name)` returns a constant instead of its work")
    }
  }

  // Checks that are gone.

  private func isCheck(_ tree: PythonTree, _ index: Int) -> Bool {
    let first = tree.statements[index].first
    if first == "assert" || first == "raise" { return true }
    // `if …:` with nothing but a check inside.
    let children = tree.statements[index].children
    return first == "if" && !children.isEmpty && children.allSatisfy { isCheck(tree, $0) }
  }

  private func removedChecks() -> [DuctTapeFinding] {
    guard !isTest else { return [] }
    return commonFunctions().compactMap { name, old, new in
      let (oldBody, newBody) = (before.descendants(old), after.descendants(new))
      let line = after.statements[new].lines.lowerBound
      // The same condition, which raised and now passes: fewer such blocks raise, and more pass.
      let (raisedBefore, passedBefore) = blocks(before, oldBody)
      let (raised, passed) = blocks(after, newBody)
      let same = newBody.first { index in
        let text = after.statements[index].text
        return raisedBefore[text, default: 0] > raised[text, default: 0]
          && passed[text, default: 0] > passedBefore[text, default: 0] && isPassingBlock(after, index)
      }
      if let same {
        return finding(
          .removedCheck, after.statements[same].lines.lowerBound,
          "`\(name)` raised here and now goes on as if nothing were wrong")
      }
      // A condition that can no longer hold.
      if let never = newBody.first(where: { index in
        let tokens = after.statements[index].tokens
        guard isNew(index), ["if", "elif"].contains(tokens.first), tokens.count > 4 else { return false }
        return tokens[1...2].elementsEqual(["False", "and"]) || tokens.suffix(3).elementsEqual(["and", "False", ":"])
          || tokens[1...2].elementsEqual(["0", "and"])
      }) {
        return finding(
          .removedCheck, after.statements[never].lines.lowerBound, "a condition of `\(name)` can no longer hold")
      }
      // Nothing is new in the function, and only checks are gone.
      var left = Dictionary(newBody.map { (after.statements[$0].text, 1) }, uniquingKeysWith: +)
      var gone: [Int] = []
      for index in oldBody {
        let text = before.statements[index].text
        if let count = left[text], count > 0 { left[text] = count - 1 } else { gone.append(index) }
      }
      let added = left.values.reduce(0, +)
      guard added == 0, !gone.isEmpty, gone.allSatisfy({ isCheck(before, $0) }), !newBody.isEmpty else { return nil }
      return finding(.removedCheck, line, "what `\(name)` checked is no longer checked")
    }
  }

  /// For each header of a block, how many such blocks raise right inside, and how many only go on.
  private func blocks(_ tree: PythonTree, _ statements: [Int]) -> (raise: [String: Int], pass: [String: Int]) {
    var (raise, pass) = ([String: Int](), [String: Int]())
    for index in statements where ["if", "elif", "else", "except"].contains(tree.statements[index].first) {
      let text = tree.statements[index].text
      if tree.statements[index].children.contains(where: { tree.statements[$0].first == "raise" }) {
        raise[text, default: 0] += 1
      }
      if isPassingBlock(tree, index) { pass[text, default: 0] += 1 }
    }
    return (raise, pass)
  }

  /// Whether a block does nothing but go on: it passes, or leaves with a constant.
  private func isPassingBlock(_ tree: PythonTree, _ index: Int) -> Bool {
    let children = tree.statements[index].children
    return !children.isEmpty
      && children.allSatisfy { child in
        let tokens = tree.statements[child].tokens
        return ["pass", "...", "continue", "return"].contains(tokens.first)
          && PythonTokens.isConstant(tokens.dropFirst())
      }
  }

  // Checkers that are told to be silent, and success that is none.

  private static let silencers = [
    "type: ignore", "type:ignore", "noqa", "pylint: disable", "pylint:disable", "pyright: ignore",
    "mypy: ignore-errors",
    "flake8: noqa", "nosec", "pragma: no cover",
  ]

  private func suppressions() -> [DuctTapeFinding] {
    func marks(_ tree: PythonTree) -> [(line: Int, mark: String)] {
      tree.comments.compactMap { comment in
        Self.silencers.first { comment.text.contains($0) }.map { (comment.line, $0) }
      }
    }
    var findings: [DuctTapeFinding] = []
    let isCommented = after.comments.contains { newLines.contains($0.line) }
    // As many as there were are no news.
    let old = Dictionary((isCommented ? marks(before) : []).map { ($0.mark, 1) }, uniquingKeysWith: +)
    let new = isCommented ? marks(after) : []
    let count = Dictionary(new.map { ($0.mark, 1) }, uniquingKeysWith: +)
    findings += new.filter { newLines.contains($0.line) && (count[$0.mark] ?? 0) > (old[$0.mark] ?? 0) }.map {
      finding(.suppression, $0.line, "`\($0.mark)` silences a checker")
    }
    for (index, statement) in after.statements.enumerated() where isNew(index) {
      let isFilter = statement.tokens.contains { ["filterwarnings", "simplefilter"].contains($0) }
      if isFilter, !isTest, statement.tokens.contains(where: { TestLiterals.plain($0) == "\"ignore" }) {
        findings.append(finding(.suppression, statement.lines.lowerBound, "warnings are ignored"))
      }
      if statement.first == "@", statement.tokens.contains("no_type_check") {
        findings.append(finding(.suppression, statement.lines.lowerBound, "types are no longer checked"))
      }
    }
    return findings
  }

  private func falseSuccess() -> [DuctTapeFinding] {
    var findings: [DuctTapeFinding] = []
    for (index, statement) in after.statements.enumerated() where isNew(index) {
      let (tokens, line) = (statement.tokens, statement.lines.lowerBound)
      let texts = tokens.filter(PythonTokens.isString).map(TestLiterals.plain)
      if texts.contains("\"PYTEST_CURRENT_TEST")
        || (tokens.contains("modules") && texts.contains { ["\"pytest", "\"unittest"].contains($0) })
        || (tokens.contains("argv") && texts.contains { $0.contains("test") } && statement.first == "if")
        || (tokens.contains("stack") && texts.contains { $0.contains("test") })
      {
        findings.append(finding(.testAware, line, "the code asks whether a test runs it"))
      }
      let function = after.function(around: index).map(after.name)
      let leaves =
        tokens.starts(with: ["os", ".", "_exit", "(", "0"]) || tokens.starts(with: ["sys", ".", "exit", "(", "0"])
        || tokens.starts(with: ["raise", "SystemExit", "(", "0"])
      if leaves, let function, !function.contains("main") {
        findings.append(finding(.falseSuccess, line, "the process ends with success in `\(function)`"))
      }
      if tokens.starts(with: ["return", "True"]), tokens.count == 2, let around = after.function(around: index),
        after.name(around) == "__eq__", after.body(around) == [index]
      {
        findings.append(finding(.falseSuccess, line, "every object equals every other"))
      }
    }
    return findings
  }
}
