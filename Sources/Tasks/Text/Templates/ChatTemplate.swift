public import Foundation
internal import JSON

/// The text of a chat as a model has learned it, by the template that stands beside the model: a program in a part of Jinja.
///
/// What published templates use is there: outputs, if, for, set, macro, break, continue, generation; operators, slices,
/// filters, tests and the methods of texts and objects. What is not is refused by name, with its line. Steps, depth and size
/// are limited, so that a hostile template ends too.
/// - Source: Jinja 3 as transformers runs it: trim_blocks, lstrip_blocks, no escaping for HTML.
public struct ChatTemplate: Sendable {
  /// A chat as a text.
  public struct Rendered: Sendable, Hashable {
    /// The text.
    public var text: String
    /// The places, in bytes of UTF-8, that the template marks as said by the model (`{% generation %}`).
    public var generated: [Range<Int>]
  }

  /// The name by which errors call it.
  public let name: String
  private let nodes: [TemplateNode]

  /// Creates a template by its text.
  public init(_ source: String, name: String = "chat template") throws(TokenizerError) {
    self.name = name
    nodes = try TemplateParser.parse(source, name: name)
  }

  /// Creates the template of a model's folder, its `chat_template.jinja` or `chat_template` in `tokenizer_config.json`, or `nil`
  /// if it has none.
  ///
  /// `wanted` says which one, where there are several.
  public init?(folder: URL, named wanted: String = "default") throws(TokenizerError) {
    let file = folder.appendingPathComponent("chat_template.jinja")
    if FileManager.default.fileExists(atPath: file.path) {
      let bytes = try Tokenizer.bytes(of: file)
      guard let source = String(validating: bytes, as: UTF8.self) else {
        throw TokenizerError(file: file.path, key: "", problem: "it is not UTF-8")
      }
      try self.init(source, name: file.path)
      return
    }
    let configuration = folder.appendingPathComponent("tokenizer_config.json")
    guard FileManager.default.fileExists(atPath: configuration.path) else { return nil }
    let bytes = try Tokenizer.bytes(of: configuration)
    let source: String?
    do throws(JSONFault) { source = try Self.source(in: bytes, named: wanted) } catch {
      throw TokenizerError(error, in: configuration.path)
    }
    guard let source else { return nil }
    try self.init(source, name: configuration.path)
  }

  /// Returns the template in the bytes of a `tokenizer_config.json`, or `nil` if it has none.
  private static func source(in bytes: [UInt8], named wanted: String) throws(JSONFault) -> String? {
    let key = "chat_template"
    let fields = try JSONFields(JSONValue(bytes))
    guard let value = fields[key] else { return nil }
    if let source = value.string { return source }
    guard value.items != nil else { throw fields.fault(key, "\(value.name) is no template") }
    for template in try fields.objects(key) where try template.requiredString("name") == wanted {
      return try template.requiredString("template")
    }
    throw fields.fault(key, "there is no template named \(excerpt(wanted))")
  }

  /// Returns the text of a chat.
  ///
  /// `tools` says what the model may call, as JSON schemas. `addingGenerationPrompt` says whether the text ends where
  /// the model is to go on. `variables` says what else the template reads, as `bos_token`. `date` is the date for
  /// templates that write it.
  public func render(
    _ messages: [ChatMessage], tools: [TemplateValue]? = nil, addingGenerationPrompt: Bool = true,
    variables: [String: TemplateValue] = [:], date: Date? = nil
  ) throws(TokenizerError) -> Rendered {
    var all = variables.mapValues { TemplateData($0) }
    all["messages"] = .list(messages.map { TemplateData($0.value) })
    all["tools"] = tools.map { .list($0.map { TemplateData($0) }) } ?? TemplateData.none
    all["documents"] = all["documents"] ?? TemplateData.none
    all["add_generation_prompt"] = .boolean(addingGenerationPrompt)
    for (name, value) in all where value.depth > TemplateEvaluator.nestingLimit {
      throw TokenizerError(file: self.name, key: name, problem: "values are nested too deep")
    }
    var evaluator = TemplateEvaluator(name: name, variables: all, date: date)
    _ = try evaluator.run(nodes)
    return Rendered(text: evaluator.output, generated: evaluator.generated)
  }
}
