extension SourceLanguage {
  /// The languages whose definitions are found, and prose and settings, whose text is learned as it is.
  public static let all: [SourceLanguage] = [
    python, swift, c, javaScript, typeScript, rust, go, java, ruby, shell, text, settings,
  ]

  /// Returns the language of a name, or `nil` if there is none.
  public static func named(_ name: String) -> SourceLanguage? { all.first { $0.name == name } }

  /// Returns the language of a file by its name's ending, its name, or the interpreter that its first line names; `text`
  /// for any other.
  public static func of(path: String, firstLine: Substring = "") -> SourceLanguage {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let dot = name.lastIndex(of: "."), dot != name.startIndex {
      let ending = name[name.index(after: dot)...].lowercased()
      if let language = byEnding[ending] { return language }
    }
    if let language = all.first(where: { $0.fileNames.contains(name) }) { return language }
    guard firstLine.hasPrefix("#!") else { return .text }
    let words = firstLine.split { "/ \t".contains($0) }
    return all.first { language in
      words.contains { word in language.interpreters.contains { word.hasPrefix($0) } }
    } ?? .text
  }

  private static let byEnding = Dictionary(
    all.flatMap { language in language.endings.map { ($0, language) } }, uniquingKeysWith: { first, _ in first })
}
