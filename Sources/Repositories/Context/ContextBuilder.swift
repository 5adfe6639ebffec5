/// Retrieval for a prompt: what of a repository is put before it, within a budget of bytes.
///
/// The best piece stands last, next to the prompt. What is retrieved is a function of what is visible, never of the answer;
/// pieces in which half of a given answer stands are left out, so that a copy elsewhere does not spell it.
public struct ContextBuilder: Sendable {
  /// The index from which pieces come.
  public let index: RepositoryIndex
  /// The choice.
  public let choice: ContextChoice
  /// The largest size of a context, in bytes.
  public let budget: Int

  /// The definitions that may be pieces: functions in no other one, and types without functions.
  private let units: [Definition]
  private let unitsByName: [String: [Int]]
  private let unitWords: WordIndex
  private let fileWords: WordIndex

  /// Creates a builder. An index of its learned half holds no held-out answer.
  public init(_ index: RepositoryIndex, choice: ContextChoice = .symbol, budget: Int = 8_000) {
    (self.index, self.choice, self.budget) = (index, choice, budget)
    let units = index.repository.files.flatMap { file -> [Definition] in
      let definitions = index.definitions(in: file.path)
      let functions = RepositorySplit.outermost(definitions)
      let types = definitions.filter { type in
        type.kind == .type && !functions.contains { type.range.contains($0.range.lowerBound) }
      }
      return (functions + types).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
    self.units = units
    unitsByName = Dictionary(grouping: units.indices) { units[$0].name }
    let texts = Dictionary(index.repository.files.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    unitWords = WordIndex(
      units.map { unit in
        texts[unit.file].map { Self.words($0.text(in: unit.range), $0.language) } ?? [:]
      })
    fileWords = WordIndex(index.repository.files.map { index.words[$0.path] ?? [:] })
  }

  private static func words(_ text: String, _ language: SourceLanguage) -> [String: Int] {
    Dictionary(Identifiers.list(text, language).map { ($0, 1) }, uniquingKeysWith: +)
  }

  /// Returns the context of a query: pieces, each after a comment that names its file. `answer`, if it is known, is kept out.
  public func context(for query: ContextQuery, keepingOut answer: String? = nil) -> String {
    var answers = Answers()
    if let answer { answers.add(answer) }
    var (pieces, size) = ([String](), 0)
    var seen = Set([query.prefix])
    for piece in candidates(query) {
      let text = "\(query.language.comment(piece.path))\n\(piece.text)\n\n"
      guard size + text.utf8.count <= budget, seen.insert(piece.text).inserted, !answers.leak(into: piece.text),
        !query.prefix.contains(piece.text)
      else { continue }
      pieces.append(text)
      size += text.utf8.count
    }
    return pieces.reversed().joined()
  }

  private typealias Piece = (path: String, text: String)

  /// The pieces, the best first.
  private func candidates(_ query: ContextQuery) -> [Piece] {
    let focus = Set(Identifiers.list(query.focus, .text) + Identifiers.list(query.focus, query.language))
    // The last lines before the answer say more about it than the first of the file.
    let near = Set(Identifiers.list(String(query.prefix.suffix(2_000)), query.language)).union(focus)
    switch choice {
    case .file: return files(fileWords.ranked(near), query) + rest(of: query)
    case .symbol:
      return named(focus, query) + rest(of: query) + named(near, query)
        + unitWords.ranked(near).prefix(200).compactMap { piece($0, query) }
    case .dependency:
      return dependencies(near, query) + unitWords.ranked(near).prefix(200).compactMap { piece($0, query) }
    }
  }

  private func files(_ ranked: [Int], _ query: ContextQuery) -> [Piece] {
    ranked.prefix(20).map { index.repository.files[$0] }.filter { $0.path != query.file }.map { ($0.path, $0.text) }
  }

  private func rest(of query: ContextQuery) -> [Piece] {
    query.suffix.contains { !$0.isWhitespace } ? [(query.file, query.suffix)] : []
  }

  /// The definitions of words, the rarest names first.
  private func named(_ words: Set<String>, _ query: ContextQuery) -> [Piece] {
    words.compactMap { word in unitsByName[word].map { (word, $0) } }
      .filter { $0.1.count <= RepositoryIndex.mostDefiningFiles }
      .sorted { ($0.1.count, $0.0) < ($1.1.count, $1.0) }.flatMap(\.1).compactMap { piece($0, query) }
  }

  /// A definition in another file, or in the same one where the prompt no longer shows it.
  private func piece(_ unit: Int, _ query: ContextQuery) -> Piece? {
    let definition = units[unit]
    guard let file = index.repository[definition.file] else { return nil }
    let text = file.text(in: definition.documentedRange)
    return definition.file == query.file && query.suffix.contains(text) ? nil : (definition.file, text)
  }

  private func dependencies(_ near: Set<String>, _ query: ContextQuery) -> [Piece] {
    var pieces: [Piece] = []
    for path in index.dependencies(of: query.file) {
      let definitions = index.definitions(in: path)
      let used = units.indices.filter { units[$0].file == path && near.contains(units[$0].name) }
      pieces += used.compactMap { piece($0, query) }
      let headers = definitions.filter { $0.kind != .other }.map(\.signature).joined(separator: "\n")
      if !headers.isEmpty { pieces.append((path, headers)) }
    }
    return pieces
  }
}

extension SourceLanguage {
  /// Returns a line of comment in the language; of one without comments, after `#`.
  func comment(_ text: String) -> String {
    if let mark = lineComments.first { return "\(mark) \(text)" }
    return "# \(text)"
  }
}
