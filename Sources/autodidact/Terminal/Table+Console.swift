import Reports

extension Table {
  /// Returns the table as a console shows it.
  func text(console: Console?) -> String { text(console?.format ?? TerminalFormat()) }
}
