/// Makes tasks of definitions and commits.
struct TaskMaker {
  let index: RepositoryIndex
  /// For each definition, those that its prompt must not show: its copies, and its tests.
  let kin: [String: Set<String>]
  let limits: AnswerLimits
  let builder: ContextBuilder?
  /// For the words of each name of a function that is no test, joined by `_`, the first function of that name.
  private let subjects: [String: Definition]

  init(index: RepositoryIndex, kin: [String: Set<String>], limits: AnswerLimits, builder: ContextBuilder?) {
    (self.index, self.kin, self.limits, self.builder) = (index, kin, limits, builder)
    let tests = Set(index.repository.files.filter(\.isTest).map(\.path))
    subjects = Dictionary(
      index.definitions.filter { $0.isFunction && !tests.contains($0.file) }
        .map { (Self.words($0.name).joined(separator: "_"), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the tasks of a kind, and the number of those whose prompt would show the answer.
  func tasks(_ kind: RepositoryTask.Kind, of ids: Set<String>, commits: [Commit]) -> ([RepositoryTask], Int) {
    let made: [(task: RepositoryTask, query: ContextQuery?)]
    switch kind {
    case .maskedFunction: made = definitions(ids, inTests: false).map { maskedFunction($0, $1) }
    case .docstring: made = definitions(ids, inTests: false).compactMap { docstring($0, $1) }
    case .maskedTest: made = definitions(ids, inTests: true).compactMap { maskedTest($0, $1) }
    case .fix: made = commits.flatMap(fixes).map { ($0, nil) }
    case .request: made = commits.compactMap(request).map { ($0, nil) }
    }
    let (fit, unfit) = made.reduce(into: ([RepositoryTask](), 0)) { result, next in
      guard !shows(next.task) else {
        result.1 += 1
        return
      }
      guard let builder, let query = next.query else {
        result.0.append(next.task)
        return
      }
      result.0.append(next.task.with(context: builder.context(for: query, keepingOut: next.task.completion)))
    }
    return (fit, unfit)
  }

  /// Whether a prompt shows half of its answer. That of a change shows what does not change.
  private func shows(_ task: RepositoryTask) -> Bool {
    guard task.kind != .fix, task.kind != .request else { return false }
    var answers = Answers()
    answers.add(task.completion)
    return answers.leak(into: task.prefix)
  }

  private func definitions(_ ids: Set<String>, inTests: Bool) -> [(SourceFile, Definition)] {
    index.repository.files.filter { $0.isTest == inTests }.flatMap { file in
      index.definitions(in: file.path).filter { ids.contains($0.id) }.map { (file, $0) }
    }
  }

  /// The file before an offset without the definitions that may not be shown, its last bytes from the start of a line; and
  /// the file after another.
  private func surroundings(
    _ file: SourceFile, _ definition: Definition, before: Int, after: Int
  ) -> (prefix: String, suffix: String) {
    let bytes = Array(file.text.utf8)
    let hidden = kin[definition.id] ?? []
    let ranges = index.definitions(in: file.path).filter { hidden.contains($0.id) }.map(\.documentedRange)
    func text(_ range: Range<Int>) -> [UInt8] {
      var kept: [UInt8] = []
      var start = range.lowerBound
      for hole in ranges where hole.lowerBound >= start && hole.upperBound <= range.upperBound {
        kept += bytes[start..<hole.lowerBound]
        start = hole.upperBound
      }
      return kept + bytes[start..<range.upperBound]
    }
    var prefix = text(0..<before)
    if prefix.count > limits.prefixBytes {
      let cut = prefix.suffix(limits.prefixBytes)
      prefix = Array(cut.firstIndex(of: 10).map { prefix[($0 + 1)...] } ?? cut)
    }
    return (
      String(decoding: prefix, as: UTF8.self),
      String(decoding: text(after..<bytes.count).prefix(limits.prefixBytes), as: UTF8.self)
    )
  }

  private func focus(_ file: SourceFile, _ definition: Definition) -> String {
    let docstring = definition.docstring.map { file.text(in: $0) } ?? ""
    return "\(definition.signature) \(docstring) \(definition.scope.joined(separator: " "))"
  }

  private func maskedFunction(_ file: SourceFile, _ definition: Definition) -> (RepositoryTask, ContextQuery?) {
    let range = definition.implementation ?? definition.range
    let (prefix, suffix) = surroundings(file, definition, before: range.lowerBound, after: range.upperBound)
    let task = RepositoryTask(
      kind: .maskedFunction, id: definition.id, file: file.path, range: range, context: "", prefix: prefix,
      completion: file.text(in: range))
    let query = ContextQuery(
      file: file.path, language: file.language, prefix: prefix, suffix: suffix, focus: focus(file, definition))
    return (task, query)
  }

  private func docstring(_ file: SourceFile, _ definition: Definition) -> (RepositoryTask, ContextQuery?)? {
    guard let range = definition.docstring else { return nil }
    let answer = file.text(in: range)
    // A line such as "Returns x." is no answer to hold out.
    guard limits.allows(answer) else { return nil }
    let whole = definition.documentedRange
    let code = file.text(in: whole.lowerBound..<range.lowerBound) + file.text(in: range.upperBound..<whole.upperBound)
    let (before, _) = surroundings(file, definition, before: whole.lowerBound, after: whole.upperBound)
    let lines = code.lines
      .filter { $0.contains { !$0.isWhitespace } }.joined(separator: "\n")
    let prefix = "\(before)\(lines)\n\n\(file.language.comment("The docstring of \(definition.qualifiedName):"))\n"
    let task = RepositoryTask(
      kind: .docstring, id: definition.id, file: file.path, range: range, context: "", prefix: prefix,
      completion: answer)
    return (
      task, ContextQuery(file: file.path, language: file.language, prefix: prefix, focus: definition.signature)
    )
  }

  private func maskedTest(_ file: SourceFile, _ test: Definition) -> (RepositoryTask, ContextQuery?)? {
    guard let range = test.implementation, let subject = subject(of: test) else { return nil }
    let (before, suffix) = surroundings(file, test, before: range.lowerBound, after: range.upperBound)
    guard let source = index.repository[subject.file] else { return nil }
    let code = source.text(in: subject.documentedRange)
    guard code.utf8.count <= 2 * limits.bytes else { return nil }
    let prefix = "\(file.language.comment(subject.file))\n\(code)\n\n\(file.language.comment(file.path))\n\(before)"
    let task = RepositoryTask(
      kind: .maskedTest, id: test.id, file: file.path, range: range, context: "", prefix: prefix,
      completion: file.text(in: range))
    let query = ContextQuery(
      file: file.path, language: file.language, prefix: prefix, suffix: suffix, focus: focus(file, test))
    return (task, query)
  }

  /// The function that a test's name names with the longest name: `test_add_numbers` and `testAddNumbers` test `add`. Of
  /// equals the first.
  private func subject(of test: Definition) -> Definition? {
    let words = Self.words(test.name)
    guard words.count > 1 else { return nil }
    var best: (definition: Definition, count: Int)?
    for first in words.indices {
      for last in first..<words.count {
        let name = words[first...last].joined(separator: "_")
        guard name.count > max(2, best?.count ?? 0), let definition = subjects[name] else { continue }
        best = (definition, name.count)
      }
    }
    return best?.definition
  }

  /// The words of a name in snake or camel case, in lower case.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var current = ""
    for character in name {
      if character.isUppercase, current.last?.isLowercase == true {
        words.append(current)
        current = ""
      }
      if character.isLetter || character.isNumber {
        current.append(character)
      } else if !current.isEmpty {
        words.append(current)
        current = ""
      }
    }
    if !current.isEmpty { words.append(current) }
    return words.map { $0.lowercased() }
  }

  private func language(_ path: String) -> SourceLanguage { .of(path: path) }

  private func fixes(_ commit: Commit) -> [RepositoryTask] {
    commit.hunks.compactMap { hunk in
      guard hunk.after.utf8.count <= limits.bytes, hunk.after != hunk.before else { return nil }
      let language = language(hunk.path)
      let prefix =
        "\(language.comment(hunk.path))\n\(hunk.before)\n\(language.comment("Change: \(commit.subject)"))\n"
      return RepositoryTask(
        kind: .fix, id: "\(commit.id):\(hunk.path):\(hunk.line)", file: hunk.path, range: 0..<0, context: "",
        prefix: prefix, completion: hunk.after)
    }
  }

  private func request(_ commit: Commit) -> RepositoryTask? {
    guard commit.isRequest, let first = commit.hunks.first else { return nil }
    let before = commit.hunks.map { "\(language($0.path).comment($0.path))\n\($0.before)\n" }.joined()
    let after = commit.hunks.map { "\(language($0.path).comment($0.path))\n\($0.after)\n" }.joined()
    guard after.utf8.count <= 2 * limits.bytes else { return nil }
    return RepositoryTask(
      kind: .request, id: commit.id, file: first.path, range: 0..<0, context: "",
      prefix: "\(before)\n\(language(first.path).comment("Request: \(commit.message.singleSpaced)"))\n",
      completion: after)
  }
}
