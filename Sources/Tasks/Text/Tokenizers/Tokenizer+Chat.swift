public import Foundation

/// A chat as ids, and which of them the model is to say.
public struct EncodedChat: Sendable, Hashable {
  /// The ids.
  public var ids: [Int]
  /// For each id whether it begins inside a `{% generation %}` of the template: what a loss is taken of.
  public var isGenerated: [Bool]
}

extension Tokenizer {
  /// Returns the ids of a chat, in which only the template writes special tokens: those of a message are plain text.
  ///
  /// The specials of messages and tools are broken by a mark before the template runs, and the mark is taken out again
  /// before the text is cut. Not broken is a special that comes about only where a message meets the template's own text, as
  /// between a `<` and a `>` of the template; roles and names should be checked by who takes them in. Added tokens that are
  /// not special, as `<think>`, are tokens in messages too.
  ///
  /// `tools` says what the model may call, as JSON schemas. `addingGenerationPrompt` says whether the text ends where
  /// the model is to go on. `variables` says what else the template reads, trusted as the template is; `bos_token`,
  /// `eos_token` and `pad_token` are there already. `date` is the date for templates that write it.
  public func encode(
    _ messages: [ChatMessage], with template: ChatTemplate, tools: [TemplateValue]? = nil,
    addingGenerationPrompt: Bool = true, variables: [String: TemplateValue] = [:], date: Date? = nil
  ) throws(TokenizerError) -> EncodedChat {
    let plain = try render(messages, template, tools, addingGenerationPrompt, variables, date)
    let used = Set(plain.text.unicodeScalars)
    guard
      let mark = (0xFDD0...0xFDEF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).first(where: {
        !used.contains($0)
      })
    else {
      throw TokenizerError(
        file: template.name, key: "", problem: "the chat holds all 32 noncharacters U+FDD0 to U+FDEF")
    }
    let shield = SpecialShield(addedTokens, mark: mark)
    let shielded = messages.map { message in
      ChatMessage(
        role: shield.apply(to: message.role), content: message.content.mapStrings(shield.apply),
        others: message.others.map { (shield.apply(to: $0.key), $0.value.mapStrings(shield.apply)) })
    }
    let rendered = try render(
      shielded, template, tools?.map { $0.mapStrings(shield.apply) }, addingGenerationPrompt, variables, date)
    return try encode(rendered, erasing: Array(String(mark).utf8), template.name)
  }

  private func render(
    _ messages: [ChatMessage], _ template: ChatTemplate, _ tools: [TemplateValue]?, _ isPrompting: Bool,
    _ variables: [String: TemplateValue], _ date: Date?
  ) throws(TokenizerError) -> ChatTemplate.Rendered {
    var all = variables
    for (name, id) in [("bos_token", specials.beginning), ("eos_token", specials.end), ("pad_token", specials.padding)]
    {
      if all[name] == nil, let text = id.flatMap({ token(of: $0) }) { all[name] = .string(text) }
    }
    return try template.render(
      messages, tools: tools, addingGenerationPrompt: isPrompting, variables: all, date: date)
  }

  private func encode(
    _ rendered: ChatTemplate.Rendered, erasing mark: [UInt8], _ name: String
  ) throws(TokenizerError) -> EncodedChat {
    let bytes = Array(rendered.text.utf8)
    var chat = EncodedChat(ids: [], isGenerated: [])
    let parts = bytes.withUnsafeBufferPointer { rawTokens.parts(of: $0, parsing: .all) }
    for part in parts {
      if let token = part.token {
        chat.ids.append(addedTokens[token].id)
        chat.isGenerated.append(rendered.generated.contains { $0.contains(part.range.lowerBound) })
        continue
      }
      let ids = Array(bytes[part.range]).withUnsafeBufferPointer { text in
        var run = EncodingRun(self, bytes: text.count)
        run.erased = mark
        run.encode(text, isFirst: part.range.lowerBound == 0, .all)
        return run.ids
      }
      chat.ids += ids
      /// Returns where a byte of the text is once the marks before it are gone.
      func place(_ byte: Int) -> Int {
        Array(bytes[part.range.lowerBound..<byte]).withUnsafeBufferPointer { text in
          Normalizer.replacing(mark, with: [], in: text)?.count ?? text.count
        }
      }
      let ranges = rendered.generated.map { $0.clamped(to: part.range) }.filter { !$0.isEmpty }
      if ranges.allSatisfy({ $0 == part.range }) {
        chat.isGenerated += ids.map { _ in !ranges.isEmpty }
        continue
      }
      let places = ranges.map { place($0.lowerBound)..<place($0.upperBound) }
      var start = 0
      for id in ids {
        chat.isGenerated.append(places.contains { $0.contains(start) })
        start += decoder.piece(of: id, skippingSpecials: false).map { $0.byte == nil ? $0.bytes.count : 1 } ?? 0
      }
      guard start == place(part.range.upperBound) else {
        throw TokenizerError(
          file: name, key: "generation",
          problem: "the tokenizer changes the text, so that its tokens have no places in it")
      }
    }
    return chat
  }
}

/// Breaks the special tokens that a text holds.
struct SpecialShield {
  private let specials: AddedTokens
  private let mark: [UInt8]

  init(_ tokens: [AddedToken], mark: Unicode.Scalar) {
    let places = tokens.indices.filter { tokens[$0].isSpecial }
    specials = AddedTokens(tokens, strings: places.map { (Array(tokens[$0].content.utf8), $0) })
    self.mark = Array(String(mark).utf8)
  }

  /// Returns the text with a mark after the first scalar of each special token.
  func apply(to text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var done = 0
    bytes.withUnsafeBufferPointer { bytes in
      while let (start, _, _) = specials.next(in: bytes, from: done) {
        var end = start + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        result += bytes[done..<end]
        result += mark
        done = end
      }
      result += bytes[done...]
    }
    return String(decoding: result, as: UTF8.self)
  }
}
