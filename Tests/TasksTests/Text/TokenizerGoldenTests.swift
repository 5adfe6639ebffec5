import Foundation
import Testing

@testable import Tasks

/// Facts that the Rust package tokenizers states: nine tokenizers, 54 texts.
@Suite(.enabled(if: GoldenTokenizers.isThere)) struct TokenizerGoldenTests {
  @Test(arguments: GoldenTokenizers.names) func encodesTokenForToken(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: GoldenTokenizers.file(name))
    for golden in try GoldenTokenizers.golden(name).strings {
      #expect(tokenizer.encode(golden.text) == golden.ids, "\(golden.text.debugDescription)")
      #expect(tokenizer.encode(golden.text, addingSpecials: true) == golden.ids_with_special)
      let tokens = golden.ids.map { tokenizer.token(of: $0) ?? "" }
      #expect(zip(tokens, golden.tokens).allSatisfy(isSame) && tokens.count == golden.tokens.count)
      #expect(golden.tokens.map { tokenizer.id(of: $0) } == golden.ids)
    }
  }

  @Test(arguments: GoldenTokenizers.names) func cutsAtTheSamePlaces(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: GoldenTokenizers.file(name))
    for golden in try GoldenTokenizers.golden(name).strings {
      // Pieces that no merge crosses are cut further here, for speed.
      var pieces = tokenizer.pieces(of: golden.text)
      if case .marks? = tokenizer.preTokenizer.splits.last { pieces = pieces.isEmpty ? [] : [pieces.joined()] }
      let expected = golden.pieces.filter { !$0.isEmpty }
      #expect(
        pieces.count == expected.count && zip(pieces, expected).allSatisfy(isSame),
        "\(golden.text.debugDescription): \(pieces) instead of \(expected)")
    }
  }

  @Test(arguments: GoldenTokenizers.names) func decodesScalarForScalar(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: GoldenTokenizers.file(name))
    for golden in try GoldenTokenizers.golden(name).strings {
      #expect(isSame(tokenizer.decode(golden.ids), golden.decoded), "\(golden.text.debugDescription)")
      #expect(
        isSame(tokenizer.decode(golden.ids_with_special, skippingSpecials: true), golden.decoded_skip_special),
        "\(golden.text.debugDescription)")
      if isSame(golden.decoded, golden.text) {
        #expect(isSame(tokenizer.decode(tokenizer.encode(golden.text)), golden.text))
      }
    }
  }

  @Test(arguments: GoldenTokenizers.names) func decodesEveryPrefix(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: GoldenTokenizers.file(name))
    for golden in try GoldenTokenizers.golden(name).prefixes {
      #expect(tokenizer.encode(golden.text) == golden.ids)
      var stream = StreamingDecoder(tokenizer, skippingSpecials: false)
      var text = ""
      for (count, prefix) in golden.decoded_prefixes.enumerated() {
        #expect(isSame(tokenizer.decode(golden.ids.prefix(count + 1)), prefix))
        text += stream.append(golden.ids[count])
        #expect(prefix.utf8.starts(with: text.utf8) && !text.unicodeScalars.contains("\u{FFFD}"), "what is out stays")
        var end = stream
        #expect(isSame(text + end.finish(), prefix))
      }
    }
  }

  @Test(arguments: GoldenTokenizers.names) func hasAsManyIdsAsTokens(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: GoldenTokenizers.file(name))
    #expect((0..<tokenizer.vocabularySize).allSatisfy { tokenizer.token(of: $0) != nil })
    #expect(tokenizer.token(of: tokenizer.vocabularySize) == nil && tokenizer.token(of: -1) == nil)
    #expect(tokenizer.decode([tokenizer.vocabularySize, -1, .max]).isEmpty)
  }

  @Test func readsTheSpecialTokensOfTheConfiguration() throws {
    let gemma = try Tokenizer(folder: GoldenTokenizers.folder!.appendingPathComponent("gemma3_text"))
    #expect(gemma.specials == .init(beginning: 2, end: 1, padding: 0, unknown: 3))
    let qwen = try Tokenizer(folder: GoldenTokenizers.folder!.appendingPathComponent("qwen3"))
    #expect(qwen.specials == .init(beginning: nil, end: 402, padding: 400, unknown: nil))
  }
}
