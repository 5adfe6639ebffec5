/// A page of text, tables, plots and grids, which HTML, a terminal, Markdown and JSON all show.
public struct Document: Sendable, Encodable {
  /// The title of the page.
  public var title: String
  /// The line under the title: the action, its time and its model.
  public var subtitle: String
  /// The blocks, from top to bottom.
  public var blocks: [DocumentBlock]

  /// Creates a page.
  public init(title: String, subtitle: String = "", blocks: [DocumentBlock] = []) {
    self.title = title
    self.subtitle = subtitle
    self.blocks = blocks
  }
}

/// A part of a document.
public indirect enum DocumentBlock: Sendable {
  /// A heading that begins a section.
  case heading(String)
  /// Running text.
  case text(String)
  /// A warning, in a sentence.
  case warning(String)
  /// A command or a file, verbatim.
  case code(String)
  /// Names with values: the configuration, the machine.
  case facts([Fact])
  /// Rows and columns.
  case table(Table)
  /// Lines over an axis.
  case plot(LinePlot)
  /// Grids beside each other.
  case grids(GridStrip)
  /// Blocks side by side where the page is wide enough.
  case columns([DocumentBlock])

  /// Whether the block is a table.
  var isTable: Bool { if case .table = self { true } else { false } }
}

/// A name with a value.
public struct Fact: Hashable, Sendable, Encodable {
  /// The name: "seed".
  public var name: String
  /// The value: "7".
  public var value: String

  /// Creates a name with a value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A result that can be encoded for programs and shown to people as a document.
public protocol Documentable: Encodable, Sendable {
  /// The blocks that people read, in order.
  var blocks: [DocumentBlock] { get }
}
