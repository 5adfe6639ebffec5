extension StringProtocol {
  /// The lines between line feeds, the empty ones too. A carriage return before one stays: `\r\n` is one character, at which
  /// `split(separator: "\n")` does not part.
  var lines: [Substring] {
    let text = Substring(self)
    return text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
  }
}
