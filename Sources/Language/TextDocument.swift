public import Foundation

/// A text to learn: a prompt, which is read and not learned, and what follows it.
public struct TextDocument: Hashable, Sendable {
  /// A file's path from the folder, and of a part its number.
  public let name: String
  /// What is read first and not learned; empty for plain text.
  public let prompt: String
  /// What is learned.
  public let text: String

  /// Creates a text.
  public init(name: String, prompt: String = "", text: String) {
    (self.name, self.prompt, self.text) = (name, prompt, text)
  }
}

/// The texts of a path, and what was left out, with the reason.
public struct TextCollection: Sendable {
  /// The texts, in the order of their names.
  public let documents: [TextDocument]
  /// A file that was not read, and why.
  public struct Omission: Hashable, Codable, Sendable {
    /// The path.
    public let path: String
    /// The reason.
    public let reason: String
  }
  /// What was left out.
  public let omissions: [Omission]

  /// Texts that are at hand.
  public init(_ documents: [TextDocument], omissions: [Omission] = []) {
    (self.documents, self.omissions) = (documents, omissions)
  }

  /// Endings of files that are read from a folder.
  public static let endings: Set<String> = [
    "txt", "md", "rst", "tex", "html", "htm", "jsonl", "swift", "py", "c", "h", "cpp", "hpp", "cc", "rs", "go", "java",
    "js", "ts", "rb", "sh", "jl", "hs", "ml", "scala", "kt", "r", "sql", "toml", "yaml", "yml",
  ]

  /// Bytes of one file, and of all, beyond which no more is read.
  public static let (mostFileBytes, mostBytes) = (64 << 20, 256 << 20)
  /// Files of a folder beyond which no more are looked at.
  public static let mostFiles = 100_000

  /// Reads the texts of a file or of a folder: plain text, Markdown, HTML without its tags, source code, and JSONL whose lines
  /// are `{"text": …}` or `{"prompt": …, "completion": …}`.
  ///
  /// Hidden files, files of other endings and links are passed over. A file that is not UTF-8, or too long, is left out and
  /// said so; where nothing is left, that is an error.
  /// - Throws: `LanguageError` for a path that is not there, a line of JSONL that is neither, and a folder without a text.
  public init(at url: URL) throws(LanguageError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw LanguageError(url.path, "there is no such file or folder")
    }
    let files: (found: [(String, URL)], isCut: Bool) =
      isFolder.boolValue ? Self.files(of: url) : ([(url.lastPathComponent, url)], false)
    var documents: [TextDocument] = []
    var omissions: [Omission] = []
    if files.isCut { omissions.append(Omission(path: url.path, reason: "only \(Self.mostFiles) files were looked at")) }
    var bytes = 0
    for (name, file) in files.found {
      func omit(_ reason: String) { omissions.append(Omission(path: name, reason: reason)) }
      let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
      guard size <= Self.mostFileBytes else {
        omit("\(size) bytes; at most \(Self.mostFileBytes) are read: split it")
        continue
      }
      guard bytes + size <= Self.mostBytes else {
        omit("\(Self.mostBytes) bytes were read before it: name fewer files")
        continue
      }
      guard let data = try? Data(contentsOf: file) else {
        omit("it cannot be read")
        continue
      }
      guard let text = String(validating: data, as: UTF8.self) else {
        omit("it is not UTF-8: convert it, as with iconv")
        continue
      }
      bytes += size
      documents += try Self.documents(of: text, name: name, path: file.path)
    }
    documents.removeAll { $0.text.allSatisfy(\.isWhitespace) }
    guard !documents.isEmpty else {
      let why = omissions.first.map { "; \($0.path): \($0.reason)" } ?? ""
      throw LanguageError(url.path, "it holds no text to learn\(why)")
    }
    self.init(documents, omissions: omissions)
  }

  private static func files(of folder: URL) -> (found: [(String, URL)], isCut: Bool) {
    let root = folder.standardizedFileURL.resolvingSymlinksInPath().path + "/"
    let walker = FileManager.default.enumerator(
      at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: [.isRegularFileKey],
      options: [.skipsHiddenFiles])
    var found: [(String, URL)] = []
    var seen = 0
    while let url = walker?.nextObject() as? URL {
      seen += 1
      if seen > mostFiles { return (found.sorted { $0.0 < $1.0 }, true) }
      guard endings.contains(url.pathExtension.lowercased()),
        (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
      else { continue }
      let path = url.standardizedFileURL.path
      found.append((path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path, url))
    }
    return (found.sorted { $0.0 < $1.0 }, false)
  }

  private static func documents(
    of text: String, name: String, path: String
  ) throws(LanguageError) -> [TextDocument] {
    switch (name as NSString).pathExtension.lowercased() {
    case "jsonl": return try lines(of: text, name: name, path: path)
    case "html", "htm": return [TextDocument(name: name, text: withoutTags(text))]
    default: return [TextDocument(name: name, text: text)]
    }
  }

  private struct Line: Decodable {
    let text: String?
    let prompt: String?
    let completion: String?
  }

  private static func lines(of text: String, name: String, path: String) throws(LanguageError) -> [TextDocument] {
    var documents: [TextDocument] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path), line \(index + 1)"
      let parsed: Line
      do { parsed = try JSONDecoder().decode(Line.self, from: Data(line.utf8)) } catch {
        throw LanguageError(place, "it is no JSON object of texts")
      }
      if let text = parsed.text {
        documents.append(TextDocument(name: "\(name):\(index + 1)", text: text))
      } else if let prompt = parsed.prompt, let completion = parsed.completion {
        documents.append(TextDocument(name: "\(name):\(index + 1)", prompt: prompt, text: completion))
      } else {
        throw LanguageError(place, "it has neither \"text\" nor \"prompt\" and \"completion\"")
      }
    }
    return documents
  }

  /// A page's text: without scripts, styles and tags, with the five entities of XML.
  private static func withoutTags(_ page: String) -> String {
    let bare = page.replacing(/(?is)<(script|style)\b.*?<\/\1\s*>/, with: "").replacing(/(?s)<!--.*?-->/, with: "")
      .replacing(/<[^>]*>/, with: "")
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    return entities.reduce(bare) { $0.replacing($1.0, with: $1.1) }
  }
}
