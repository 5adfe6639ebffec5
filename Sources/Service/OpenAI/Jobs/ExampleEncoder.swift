internal import Tasks

/// From examples to tokens, as a model reads them.
struct ExampleEncoder: Sendable {
  /// How the model reads text.
  let text: ModelText

  /// Returns the tokens of a chat, of which the assistant's messages with a weight are learned.
  ///
  /// Where the template marks what the model says, or writes each answer after what asks for it, a chat is one sequence. Templates that
  /// write earlier answers in another way than the last, as without their thoughts, give a sequence to each answer: each is learned as
  /// it is drawn.
  func chat(_ chat: ChatMessages) throws -> [LearnedSequence] {
    let learned = chat.messages.indices.filter { place in
      chat.messages[place].role == "assistant" && chat.weights[place] != 0
    }
    let answers = try learned.map { place in
      try answer(chat.messages[place], to: Array(chat.messages[..<place]), tools: chat.tools)
    }
    guard var whole = answers.last, answers.count > 1 else { return answers }
    for answer in answers.dropLast() {
      guard whole.tokens.starts(with: answer.tokens) else { return answers }
      for place in answer.weights.indices where answer.weights[place] > 0 { whole.weights[place] = 1 }
    }
    return [whole]
  }

  /// Returns the tokens of an answer to a chat, of which the answer is learned with the token that ends it.
  func answer(_ answer: ChatMessage, to chat: [ChatMessage], tools: [TemplateValue]?) throws -> LearnedSequence {
    let asked = try text.encoded(chat, tools: tools, asking: true).ids
    let written = try text.encoded(chat + [answer], tools: tools, asking: false)
    var start = zip(asked, written.ids).prefix { $0 == $1 }.count
    // A token may join the end of what asks with the answer's start; where the template marks answers, its mark knows better.
    if start < asked.count, let last = written.isGenerated.lastIndex(of: true) {
      start = (written.isGenerated[..<last].lastIndex(of: false) ?? -1) + 1
    }
    // What a template writes after the end of an answer is never drawn.
    let end = written.ids.lastIndex { text.ends.contains($0) }.map { $0 + 1 } ?? written.ids.count
    let ids = end > start ? Array(written.ids[..<end]) : written.ids
    return LearnedSequence(ids, learnedFrom: start).cut(to: text.contextLength)
  }

  /// Returns the tokens of a text and its continuation, of which the continuation is learned, with the end of the text.
  func completion(_ prompt: String, _ completion: String) -> LearnedSequence {
    var before = text.tokenizer.encode(prompt, addingSpecials: true)
    let end = text.tokenizer.specials.end
    // A tokenizer that frames texts has ended this one, which goes on.
    if let end, before.last == end { before.removeLast() }
    let after = text.tokenizer.encode(completion) + (end.map { [$0] } ?? [])
    return LearnedSequence(before + after, learnedFrom: before.count).cut(to: text.contextLength)
  }

  /// Returns the tokens of an example of the supervised method.
  /// - Throws: `OpenAIError` for one of which nothing is learned.
  func sequences(_ example: TrainingExample, line: Int) throws -> [LearnedSequence] {
    let sequences: [LearnedSequence] =
      switch example {
      case .chat(let chat): try self.chat(chat)
      case .completion(let prompt, let completion): [self.completion(prompt, completion)]
      case .preference, .task: []
      }
    return try Self.checked(sequences, line: line)
  }

  /// Returns sequences of which something is learned each.
  static func checked(_ sequences: [LearnedSequence], line: Int) throws(OpenAIError) -> [LearnedSequence] {
    let learned = sequences.filter { $0.weight > 0 }
    guard !learned.isEmpty else {
      throw .invalid(
        "training_file",
        "line \(line): nothing is learned of it: what is before the answer fills the model's context, or there is none",
        code: "invalid_file_format")
    }
    return learned
  }
}
