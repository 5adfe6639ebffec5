internal import Foundation

/// The definitions of a repository, where their names are used, and which file needs which.
///
/// Ranges are by our own scanner. Names of variables, constants, macros, and the like come from Universal Ctags where it
/// is installed. A use is a word of the code that is the name of a definition: no scope is resolved.
public struct RepositoryIndex: Sendable {
  /// A place where a name stands.
  public struct Use: Hashable, Sendable {
    /// The path of the file.
    public let file: String
    /// The line, counted from 1.
    public let line: Int
  }

  /// The repository.
  public let repository: Repository
  /// The definitions by the order of their files' paths, then of their offsets.
  public let definitions: [Definition]
  /// Whether Universal Ctags named what our scanner does not.
  public let hasTags: Bool

  let byFile: [String: [Int]]
  let byName: [String: [Int]]
  /// For each file, how often each word stands in its code.
  let words: [String: [String: Int]]
  /// For each file, what it needs of other files: path and weight.
  let needs: [String: [String: Double]]

  /// Indexes a repository. `usesTags` tells whether ctags is asked; it is no error if it is not installed.
  public init(_ repository: Repository, usesTags: Bool = true) async {
    let paths = repository.files.filter { $0.language.blocks != .none }.map(\.path)
    let tags = usesTags && !paths.isEmpty ? await Ctags.tags(of: paths, in: repository.folder) : nil
    self.init(repository, tags: tags)
  }

  init(_ repository: Repository, tags: [Ctags.Tag]?) {
    self.repository = repository
    hasTags = tags != nil
    let tags = Dictionary(grouping: tags ?? [], by: \.path)
    var definitions: [Definition] = []
    var words: [String: [String: Int]] = [:]
    for file in repository.files {
      let found = file.definitions
      definitions += Self.merge(found, tags[file.path] ?? [], file)
      guard file.language.blocks != .none else { continue }
      let map = LexicalMap(file.text, file.language)
      var counts: [String: Int] = [:]
      Identifiers.forEach(in: map) { counts[String(map.bytes, $0), default: 0] += 1 }
      words[file.path] = counts
    }
    self.definitions = definitions
    self.words = words
    byFile = Dictionary(grouping: definitions.indices) { definitions[$0].file }
    byName = Dictionary(grouping: definitions.indices) { definitions[$0].name }
    needs = Self.needs(definitions, byName, words)
  }

  /// Adds the tags of lines on which our scanner found no definition of that name.
  private static func merge(_ found: [Definition], _ tags: [Ctags.Tag], _ file: SourceFile) -> [Definition] {
    guard !tags.isEmpty else { return found }
    let known = Set(found.flatMap { definition in definition.lines.prefix(6).map { "\(definition.name):\($0)" } })
    let table = LineTable(Array(file.text.utf8))
    let count = file.text.utf8.count
    let others = tags.compactMap { tag -> Definition? in
      // What is local to a function is used by nobody else.
      let isLocal = ["local", "parameter", "label"].contains(tag.kind)
      guard !isLocal, !known.contains("\(tag.name):\(tag.line)"), tag.line <= table.starts.count else { return nil }
      let start = table.offset(ofLine: tag.line, end: count)
      let end = max(start, table.offset(ofLine: tag.line + 1, end: count + 1) - 1)
      return Definition(
        name: tag.name, scope: tag.scope.map { $0.split { ".:".contains($0) }.map(String.init) } ?? [], kind: .other,
        file: file.path, range: start..<end, lines: tag.line...tag.line,
        signature: file.text(in: start..<end).singleSpaced, docstring: nil, body: nil, implementation: nil)
    }
    return (found + others).sorted { ($0.range.lowerBound, $0.name) < ($1.range.lowerBound, $1.name) }
  }

  /// The definitions of a file, in order.
  public func definitions(in path: String) -> [Definition] { (byFile[path] ?? []).map { definitions[$0] } }

  /// The definitions of a name.
  public func definitions(named name: String) -> [Definition] { (byName[name] ?? []).map { definitions[$0] } }

  /// The innermost function with a body that a line, counted from 1, is in, or `nil` if there is none.
  public func function(in path: String, at line: Int) -> Definition? {
    definitions(in: path).filter { $0.isFunction && $0.lines.contains(line) }.min { $0.lines.count < $1.lines.count }
  }

  /// Returns the places where a name stands as a word of code, its definitions' headers among them.
  public func uses(of name: String) -> [Use] {
    repository.files.flatMap { file -> [Use] in
      guard words[file.path]?[name] != nil else { return [] }
      let map = LexicalMap(file.text, file.language)
      let table = LineTable(map.bytes)
      let wanted = Array(name.utf8)
      var uses: [Use] = []
      Identifiers.forEach(in: map) { range in
        guard range.count == wanted.count, map.bytes[range].elementsEqual(wanted) else { return }
        uses.append(Use(file: file.path, line: table.line(of: range.lowerBound)))
      }
      return uses
    }
  }
}
