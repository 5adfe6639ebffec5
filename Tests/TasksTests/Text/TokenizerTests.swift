import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct TokenizerTests {
  /// A small file of byte-level pairs: the bytes in order, then the merges of some words.
  private func file(
    _ merges: [(String, String)] = [], model: String = "", added: String = "[]", pre: String? = nil, rest: String = ""
  ) -> [UInt8] {
    var tokens = (0...255).map { ByteAlphabet.token(of: [UInt8($0)]) }
    for (left, right) in merges where !tokens.contains(Array((left + right).utf8)) {
      tokens.append(Array((left + right).utf8))
    }
    let vocabulary = tokens.enumerated().map { id, token in
      let text = String(decoding: token, as: UTF8.self)
      return "\"\(["\"", "\\"].contains(text) ? "\\" + text : text)\": \(id)"
    }
    let pre = pre ?? #"{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}"#
    return Array(
      """
      {"added_tokens": \(added), "normalizer": null, "pre_tokenizer": \(pre), \(rest)
       "decoder": {"type": "ByteLevel"}, "model": {\(model) "vocab": {\(vocabulary.joined(separator: ","))},
       "merges": [\(merges.map { "[\"\($0)\", \"\($1)\"]" }.joined(separator: ","))]}}
      """.utf8)
  }

  private func tokens(_ text: String, _ bytes: [UInt8], parsing: AddedTokenParsing = .all) throws -> [String] {
    let tokenizer = try Tokenizer(json: bytes)
    return tokenizer.encode(text, parsing: parsing).map { tokenizer.token(of: $0) ?? "" }
  }

  // MARK: Merges

  @Test func theLowestRankMergesFirst() throws {
    #expect(try tokens("abc", file([("b", "c"), ("a", "b")])) == ["a", "bc"])
    #expect(try tokens("abc", file([("a", "b"), ("b", "c")])) == ["ab", "c"])
    #expect(try tokens("abc", file([("a", "b"), ("b", "c"), ("a", "bc")])) == ["ab", "c"], "not the longest token")
  }

  @Test func theLeftmostOfEqualsMergesFirst() throws {
    #expect(try tokens("aaa", file([("a", "a")])) == ["aa", "a"])
    #expect(try tokens("aaaaa", file([("a", "a"), ("aa", "a")])) == ["aa", "aaa"])
  }

  @Test func aWholePieceIsLookedUpOnlyWhereMergesAreIgnored() throws {
    let merges = [("b", "c"), ("a", "b"), ("ab", "c")]
    #expect(try tokens("abc", file(merges)) == ["a", "bc"])
    #expect(try tokens("abc", file(merges, model: #""ignore_merges": true,"#)) == ["abc"])
  }

  /// The loop that the definition is: of all pairs that merge the first of the lowest rank, until there is none.
  private func naive(_ symbols: [String], _ merges: [(String, String)]) -> [String] {
    var symbols = symbols
    while true {
      let ranks = zip(symbols, symbols.dropFirst()).map { pair in merges.firstIndex { $0 == pair } ?? .max }
      guard let best = ranks.min(), best != .max, let index = ranks.firstIndex(of: best) else { return symbols }
      symbols.replaceSubrange(index...(index + 1), with: [symbols[index] + symbols[index + 1]])
    }
  }

  @Test(arguments: 0..<40) func shortAndLongPiecesMergeAsDefined(seed: Int) throws {
    var generator = Generator(seed: 3).child(seed)
    var tokens = ["a", "b", "c"]
    var merges: [(String, String)] = []
    for _ in 0..<12 {
      let pair = (tokens[generator.integer(in: 0..<tokens.count)], tokens[generator.integer(in: 0..<tokens.count)])
      guard !merges.contains(where: { $0 == pair }), pair.0.count + pair.1.count < 8 else { continue }
      merges.append(pair)
      if !tokens.contains(pair.0 + pair.1) { tokens.append(pair.0 + pair.1) }
    }
    let bytes = file(merges)
    for length in [1, 2, 7, 16, 17, MergeLoop.scanLimit, MergeLoop.scanLimit + 1, 200] {
      let text = (0..<length).map { _ in ["a", "b", "c"][generator.integer(in: 0..<3)] }
      #expect(try self.tokens(text.joined(), bytes) == naive(text, merges))
    }
  }

  // MARK: Added tokens

  private func added(_ content: String, id: Int = 300, _ flags: String = "") -> String {
    #"{"id": \#(id), "content": "\#(content)", "special": true\#(flags)}"#
  }

  @Test func theLeftmostLongestTokenIsMatched() throws {
    let bytes = file(added: "[\(added("<a")), \(added("<ab>", id: 301)), \(added("b>c", id: 302))]")
    #expect(try tokens("x<ab>c", bytes) == ["x", "<ab>", "c"])
    #expect(try tokens("x<abc", bytes) == ["x", "<a", "b", "c"])
    #expect(try tokens("<<ab>c", bytes) == ["<", "<ab>", "c"])
  }

  @Test func stripsTakeSpacesAlong() throws {
    #expect(
      try tokens("a  <m>  b", file(added: "[\(added("<m>", #", "lstrip": true"#))]")) == ["a", "<m>", "Ġ", "Ġ", "b"])
    #expect(
      try tokens("a  <m>  b", file(added: "[\(added("<m>", #", "rstrip": true"#))]")) == ["a", "Ġ", "Ġ", "<m>", "b"])
    let both = file(added: "[\(added("<m>", #", "lstrip": true, "rstrip": true"#))]")
    #expect(try tokens("\u{3000}<m> <m> ", both) == ["<m>", "<m>"])
  }

  @Test func aSingleWordStandsAlone() throws {
    let bytes = file(added: "[\(added("cat", #", "single_word": true"#))]")
    #expect(try tokens("cat", bytes) == ["cat"])
    #expect(try tokens("a cat.", bytes) == ["a", "Ġ", "cat", "."])
    #expect(try tokens("cats", bytes) == ["c", "a", "t", "s"])
    #expect(try !tokens("écat", bytes).contains("cat"))
  }

  @Test func aSpaceIsAddedToEachTextBetweenTokens() throws {
    let pre = #"{"type": "ByteLevel", "add_prefix_space": true, "use_regex": true}"#
    #expect(try tokens("a<m>b", file(added: "[\(added("<m>"))]", pre: pre)) == ["Ġ", "a", "<m>", "Ġ", "b"])
    #expect(try tokens(" a", file(pre: pre)) == ["Ġ", "a"])
  }

  // MARK: Bytes

  @Test func theBytesAreTokensOfTheirOwnNumber() {
    let text = "aé\u{0}🚀"
    #expect(Tokenizer.bytes.encode(text) == text.utf8.map { Int($0) })
    #expect(Tokenizer.bytes.decode(text.utf8.map { Int($0) }) == text)
    #expect(Tokenizer.bytes.vocabularySize == 256)
  }

  @Test func aStreamHoldsBackWhatIsNotCompleteAndJoinsToTheWhole() {
    var generator = Generator(seed: 4)
    for _ in 0..<300 {
      var bytes = Array("aé中🚀".utf8).map { Int($0) }
      for _ in 0..<3 { bytes.insert(generator.integer(in: 0..<256), at: generator.integer(in: 0..<bytes.count)) }
      var stream = StreamingDecoder(Tokenizer.bytes)
      let text = bytes.map { stream.append($0) }.joined() + stream.finish()
      #expect(isSame(text, String(decoding: bytes.map { UInt8($0) }, as: UTF8.self)))
    }
    var stream = StreamingDecoder(Tokenizer.bytes)
    #expect("中".utf8.map { stream.append(Int($0)) } == ["", "", "中"])
  }

  // MARK: Files

  @Test func refusesByName() {
    let faults: [(String, [UInt8])] = [
      ("", Array("{".utf8)), ("model", Array("{}".utf8)), ("normalizer.type", file(rest: #""normalizer2": 1,"#)),
      ("model.dropout", file(model: #""dropout": 0.1,"#)), ("model.type", file(model: #""type": "Unigram","#)),
      ("model.unk_token", file(model: #""unk_token": "<none>","#)), ("model.secret", file(model: #""secret": 1,"#)),
      ("model.byte_fallback", file(model: #""byte_fallback": true,"#)),
      ("pre_tokenizer.type", file(pre: #"{"type": "Whitespace"}"#)),
      (
        "pre_tokenizer.pattern.Regex",
        file(pre: #"{"type": "Split", "pattern": {"Regex": "a+"}, "behavior": "Isolated"}"#)
      ),
      ("post_processor.type", file(rest: #""post_processor": {"type": "Bert"},"#)),
      ("added_tokens[0]", file(added: "[\(added("<m>", id: 3))]")),
      ("added_tokens[1]", file(added: "[\(added("<m>")), \(added("<m>", id: 301))]")),
      ("added_tokens[0].id", file(added: "[\(added("<m>", id: 99_999_999))]")),
      ("model.merges[0]", file([("a", "b")]).replacing(Array(#"["a", "b"]"#.utf8), with: Array(#"["a", "zz"]"#.utf8))),
    ]
    for (key, bytes) in faults {
      let error = #expect(throws: TokenizerError.self) { try Tokenizer(json: bytes, file: "f.json") }
      #expect(error?.file == "f.json")
      #expect(error?.key == (key == "normalizer.type" ? "normalizer2" : key), "\(error?.description ?? "")")
    }
  }

  @Test func canonicallyEquivalentTokensAreTwoTokens() throws {
    let bytes = Array(
      """
      {"model": {"vocab": {"\u{e9}": 0, "e": 1, "\u{301}": 2, "e\u{301}": 3}, "merges": [["e", "\u{301}"]]},
       "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]}}
      """.utf8)
    let tokenizer = try Tokenizer(json: bytes)
    #expect(tokenizer.encode("\u{e9}e\u{301}") == [0, 3])
    #expect(tokenizer.id(of: "\u{e9}") == 0 && tokenizer.id(of: "e\u{301}") == 3)
    #expect(isSame(tokenizer.decode([0, 3]), "\u{e9}e\u{301}"))
  }

  @Test func unknownScalarsAreOneTokenOrSeveralOrNone() throws {
    func ids(_ model: String) throws -> [Int] {
      let bytes = Array(
        """
        {"model": {\(model) "vocab": {"<unk>": 0, "a": 1}, "merges": []},
         "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]}}
        """.utf8)
      return try Tokenizer(json: bytes).encode("xyaz")
    }
    #expect(try ids(#""unk_token": "<unk>", "fuse_unk": true,"#) == [0, 1, 0])
    #expect(try ids(#""unk_token": "<unk>","#) == [0, 0, 1, 0])
    #expect(try ids("") == [1])
  }

  @Test func aScalarFallsApartOnlyIfAllItsBytesAreTokens() throws {
    let bytes = Array(
      """
      {"model": {"byte_fallback": true, "unk_token": "<unk>", "vocab": {"<unk>": 0, "<0xC3>": 1, "<0xA9>": 2, "a": 3}, "merges": []},
       "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]}}
      """.utf8)
    let tokenizer = try Tokenizer(json: bytes)
    #expect(tokenizer.encode("aéè") == [3, 1, 2, 0])
    #expect(tokenizer.decode([3, 1, 2]) == "aé")
  }

  @Test func specialTokensOfAConfigurationAreTokens() throws {
    var tokenizer = try Tokenizer(json: file(added: "[\(added("<s>"))]"))
    try tokenizer.nameSpecials(
      json: Array(#"{"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": null}"#.utf8))
    #expect(tokenizer.specials == .init(beginning: 300))
    let error = #expect(throws: TokenizerError.self) {
      try tokenizer.nameSpecials(json: Array(#"{"pad_token": "<p>"}"#.utf8), file: "c.json")
    }
    #expect(error?.key == "pad_token")
  }
}
