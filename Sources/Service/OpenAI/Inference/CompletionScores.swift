internal import Tasks

/// The log-probabilities of a completion as the older of OpenAI's APIs tells them: four lists with an entry for each token.
struct CompletionScores {
  /// The lists as they travel.
  let tree: JSONTree
  /// The place after the last token, in Unicode scalars.
  let end: Int

  /// Creates the lists.
  ///
  /// The token that came is among its alternatives, with the very number that is told of it: so a reader finds out whether it was the
  /// likeliest. A token of parts of characters is written as `bytes:\xe2\x80`, as OpenAI does.
  init(_ tokens: [ScoredToken], _ tokenizer: Tokenizer, alternatives: Int, from start: Int = 0) {
    func name(_ id: Int) -> String {
      let bytes = tokenizer.bytes(of: id) ?? []
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      return "bytes:" + bytes.map { "\\x\($0 < 16 ? "0" : "")\(String($0, radix: 16))" }.joined()
    }
    var place = start
    var offsets: [JSONTree] = []
    var pending: [UInt8] = []
    for token in tokens {
      offsets.append(.integer(place))
      // A character counts where its last byte comes.
      pending += tokenizer.bytes(of: token.id) ?? []
      if let text = String(validating: pending, as: UTF8.self) {
        place += text.unicodeScalars.count
        pending = []
      }
    }
    let tops = tokens.map { token -> JSONTree in
      guard let own = token.logProbability else { return nil }
      var members: [JSONTree.Member] = []
      for other in token.top.prefix(alternatives) where other.id != token.id {
        let key = name(other.id)
        guard key != name(token.id), !members.contains(where: { $0.key == key }) else { continue }
        members.append(.init(key: key, value: .number(Double?.some(other.logProbability).told)))
      }
      let mine = JSONTree.Member(key: name(token.id), value: .number(Double?.some(own).told))
      let rank = members.firstIndex { $0.value.number ?? 0 < own } ?? members.count
      members.insert(mine, at: rank)
      return .object(members)
    }
    tree = [
      "tokens": .list(tokens.map { .string(name($0.id)) }),
      "token_logprobs": .list(tokens.map { $0.logProbability == nil ? .null : .number($0.logProbability.told) }),
      "top_logprobs": alternatives == 0 ? nil : .list(tops), "text_offset": .list(offsets),
    ]
    end = place
  }
}
