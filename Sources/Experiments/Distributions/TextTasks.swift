public import Foundation
public import MetaLearning
internal import Networks
public import Randomness
public import Tasks
internal import Tensors

/// A distribution of documents of bytes as tasks: some windows of one to adapt to, and others of it as queries.
public struct TextTasks: GroupedTasks, HasBaseline {
  private let documents: [Split: [[UInt8]]]
  /// The documents of each domain that training never sees, in the order of the settings.
  private let heldOut: [(domain: String, documents: [[UInt8]])]
  private let settings: TextSettings

  /// Creates the distribution of the spans of a file, or of the files of a folder.
  /// - Throws: `ConfigurationError` for a text that cannot be read, or has too few documents for three splits.
  public init(_ settings: TextSettings, at url: URL) throws {
    self.settings = settings
    var documents: [Split: [[UInt8]]] = [:]
    var apart: [String: [[UInt8]]] = [:]
    for (name, bytes) in try Self.texts(at: url, settings) where bytes.count >= settings.shortest {
      let domain = String(name.prefix { $0 != "/" })
      if settings.heldOut.contains(domain) {
        apart[domain, default: []].append(bytes)
      } else {
        documents[.hashed(family: "text", rule: name), default: []].append(bytes)
      }
    }
    self.documents = documents
    heldOut = settings.heldOut.map { ($0, apart[$0] ?? []) }
    if let empty = heldOut.first(where: \.documents.isEmpty) {
      throw ConfigurationError(
        key: "tasks.text.heldOut",
        problem: "\(url.path) has no folder \(empty.domain) with a document of \(settings.shortest) bytes or more")
    }
    for split in Split.allCases where documents[split]?.isEmpty ?? true {
      throw ConfigurationError(
        key: "tasks.text",
        problem:
          "\(url.path) has no document of \(settings.shortest) bytes or more for \(split.rawValue); give more text, "
          + "or smaller window, support, query or span")
    }
  }

  /// Draws windows of a document of the split without overlap: first those of the support set, then the queries.
  public func episodes(
    _ indices: Range<Int>, in split: Split, using generator: Generator
  ) -> EpisodeBatch<TextBatch> {
    episodes(indices, of: documents[split]!, using: generator)
  }

  private func episodes(
    _ indices: Range<Int>, of documents: [[UInt8]], using generator: Generator
  ) -> EpisodeBatch<TextBatch> {
    let (size, count) = (settings.window + 1, settings.support + settings.query)
    let tokens = indices.flatMap { index -> [Int32] in
      var own = generator.child(index)
      let bytes = documents[own.integer(in: 0..<documents.count)]
      let places = own.permutation(bytes.count / size).prefix(count)
      return places.flatMap { bytes[($0 * size)..<(($0 + 1) * size)].map { Int32($0) } }
    }
    let batch = Tensor(tokens, shape: [indices.count, count, size]).converted(to: .int64)
    return EpisodeBatch(
      support: TextBatch(tokens: batch.narrowed(1, from: 0, length: settings.support)),
      query: TextBatch(tokens: batch.narrowed(1, from: settings.support, length: settings.query)))
  }

  /// Returns one set of the documents of a split and, for meta-testing, one of each domain that is held out; a plan may name
  /// some of these domains instead.
  public func sets(_ plan: EvaluationPlan) throws -> [EpisodeSet<TextBatch>] {
    var other = plan
    other.tasks = []
    try other.refuse(tasks: "text", copies: "recoloured", shape: true)
    if let unknown = plan.tasks.first(where: { name in !heldOut.contains { $0.domain == name } }) {
      let names = heldOut.map(\.domain).joined(separator: ", ")
      throw ConfigurationError(
        key: "--tasks",
        problem: "no domain \(unknown) is held out; \(names.isEmpty ? "leave it out" : "there are \(names)")")
    }
    let generator = Generator(seed: plan.seed).child("evaluation")
    let apart = heldOut.filter { plan.tasks.isEmpty ? plan.split == .metaTest : plan.tasks.contains($0.domain) }
    let known = plan.tasks.isEmpty ? try validationSets(plan, using: generator) : []
    return known
      + apart.map { domain, documents in
        EpisodeSet(group: .heldOut, name: domain, shots: nil, count: plan.episodes) { indices in
          episodes(indices[0]..<indices[0] + indices.count, of: documents, using: generator.child(domain))
        }
      }
  }

