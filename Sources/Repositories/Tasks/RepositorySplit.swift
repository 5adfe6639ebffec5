internal import Randomness

/// A repository in two halves: what is learned, and what is asked later.
///
/// Of every held-out answer (the body and the docstring of a held-out definition, what a held-out commit adds), no learned
/// file or task shows half: no text that is learned contains 50 % of its runs of eight tokens. For that, copies of a body
/// are held out together; the tests that name a held-out function are withheld with it; and wherever else an answer
/// stands, those lines are taken out.
public struct RepositorySplit: Sendable {
  /// A rule of what is held out.
  public enum Rule: Sendable {
    /// This share of the definitions.
    case definitions(share: Double)
    /// The definitions of this share of the files.
    case files(share: Double)
    /// The definitions whose body an older state of the repository does not have: adapted on old code, asked of new.
    case since(Repository)
  }

  /// The whole repository.
  public let whole: RepositoryIndex
  /// What is left to learn: the same files without what is held out.
  public let learned: RepositoryIndex
  /// The definitions that are held out and may be asked for.
  public let heldOut: [Definition]
  /// The number of tests that are withheld because they name a held-out function.
  public let withheldTests: Int
  /// The number of lines elsewhere that are taken out because a held-out answer stands there.
  public let linesTakenOut: Int
  /// The commits that are learned, and those that are asked for: the newer.
  public let learnedCommits: [Commit], heldOutCommits: [Commit]

  let answers: Answers
  /// For each held-out definition, those that are copies of it or tests of it.
  let kin: [String: Set<String>]
  let limits: AnswerLimits

  /// The learned texts, to be learned as they are.
  public var documents: [SourceFile] { learned.repository.files }

  /// Splits a repository. A function of its arguments.
  ///
  /// `commitShare` is the share of the commits that are held out, the newest.
  public init(
    _ index: RepositoryIndex, by rule: Rule, history: [Commit] = [], commitShare: Double = 0.25,
    limits: AnswerLimits = AnswerLimits(), seed: UInt64 = 0
  ) {
    (whole, self.limits) = (index, limits)
    let candidates = Self.candidates(index, limits)
    let clusters = Self.clusters(candidates)
    let chosen = Self.chosen(clusters, candidates, rule, seed)
    heldOut = chosen.map { candidates[$0].definition }

    let ordered = history.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    let count = ordered.count < 2 ? 0 : Int((Double(ordered.count) * commitShare).rounded(.up))
    (learnedCommits, heldOutCommits) = (Array(ordered.dropLast(count)), Array(ordered.suffix(count)))

    var answers = Answers()
    for index in chosen {
      answers.add(candidates[index].body)
      if let docstring = candidates[index].docstring { answers.add(docstring) }
    }
    for hunk in heldOutCommits.flatMap(\.hunks) { answers.add(hunk.after, without: hunk.before) }
    self.answers = answers

    let tests = Self.testsNaming(heldOut, in: index)
    var kin: [String: Set<String>] = [:]
    for cluster in clusters where cluster.count > 1 {
      let ids = Set(cluster.map { candidates[$0].definition.id })
      for id in ids { kin[id, default: []].formUnion(ids.subtracting([id])) }
    }
    for (id, names) in tests { kin[id, default: []].formUnion(names) }
    self.kin = kin

    let isHeldOut = Set(heldOut.map(\.id))
    let withheld = Set(tests.values.joined()).subtracting(isHeldOut)
    withheldTests = withheld.count
    let remover = Remover(index: index, ids: isHeldOut.union(withheld), answers: answers)
    let cleaned = index.repository.files.map { ($0.path, remover.cleaned($0)) }
    let texts = Dictionary(cleaned.map { ($0.0, $0.1.text) }, uniquingKeysWith: { $1 })
    let view = index.repository.mapTexts { texts[$0.path] ?? nil }
    linesTakenOut = cleaned.reduce(0) { $0 + $1.1.lines }
    learned = RepositoryIndex(view, tags: nil)
  }

  struct Candidate: Sendable {
    let definition: Definition
    let body: String
    let docstring: String?
  }

  /// The functions that are in no other function, of a size to be asked for.
  static func candidates(_ index: RepositoryIndex, _ limits: AnswerLimits) -> [Candidate] {
    index.repository.files.flatMap { file -> [Candidate] in
      outermost(index.definitions(in: file.path)).compactMap { definition in
        guard let range = definition.implementation else { return nil }
        let body = file.text(in: range)
        guard limits.allows(body) else { return nil }
        return Candidate(
          definition: definition, body: body, docstring: definition.docstring.map { file.text(in: $0) })
      }
    }
  }

