internal import JSON

/// A reader, which makes the parts of a tokenizer of the arrays of a GGUF file.
struct GGUFVocabularyReader {
  let vocabulary: GGUFVocabulary
  let file: String

  func error(_ key: String, _ problem: String) -> TokenizerError {
    TokenizerError(file: file, key: "tokenizer.ggml.\(key)", problem: problem)
  }

  /// Returns a tokenizer of byte-level pairs, with merges in their order.
  func byteLevel() throws(TokenizerError) -> Tokenizer {
    let types = try types()
    let table = try table(of: vocabulary.tokens.map { Array($0.utf8) })
    var parts = TokenizerParts(table: table, pairs: BytePairs(symbols: .bytes(of: table)))
    parts.preTokenizer.isByteLevel = true
    var isLlama3 = false
    switch vocabulary.pre {
    case "gpt-2": parts.preTokenizer.splits = [.gpt2]
    case "smollm": parts.preTokenizer.splits = [.digits(each: true), .gpt2]
    case "llama-bpe", "llama3", "llama-v3":
      parts.preTokenizer.splits = [.llama3(digits: 3)]
      isLlama3 = true
    case "qwen2":
      parts.preTokenizer.splits = [.llama3(digits: 1)]
      parts.normalizer.steps = [.composition]
    case let pre: throw error("pre", pre.map { "\(excerpt($0)) is not supported" } ?? "it is missing")
    }
    for (index, merge) in vocabulary.merges.enumerated() {
      let halves = merge.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard halves.count == 2 else { throw error("merges[\(index)]", "it is not two tokens with one space between") }
      let joined = Array(halves[0]) + halves[1]
      guard let left = table.id(of: halves[0]), let right = table.id(of: halves[1]), let token = table.id(of: joined)
      else { throw error("merges[\(index)]", "\"\(excerpt(merge))\": one of the two or both together are no token") }
      parts.pairs.merges.set(left, right, PairTable.Merge(rank: UInt32(index), token: token))
    }
    if isLlama3 { parts.pairs.lookUpWholes(in: table) }
    parts.added = added(types)
    try frame(&parts, addsBeginning: isLlama3)
    return Tokenizer(parts, decoder: TokenDecoder(.byteLevel, table: table, added: parts.added))
  }

  /// Returns a tokenizer of SentencePiece's kind: any two neighbours merge that are a token together, those of the best
  /// score first.
  func sentencePiece() throws(TokenizerError) -> Tokenizer {
    let types = try types()
    // Runs of spaces are stored as spaces; the text has ▁ in their place.
    let table = try table(
      of: vocabulary.tokens.map { token in
        Array(token.utf8).withUnsafeBufferPointer { Normalizer.replacing([0x20], with: PreTokenizer.mark, in: $0) }
          ?? Array(token.utf8)
      })
    let scores = vocabulary.scores
    guard scores.count == table.size else {
      throw error("scores", "there are \(scores.count) for \(table.size) tokens")
    }
    if let index = scores.firstIndex(where: { $0.isNaN }) { throw error("scores[\(index)]", "it is no number") }
    var parts = TokenizerParts(table: table, pairs: BytePairs(symbols: .scalars(of: table)))
    let fallback = Symbols.fallback(of: table)
    parts.pairs.symbols.fallback = fallback
    parts.pairs.symbols.unknown = vocabulary.specials.unknown.map { UInt32($0) }
    if let byte = fallback.firstIndex(of: Symbols.none), vocabulary.specials.unknown == nil {
      let name = Symbols.byteToken(UInt8(byte))
      throw error("tokens", "the token \(name) is missing, and there is none for what is unknown")
    }
    let merging = ScoredMerges(table: table, scores: scores) { types[$0] == .normal || types[$0] == .userDefined }
    merging.apply(to: &parts.pairs)
    let isPrefixing = vocabulary.addsSpacePrefix ?? true
    parts.normalizer.steps = [.replace([0x20], with: PreTokenizer.mark)]
    if isPrefixing { parts.normalizer.steps.insert(.prepend(PreTokenizer.mark), at: 0) }
    parts.cutAtMarks(exceptAfter: merging.bytesBeforeMarks)
    parts.added = added(types)
    try frame(&parts, addsBeginning: true)
    let decoder = TokenDecoder(
      .fallback(strippedSpaces: isPrefixing ? 1 : 0), table: table, added: parts.added,
      replacements: [(PreTokenizer.mark, [0x20])])
    return Tokenizer(parts, decoder: decoder)
  }