  /// Returns one set of the documents of the plan's split.
  public func validationSets(_ plan: EvaluationPlan, using generator: Generator) throws -> [EpisodeSet<TextBatch>] {
    [
      EpisodeSet(group: .trained, name: "all tasks", shots: nil, count: plan.episodes) { indices in
        episodes(indices[0]..<indices[0] + indices.count, in: plan.split, using: generator)
      }
    ]
  }

  /// Returns the score of a byte model of order 3 that counted the documents of meta-training and the support windows
  /// of an episode, on its queries.
  public func baseline(_ plan: EvaluationPlan) -> (name: String, scores: [Double]) {
    let model = ByteModel(order: 3, of: documents[.metaTrain] ?? [])
    let generator = Generator(seed: plan.seed).child("evaluation")
    func windows(_ batch: TextBatch) -> [[UInt8]] {
      let bytes = batch.tokens.converted(to: .int32).scalars(Int32.self).map { UInt8($0) }
      let size = settings.window + 1
      return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<($0 + size)]) }
    }
    let scores = (0..<plan.episodes).map { index in
      let episode = episodes(index..<index + 1, in: plan.split, using: generator)
      var own = model
      for window in windows(episode.support) { own.count(window) }
      let bits = windows(episode.query).map(own.bits(of:))
      return bits.reduce(0, +) / Double(bits.count)
    }
    return ("order-3 byte model", scores)
  }

  /// Returns the documents by name.
  private static func texts(at url: URL, _ settings: TextSettings) throws -> [(name: String, bytes: [UInt8])] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw ConfigurationError(
        key: "tasks.text.path", problem: "there is no \(url.path); name a text or a folder of texts")
    }
    guard isFolder.boolValue else {
      let bytes = [UInt8](try Data(contentsOf: url))
      return stride(from: 0, to: bytes.count, by: settings.span).map { start in
        ("\(start / settings.span)", Array(bytes[start..<min(start + settings.span, bytes.count)]))
      }
    }
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
    return try names.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".md") }
      .map { ($0, [UInt8](try Data(contentsOf: url.appendingPathComponent($0)))) }
  }
}

/// The settings of tasks of text.
public struct TextSettings: Hashable, Codable, Sendable {
  /// The path of a text file, or of a folder of .txt and .md files; empty for the one that --data names.
  public var path = ""
  /// The number of bytes that a network reads at once.
  public var window = 64
  /// The number of support windows of a document.
  public var support = 8
  /// The number of query windows of a document.
  public var query = 8
  /// The number of bytes of a document if one file is cut into several.
  public var span = 4_096
  /// The domains that training never sees, each the name of a folder in the folder of the path: a language, a source.
  public var heldOut: [String] = []

  /// Creates the default settings.
  public init() {}

  /// The smallest number of bytes of a document.
  var shortest: Int { (window + 1) * (support + query) }

  /// The first impossible setting, or `nil` if all are possible.
  var problem: String? {
    if window < 1 || support < 1 || query < 1 { return "window, support and query must be positive" }
    if Set(heldOut).count < heldOut.count { return "heldOut names a domain twice" }
    return span < shortest
      ? "a span of \(span) bytes does not hold \(support) + \(query) windows of \(window + 1): give \(shortest) or more"
      : nil
  }
}

extension TaskEntry {
  static let text = TaskEntry(
    "text", "documents of plain bytes: windows to adapt to, others to tell byte by byte", settings: TextSettings(),
    format: { settings throws(ConfigurationError) in
      if let problem = settings.problem { throw ConfigurationError(key: "tasks.text", problem: problem) }
      return .text(vocabulary: (0..<256).map { String(format: "%02x", $0) })
    },
    make: { settings, data in
      guard let url = settings.path.isEmpty ? data : URL(fileURLWithPath: settings.path) else {
        throw ConfigurationError(key: "tasks.text.path", problem: "it is empty; name a text, or give one with --data")
      }
      return try TextTasks(settings, at: url)
    })
}