  /// The functions of a file that are in no other function.
  static func outermost(_ definitions: [Definition]) -> [Definition] {
    var end = 0
    return definitions.filter(\.isFunction).filter { definition in
      guard definition.range.lowerBound >= end else { return false }
      end = definition.range.upperBound
      return true
    }
  }

  /// Groups candidates of which one shows half or more of another's body.
  static func clusters(_ candidates: [Candidate]) -> [[Int]] {
    var answers = Answers()
    for candidate in candidates { answers.add(candidate.body) }
    var parent = Array(candidates.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index { index = parent[index] }
      return index
    }
    for (index, candidate) in candidates.enumerated() {
      for (other, share) in answers.shares(in: Shingles(candidate.body)) where share >= Shingles.threshold {
        let (a, b) = (root(index), root(other))
        parent[max(a, b)] = min(a, b)
      }
    }
    return Dictionary(grouping: candidates.indices, by: root).sorted { $0.key < $1.key }.map(\.value)
  }

  private static func chosen(_ clusters: [[Int]], _ candidates: [Candidate], _ rule: Rule, _ seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed).child("held-out definitions")
    switch rule {
    case .definitions(let share):
      let wanted = Int((Double(candidates.count) * share).rounded())
      var chosen: [Int] = []
      // A family of copies that is larger than what is still wanted is learned instead.
      for cluster in clusters.shuffled(using: &generator) where chosen.count + cluster.count <= wanted {
        chosen += cluster
      }
      return chosen.sorted()
    case .files(let share):
      let files = Set(candidates.map(\.definition.file)).sorted().shuffled(using: &generator)
      let held = Set(files.prefix(Int((Double(files.count) * share).rounded())))
      // A copy in another file goes with it.
      return clusters.filter { $0.contains { held.contains(candidates[$0].definition.file) } }.flatMap { $0 }.sorted()
    case .since(let older):
      var known = Answers()
      for candidate in candidates { known.add(candidate.body) }
      var isKnown = Set<Int>()
      for file in older.files {
        for (index, share) in known.shares(in: Shingles(file.text)) where share >= Shingles.threshold {
          isKnown.insert(index)
        }
      }
      return clusters.filter { $0.allSatisfy { !isKnown.contains($0) } }.flatMap { $0 }.sorted()
    }
  }

  /// For each definition, the test functions that name it. A name that many definitions have names none.
  static func testsNaming(_ heldOut: [Definition], in index: RepositoryIndex) -> [String: Set<String>] {
    var wanted: [String: [String]] = [:]
    for definition in heldOut where index.definitions(named: definition.name).count <= 3 && definition.name.count > 2 {
      wanted[definition.name, default: []].append(definition.id)
    }
    var tests: [String: Set<String>] = [:]
    for file in index.repository.files where file.isTest && file.language.blocks != .none {
      let map = LexicalMap(file.text, file.language)
      for test in outermost(index.definitions(in: file.path)) {
        Identifiers.forEach(in: map, test.range) { range in
          for id in wanted[String(map.bytes, range)] ?? [] where id != test.id {
            tests[id, default: []].insert(test.id)
          }
        }
      }
    }
    return tests
  }
}

/// Takes out of files what is held out.
private struct Remover {
  let index: RepositoryIndex
  let ids: Set<String>
  let answers: Answers

  private func withoutDefinitions(_ file: SourceFile) -> String {
    let bytes = Array(file.text.utf8)
    var keep: [UInt8] = []
    var index = 0
    for definition in self.index.definitions(in: file.path) where ids.contains(definition.id) {
      let range = definition.documentedRange
      guard range.lowerBound >= index else { continue }
      keep += bytes[index..<range.lowerBound]
      index = range.upperBound
      if index < bytes.count, bytes[index] == 10 { index += 1 }
    }
    return String(decoding: keep + bytes[index...], as: UTF8.self)
  }

  /// Takes out the lines in which answers stand, until none stands there. The text is `nil` if only space is left.
  func cleaned(_ file: SourceFile) -> (text: String?, lines: Int) {
    var text = withoutDefinitions(file)
    var count = 0
    while true {
      let leaks = answers.leaks(in: text)
      guard !leaks.isEmpty else { return (text.contains { !$0.isWhitespace } ? text : nil, count) }
      let table = LineTable(Array(text.utf8))
      let lines = Set(leaks.flatMap { table.line(of: $0.lowerBound)...table.line(of: $0.upperBound - 1) })
      count += lines.count
      let kept = text.lines.enumerated()
        .filter { !lines.contains($0.offset + 1) }.map(\.element)
      text = kept.joined(separator: "\n")
    }
  }
}