  private func types() throws(TokenizerError) -> [GGUFVocabulary.TokenType] {
    if vocabulary.types.isEmpty { return vocabulary.tokens.map { _ in .normal } }
    guard vocabulary.types.count == vocabulary.tokens.count else {
      throw error("token_type", "there are \(vocabulary.types.count) for \(vocabulary.tokens.count) tokens")
    }
    var types: [GGUFVocabulary.TokenType] = []
    for (index, number) in vocabulary.types.enumerated() {
      guard let type = GGUFVocabulary.TokenType(rawValue: number) else {
        throw error("token_type[\(index)]", "\(number) is none of the types 1 to 6")
      }
      types.append(type)
    }
    return types
  }

  private func table(of tokens: [[UInt8]]) throws(TokenizerError) -> TokenTable {
    guard !tokens.isEmpty else { throw error("tokens", "there are none") }
    var table = TokenTable()
    for (id, token) in tokens.enumerated() {
      if let problem = table.add(token, id: id) { throw error("tokens[\(id)]", problem) }
    }
    let specials = vocabulary.specials
    for (key, id) in [
      ("bos", specials.beginning), ("eos", specials.end), ("padding", specials.padding), ("unknown", specials.unknown),
    ] {
      guard let id else { continue }
      guard table.text(of: id) != nil else { throw error("\(key)_token_id", "\(id) is no id of a token") }
    }
    return table
  }

  /// Returns the tokens that are matched whole, as the text has them.
  private func added(_ types: [GGUFVocabulary.TokenType]) -> [AddedToken] {
    types.enumerated().compactMap { id, type in
      switch type {
      case .control, .unknown: AddedToken(id: id, content: vocabulary.tokens[id])
      case .userDefined: AddedToken(id: id, content: vocabulary.tokens[id], isSpecial: false)
      case .normal, .unused, .byte: nil
      }
    }
  }

  private func frame(_ parts: inout TokenizerParts, addsBeginning: Bool) throws(TokenizerError) {
    let specials = vocabulary.specials
    parts.specials = specials
    if vocabulary.addsBeginning ?? addsBeginning {
      guard let id = specials.beginning else { throw error("bos_token_id", "it is missing, but is to be added") }
      parts.postProcessor.prefix = [id]
    }
    if vocabulary.addsEnd ?? false {
      guard let id = specials.end else { throw error("eos_token_id", "it is missing, but is to be added") }
      parts.postProcessor.suffix = [id]
    }
  }
}

/// The merges by score: for each token all the ways in which it falls into two tokens, or scalars.
struct ScoredMerges {
  private(set) var bytesBeforeMarks: Set<UInt8> = []
  private var merges: [(left: UInt32, right: UInt32, merge: PairTable.Merge)] = []
  /// Scalars that are no tokens but begin to merge as if they were.
  private var hidden: [UInt32] = []
  private let firstHidden: UInt32

  init(table: TokenTable, scores: [Float], isMerged: (Int) -> Bool) {
    firstHidden = UInt32(table.size)
    let order = Set(scores).sorted(by: >)
    let ranks = Dictionary(uniqueKeysWithValues: zip(order, 0..<UInt32(order.count)))
    var numbers: [UInt32: UInt32] = [:]
    for (id, text) in table.all where isMerged(Int(id)) && text.count > 1 {
      bytesBeforeMarks.formUnion(BytePairs.bytesBeforeMarks(in: text))
      let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 }.dropFirst()
      for start in starts {
        func symbol(_ half: ArraySlice<UInt8>) -> UInt32? {
          if let id = table.id(of: half), isMerged(Int(id)) { return id }
          guard let scalar = Symbols.scalar(of: half) else { return nil }
          // A scalar that is a token of another kind is itself at first, whatever it may merge into.
          if let id = table.id(of: half) { return id }
          if let number = numbers[scalar] { return number }
          numbers[scalar] = firstHidden + UInt32(hidden.count)
          hidden.append(scalar)
          return numbers[scalar]
        }
        guard let left = symbol(text[..<start]), let right = symbol(text[start...]) else { continue }
        merges.append((left, right, PairTable.Merge(rank: ranks[scores[Int(id)]] ?? .max - 1, token: id)))
      }
    }
  }

  func apply(to pairs: inout BytePairs) {
    pairs.symbols.firstHidden = firstHidden
    for (index, scalar) in hidden.enumerated() {
      pairs.symbols.set(scalar, firstHidden + UInt32(index))
      let bytes = Unicode.Scalar(scalar).map { UTF8.encode($0).map(Array.init) ?? [] } ?? []
      let tokens = bytes.compactMap { pairs.symbols.fallback?[Int($0)] }.filter { $0 != Symbols.none }
      pairs.symbols.hidden.append(tokens.count == bytes.count ? tokens : pairs.symbols.unknown.map { [$0] } ?? [])
    }
    for (left, right, merge) in merges { pairs.merges.set(left, right, merge) }
  }
}
