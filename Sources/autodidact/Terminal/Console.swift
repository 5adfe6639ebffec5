import ArgumentParser
import Foundation
import Reports

/// A destination of text: a terminal, which is redrawn and coloured, or a file or a pipe, which is not.
struct Console: Sendable {
  /// The format of text here.
  let format: TerminalFormat
  private let sink: @Sendable (String) -> Void

  /// Whether the output is a terminal, so that a line may be redrawn.
  var isTerminal: Bool { format.isTerminal }
  /// The number of characters of a line.
  var width: Int { format.width }

  init(isTerminal: Bool, hasColor: Bool = false, width: Int = 80, sink: @escaping @Sendable (String) -> Void) {
    format = TerminalFormat(width: width, isTerminal: isTerminal, hasColor: hasColor)
    self.sink = sink
  }

  private init(file: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
    let isTerminal = isatty(file) == 1 && environment["TERM"] != "dumb"
    self.init(
      isTerminal: isTerminal,
      // The convention of no-color.org: set and not empty means no colour.
      hasColor: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty,
      width: Self.width(of: file) ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80,
      sink: { Self.write($0, to: file) })
  }

  /// The console of results, for a pipe or a file.
  static let output = Console(file: STDOUT_FILENO)
  /// The console of progress, warnings and errors.
  static let errors = Console(file: STDERR_FILENO)

  /// Writes text unchanged.
  func write(_ text: String) { sink(text) }

  /// Writes a line.
  func print(_ line: String = "") { sink(line + "\n") }

  /// Returns the text in a style, or plain without colour.
  func styled(_ text: String, _ styles: TerminalFormat.Style...) -> String { format.styled(text, styles) }

  /// Writes all of a text. A reader that closed the pipe (`| head`) is no error; a result that is lost for any other
  /// reason is, and ends the process.
  private static func write(_ text: String, to file: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        guard file == STDOUT_FILENO, errno != EPIPE else { return }
        let reason = String(cString: strerror(errno))
        Foundation.exit(failure("cannot write the result: \(reason)").rawValue)
      }
    }
  }

  private static func width(of file: Int32) -> Int? {
    var size = winsize()
    guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
