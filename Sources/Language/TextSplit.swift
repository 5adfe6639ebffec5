internal import Randomness

/// Texts to learn, and others of the same kind that are held out.
public struct TextSplit: Sendable {
  /// What is learned.
  public let train: [TextDocument]
  /// What is held out.
  public let heldOut: [TextDocument]
  /// Whether whole documents are held out; else spans of them are.
  public let isByDocument: Bool

  /// Takes texts that were split already.
  /// - Throws: `LanguageError` if there is nothing to learn, or nothing held out.
  public init(train: [TextDocument], heldOut: [TextDocument]) throws(LanguageError) {
    guard !train.isEmpty, !heldOut.isEmpty else {
      throw LanguageError(
        "the texts", "\(train.count) are to be learned and \(heldOut.count) held out; both must have one")
    }
    (self.train, self.heldOut, isByDocument) = (train, heldOut, true)
  }

  /// The fewest documents of which whole ones are held out.
  static let fewestDocuments = 5

  /// Holds out a share of the documents, or, of fewer than five, a share of spans of lines. A function of the texts, the
  /// share and the seed.
  /// - Throws: `LanguageError` for a text of which no part can be held out.
  public init(_ documents: [TextDocument], share: Double, seed: UInt64) throws(LanguageError) {
    isByDocument = documents.count >= Self.fewestDocuments
    let parts = isByDocument ? documents : documents.flatMap { Self.spans(of: $0, share: share) }
    guard parts.count >= 2 else {
      throw LanguageError(
        documents.first?.name ?? "the text",
        "it is too short to hold a part of it out; give a longer text or more files")
    }
    var generator = Generator(seed: seed).child("held out")
    let count = min(max(1, Int((Double(parts.count) * share).rounded())), parts.count - 1)
    let chosen = Set(generator.permutation(parts.count).prefix(count))
    heldOut = parts.indices.filter { chosen.contains($0) }.map { parts[$0] }
    train = parts.indices.filter { !chosen.contains($0) }.map { parts[$0] }
  }

  /// A document's parts: runs of lines of about equal length, twice as many as give one to hold out, and at least eight.
  private static func spans(of document: TextDocument, share: Double) -> [TextDocument] {
    let wanted = max(8, Int((2 / share).rounded(.up)))
    let length = max(document.text.utf8.count / wanted, 64)
    var spans: [String] = []
    var current = ""
    for line in document.text.split(separator: "\n", omittingEmptySubsequences: false) {
      current += line + "\n"
      if current.utf8.count >= length {
        spans.append(current)
        current = ""
      }
    }
    if !current.allSatisfy(\.isWhitespace) { spans.append(current) }
    return spans.enumerated().map { index, text in
      TextDocument(name: "\(document.name)#\(index + 1)", prompt: document.prompt, text: text)
    }
  }
}
