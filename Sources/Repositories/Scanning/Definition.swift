internal import Foundation

/// A definition in a file: a function, a type, or a name of another kind.
///
/// Ranges are offsets into the file's UTF-8.
public struct Definition: Hashable, Sendable {
  /// A kind of definition.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// A function or subscript outside a type.
    case function
    /// A function of a type.
    case method
    /// An initializer or deinitializer.
    case initializer
    /// A type, an extension of one, or a namespace.
    case type
    /// A property with a body.
    case property
    /// A name of another kind without a body, such as a variable or a macro; only Universal Ctags finds these.
    case other
  }

  /// The name.
  public let name: String
  /// The names of the types and functions around it, the outermost first.
  public let scope: [String]
  /// The kind.
  public let kind: Kind
  /// The path of the file.
  public let file: String
  /// Where it stands, with its decorators or attributes and without the comment before it.
  public let range: Range<Int>
  /// Its first and last line, counted from 1, without decorators.
  public let lines: ClosedRange<Int>
  /// The header, from the keyword to what opens the body, with runs of space as one.
  public let signature: String
  /// The docstring with its marks, or `nil` if there is none.
  public let docstring: Range<Int>?
  /// The body: of braces, what they enclose; else the lines after the header to the last statement. `nil` if there is none.
  public let body: Range<Int>?
  /// What a masked function hides: the body without a docstring in it, or `nil` if nothing is left.
  public let implementation: Range<Int>?

  /// The name with those of what is around it, joined by dots.
  public var qualifiedName: String { (scope + [name]).joined(separator: ".") }
  /// Whether it is a function of some kind, with a body.
  public var isFunction: Bool { [.function, .method, .initializer].contains(kind) && implementation != nil }
  /// A name in the repository: path, qualified name, and line.
  public var id: String { "\(file):\(lines.lowerBound):\(qualifiedName)" }
  /// The range with a docstring before it.
  public var documentedRange: Range<Int> {
    min(range.lowerBound, docstring?.lowerBound ?? range.lowerBound)..<range.upperBound
  }
}

/// The offsets at which lines begin.
struct LineTable: Sendable {
  let starts: [Int]

  init(_ bytes: [UInt8]) {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 10 { starts.append(index + 1) }
    self.starts = starts
  }

  /// The line of an offset, counted from 1.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The offset at which the line of an offset begins.
  func start(of offset: Int) -> Int { starts[line(of: offset) - 1] }

  /// The offset at which a line, counted from 1, begins; that of the end for a line after the last.
  func offset(ofLine line: Int, end: Int) -> Int { line - 1 < starts.count ? starts[max(0, line - 1)] : end }
}

extension String {
  /// Creates the text of a range of UTF-8.
  init(_ bytes: [UInt8], _ range: Range<Int>) { self = String(decoding: bytes[range], as: UTF8.self) }

  /// The words of the text with one space between them.
  var singleSpaced: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension SourceFile {
  /// Returns the file's text of a range of UTF-8.
  public func text(in range: Range<Int>) -> String {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    return String(decoding: bytes[start..<bytes.index(start, offsetBy: range.count)], as: UTF8.self)
  }

  /// The definitions of the file, in order, by our own scanner: by indentation, matching braces, or `end`.
  public var definitions: [Definition] {
    switch language.blocks {
    case .indentation: IndentationScanner(self).definitions()
    case .braces: BraceScanner(self).definitions()
    case .end: EndScanner(self).definitions()
    case .none: []
    }
  }
}
