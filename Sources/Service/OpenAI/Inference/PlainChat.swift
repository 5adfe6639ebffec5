internal import Tasks

/// Chats of a model that has no template: `User: …`, `Assistant: …`, with an empty line between.
///
/// An answer ends with the empty line and the name of the next speaker, which is a stop text when it is drawn and part of what is
/// learned when it is trained.
/// - Source: the renderer `role_colon` of tinker-cookbook, in which base models are trained and asked.
enum PlainChat {
  /// The text before which an answer ends.
  static let stop = "\n\nUser:"

  /// The template.
  /// - Throws: `TokenizerError` never, as the tests show.
  static func template() throws(TokenizerError) -> ChatTemplate {
    try ChatTemplate(
      """
      {%- for m in messages -%}
      {{- m.role | capitalize }}:
      {%- if m.role == 'assistant' -%}
      {%- generation -%}
      {{- ' ' ~ m.content ~ '\\n\\n' ~ ('User:' if loop.last else '') -}}
      {%- endgeneration -%}
      {%- else -%}
      {{- ' ' ~ m.content ~ '\\n\\n' -}}
      {%- endif -%}
      {%- endfor -%}
      {%- if add_generation_prompt %}Assistant:{% endif -%}
      """, name: "plain chat")
  }
}

extension ModelText {
  /// Whether chats are written as plain text.
  var isPlain: Bool { template == nil }

  /// Returns the tokens of a chat, up to where the model is to answer, or with its last answer.
  func encoded(
    _ messages: [ChatMessage], tools: [TemplateValue]?, asking: Bool
  ) throws(TokenizerError) -> EncodedChat {
    let template =
      if let template { template } else { try PlainChat.template() }
    return try tokenizer.encode(messages, with: template, tools: tools, addingGenerationPrompt: asking)
  }
}
