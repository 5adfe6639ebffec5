public import Foundation

/// A learner of byte-level vocabularies: again and again the commonest pair of neighbours in the texts becomes a token, until
/// there are as many as asked for.
///
/// Deterministic: of pairs that are as common, the one whose tokens are older comes first.
/// - Source: Sennrich, Haddow, Birch 2016, Algorithm 1; over bytes as GPT-2. Token for token what the trainer of the Rust
///   package tokenizers learns.
/// - Differs: special tokens inside a text are cut out, so that nothing is learned of their letters.
public struct BPETrainer: Sendable {
  /// The rule by which texts are cut into the pieces that merges never cross.
  public enum Splitting: String, Sendable, CaseIterable {
    /// GPT-2: contractions, and words with the space before them.
    case gpt2
    /// Llama 3: numbers in groups of up to three digits.
    case llama3
    /// Qwen 2 and 3: digits one by one.
    case qwen
    /// SmolLM: digits one by one, then as GPT-2.
    case smolLM
  }

  /// The result: the tokenizer, and the file that says it.
  public struct Result: Sendable {
    /// The tokenizer.
    public let tokenizer: Tokenizer
    /// The `tokenizer.json`, which the Rust package tokenizers reads too.
    public let json: [UInt8]

    /// Writes the `tokenizer.json`.
    public func write(to file: URL) throws(TokenizerError) {
      do {
        try Data(json).write(to: file, options: .atomic)
      } catch {
        throw TokenizerError(file: file.path, key: "", problem: "it cannot be written: \(error.localizedDescription)")
      }
    }
  }

  /// The number of tokens, special ones and the 256 bytes included. Fewer are learned where texts have too few pairs.
  public var size: Int
  /// The special tokens, which get the first ids.
  public var specials: [String]
  /// The rule by which texts are cut.
  public var splitting: Splitting
  /// The least number of times that a pair occurs to become a token.
  public var minimumCount: Int

  /// Creates a trainer of a vocabulary.
  public init(
    size: Int, specials: [String] = ["<|endoftext|>"], splitting: Splitting = .gpt2, minimumCount: Int = 2
  ) {
    self.size = size
    self.specials = specials
    self.splitting = splitting
    self.minimumCount = minimumCount
  }

  /// Learns from texts, of which each is cut on its own.
  public func train(on texts: some Sequence<String>) throws(TokenizerError) -> Result {
    var counts = try PieceCounts(self)
    for text in texts { counts.add(text) }
    return try learn(counts)
  }

  /// Learns from the files of a folder and its folders, in the order of their paths. Hidden files are left out.
  ///
  /// `extensions` are those of the files that count, as `["txt", "md"]`; all files if `nil`.
  public func train(folder: URL, extensions: Set<String>? = nil) throws(TokenizerError) -> Result {
    var counts = try PieceCounts(self)
    let files = try Self.files(in: folder).filter { extensions?.contains($0.pathExtension) ?? true }
    guard !files.isEmpty else {
      throw TokenizerError(file: folder.path, key: "", problem: "it has no files to learn from")
    }
    for file in files {
      guard let text = String(validating: try Tokenizer.bytes(of: file), as: UTF8.self) else {
        throw TokenizerError(
          file: file.path, key: "", problem: "it is no text in UTF-8; name the extensions of those that are")
      }
      counts.add(text)
    }
    return try learn(counts)
  }

  private static func files(in folder: URL) throws(TokenizerError) -> [URL] {
    var isFolder: ObjCBool = false
    let items = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: .skipsHiddenFiles)
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue, let items
    else {
      throw TokenizerError(file: folder.path, key: "", problem: "it is no folder")
    }
    var files: [URL] = []
    // A link that leads nowhere is no file.
    for case let file as URL in items
    where (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true { files.append(file) }
    return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  var splits: [PreTokenizer.Split] {
    switch splitting {
    case .gpt2: [.gpt2]
    case .llama3: [.llama3(digits: 3)]
    case .qwen: [.llama3(digits: 1)]
    case .smolLM: [.digits(each: true), .gpt2]
    }
  }

  private func learn(_ counts: PieceCounts) throws(TokenizerError) -> Result {
    let alphabet = (0...255).map { ByteAlphabet.token(of: [UInt8($0)]) }
    let order = ByteAlphabet.scalars.indices.sorted { ByteAlphabet.scalars[$0] < ByteAlphabet.scalars[$1] }
    var tokens = specials.map { Array($0.utf8) } + order.map { alphabet[$0] }
    var symbols = [UInt32](repeating: 0, count: 256)
    for (place, byte) in order.enumerated() { symbols[byte] = UInt32(specials.count + place) }
    var learner = PairLearner(counts, symbols: symbols)
    let merges = learner.learn(&tokens, size: size, minimumCount: max(minimumCount, 1))
    let file = TrainedTokenizerFile(tokens: tokens, merges: merges, specials: specials, splitting: splitting)
    return Result(tokenizer: try Tokenizer(json: file.bytes), json: file.bytes)
  }
}

/// The number of times that each piece occurs in texts.
struct PieceCounts {
  private(set) var pieces = ByteStringIndex()
  private(set) var counts: [Int] = []
  private let preTokenizer: PreTokenizer
  private let specials: AddedTokens

  init(_ trainer: BPETrainer) throws(TokenizerError) {
    func error(_ key: String, _ problem: String) -> TokenizerError {
      TokenizerError(file: "training a tokenizer", key: key, problem: problem)
    }
    let least = 256 + trainer.specials.count
    guard (least...TokenTable.idLimit).contains(trainer.size) else {
      throw error(
        "size", "\(trainer.size) is no number from \(least), the bytes and special tokens, to \(TokenTable.idLimit)")
    }
    let contents = trainer.specials.map { Array($0.utf8) }
    guard !contents.contains([]), Set(contents).count == contents.count else {
      throw error("specials", "one is empty or appears twice")
    }
    if let content = contents.first(where: { ByteAlphabet.bytes(of: $0)?.count == 1 }) {
      throw error("specials", "\"\(String(decoding: content, as: UTF8.self))\" is the token of a byte")
    }
    preTokenizer = PreTokenizer(splits: trainer.splits, isByteLevel: true)
    specials = AddedTokens(
      trainer.specials.enumerated().map { AddedToken(id: $0, content: $1) },
      strings: contents.enumerated().map { ($1, $0) })
  }

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { text in
      for part in specials.parts(of: text, parsing: .all) where part.token == nil {
        preTokenizer.cut(UnsafeBufferPointer(rebasing: text[part.range]), isFirst: false) { text, start, stop, _ in
          let (number, isNew) = pieces.insert(UnsafeBufferPointer(start: text + start, count: stop - start))
          if isNew { counts.append(0) }
          counts[number] += 1
        }
      }
    }
  }
}
