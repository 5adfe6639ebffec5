internal import Foundation
internal import JSON
internal import Tasks

/// An example to learn from.
enum TrainingExample: Sendable {
  /// A chat, of which the assistant's messages are learned whose weight is not 0.
  case chat(ChatMessages)
  /// A text, and how it goes on.
  case completion(prompt: String, completion: String)
  /// A chat, and two answers, of which the first is the better.
  case preference(ChatMessages, preferred: ChatMessage, other: ChatMessage)
  /// A chat to be answered, and what a grader is told besides the answer.
  case task(ChatMessages, item: JSONTree)

  /// The kind of example.
  var form: TrainingFile.Form {
    switch self {
    case .chat: .chat
    case .completion: .completion
    case .preference: .preference
    case .task: .task
    }
  }
}

/// A file of examples, one in JSON on each line, all of one kind.
struct TrainingFile: Sendable {
  /// The kinds of examples.
  enum Form: String, Sendable {
    case chat = "chats"
    case completion = "prompts and completions"
    case preference = "preferences"
    case task = "tasks"
  }

  /// The kind of all examples.
  let form: Form
  /// The examples.
  let examples: [TrainingExample]
  /// The number of the line on which each example stands.
  let lines: [Int]

  /// Reads a file.
  /// - Throws: `OpenAIError` that names the first line that is wrong, and the rule.
  init(_ bytes: [UInt8]) throws(OpenAIError) {
    var examples: [TrainingExample] = []
    var lines: [Int] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard let example = try Self.example(line, number: index + 1, after: examples.first?.form) else { continue }
      examples.append(example)
      lines.append(index + 1)
    }
    guard let form = examples.first?.form else { throw Self.empty }
    (self.form, self.examples, self.lines) = (form, examples, lines)
  }

  /// Reads a file to its end, a line at a time, and keeps nothing of it.
  /// - Throws: `OpenAIError` that names the first line that is wrong, and the rule.
  static func check(_ file: URL) throws {
    var form: Form?
    var number = 0
    func check(_ line: ArraySlice<UInt8>) throws(OpenAIError) {
      number += 1
      let own = try example(line, number: number, after: form)?.form
      form = form ?? own
    }
    let handle = try FileHandle(forReadingFrom: file)
    var rest: [UInt8] = []
    while let more = try handle.read(upToCount: 1 << 18), !more.isEmpty {
      let known = rest.count
      rest += more
      var start = 0
      while let end = rest[max(start, known)...].firstIndex(of: 0x0A) {
        try check(rest[start..<end])
        start = end + 1
      }
      rest.removeFirst(start)
      guard rest.count <= lineLimit else { throw fault(number + 1, "it has more than \(lineLimit) bytes") }
    }
    try check(rest[...])
    if form == nil { throw empty }
  }

  /// The most bytes of a line.
  private static let lineLimit = 32 << 20
  private static let empty = OpenAIError.invalid("file", "the file has no examples")

  /// Returns the example of a line, or `nil` for an empty one.
  private static func example(
    _ line: ArraySlice<UInt8>, number: Int, after first: Form?
  ) throws(OpenAIError) -> TrainingExample? {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    let found: TrainingExample
    do {
      found = try example(JSONFields(JSONValue(Array(line), line: number)))
    } catch let fault as JSONFault {
      throw Self.fault(number, (fault.path.isEmpty ? "" : "\(fault.path): ") + fault.problem)
    } catch {
      throw Self.fault(number, OpenAIError(any: error).message)
    }
    if let first, first != found.form { throw fault(number, mixture(first, found.form)) }
    return found
  }

  /// Refuses a file whose examples are not of a kind that a method learns from.
  func require(_ forms: [Form], for method: String) throws(OpenAIError) {
    guard !forms.contains(form) else { return }
    if form == .task, forms.contains(.chat) { throw Self.fault(lines[0], Self.noAnswer) }
    let wanted = forms.map(\.rawValue).joined(separator: " or ")
    throw Self.fault(lines[0], "the method \(method) learns from \(wanted), and these are \(form.rawValue)")
  }

  private static let noAnswer = "the last message is not of the assistant; end with the assistant's"

  private static func mixture(_ first: Form, _ other: Form) -> String {
    switch (first, other) {
    case (.chat, .task): noAnswer
    case (.task, .chat): "the last message is of the assistant; end with the user's, as the lines before"
    default: "the lines before are \(first.rawValue), and this is of \(other.rawValue); keep to one kind"
    }
  }

  private static func fault(_ line: Int, _ problem: String) -> OpenAIError {
    .invalid("file", "line \(line): \(problem)", code: "invalid_file_format")
  }

  // MARK: Lines

  private static func example(_ fields: JSONFields) throws -> TrainingExample {
    if fields["input"] != nil || fields["preferred_output"] != nil { return try preference(fields) }
    if fields["prompt"] != nil || fields["completion"] != nil {
      let prompt = try fields.requiredString("prompt")
      let completion = try fields.requiredString("completion")
      try fields.end()
      guard !completion.isEmpty else { throw OpenAIError.invalid("completion", "completion: it is empty") }
      return .completion(prompt: prompt, completion: completion)
    }
    let chat = try ChatMessages(fields)
    _ = try fields.boolean("parallel_tool_calls")
    guard chat.messages.last?.role == "assistant" else {
      let item = JSONTree.object(fields.rest().map { .init(key: $0.key, value: JSONTree($0.value)) })
      return .task(chat, item: item)
    }
    try fields.end()
    guard zip(chat.messages, chat.weights).contains(where: { $0.role == "assistant" && $1 != 0 }) else {
      throw OpenAIError.invalid("messages", "every message of the assistant has weight 0; nothing would be learned")
    }
    return .chat(chat)
  }

  private static func preference(_ fields: JSONFields) throws -> TrainingExample {
    guard let input = try fields.object("input") else {
      throw OpenAIError.invalid("input", "input: an object with messages is expected")
    }
    let chat = try ChatMessages(input)
    _ = try input.boolean("parallel_tool_calls")
    try input.end()
    guard chat.messages.last?.role != "assistant" else {
      throw OpenAIError.invalid("input", "input.messages: the last message is of the assistant; end with the user's")
    }
    let answers = try ["preferred_output", "non_preferred_output"].map { key in
      let answer = try ChatMessages(key, in: fields).messages
      guard answer.count == 1, answer[0].role == "assistant" else {
        throw OpenAIError.invalid(key, "\(key): exactly one message, of the assistant, is expected")
      }
      return answer[0]
    }
    try fields.end()
    return .preference(chat, preferred: answers[0], other: answers[1])
  }
}
