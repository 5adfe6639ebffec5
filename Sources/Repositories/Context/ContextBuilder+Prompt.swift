extension ContextBuilder {
  /// Returns the prompt for a place: the context, and the file up to a line, counted from 1; what is written from that line
  /// on is the answer. `prefixBytes` is the largest size of the file's part, its last.
  ///
  /// Where the line is a function's, its header and docstring are what the context is looked up by.
  /// - Throws: `RepositoryError` if the file is not read, or has no such line.
  public func prompt(in path: String, at line: Int, prefixBytes: Int = 6_000) throws(RepositoryError) -> String {
    guard let file = index.repository[path] else {
      let reason = index.repository.setAside.first { $0.path == path }.map { "it is set aside: \($0.reason.rawValue)" }
      throw RepositoryError(path: path, reason: reason ?? "the repository has no such file; name it from its folder")
    }
    let bytes = Array(file.text.utf8)
    let table = LineTable(bytes)
    guard (1...table.starts.count + 1).contains(line) else {
      throw RepositoryError(path: "\(path):\(line)", reason: "it has \(table.starts.count) lines; name one of them")
    }
    let offset = table.offset(ofLine: line, end: bytes.count)
    let function = index.function(in: path, at: line)
    let focus = function.map { "\($0.signature) \($0.docstring.map { file.text(in: $0) } ?? "")" } ?? ""
    // What stands from the line to the function's end is what will be written again.
    let rest = max(offset, function?.range.upperBound ?? offset)
    let cut = max(0, offset - prefixBytes)
    let start = cut == 0 ? 0 : table.offset(ofLine: table.line(of: cut) + 1, end: offset)
    let prefix = String(decoding: bytes[min(start, offset)..<offset], as: UTF8.self)
    let query = ContextQuery(
      file: path, language: file.language, prefix: prefix,
      suffix: String(decoding: bytes[rest...].prefix(prefixBytes), as: UTF8.self), focus: focus)
    let answer = offset < rest ? String(decoding: bytes[offset..<rest], as: UTF8.self) : nil
    return context(for: query, keepingOut: answer) + prefix
  }
}
