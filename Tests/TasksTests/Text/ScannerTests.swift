import Foundation
import Randomness
import Testing

@testable import Tasks

/// Where the splitting rules cut. What the rules say is told by regular expressions elsewhere; these are their odd corners.
@Suite struct ScannerTests {
  private func pieces(_ text: String, _ splits: [PreTokenizer.Split]) -> [String] {
    var pieces: [String] = []
    var text = text
    text.withUTF8 { text in
      PreTokenizer(splits: splits).cut(text, isFirst: true) { text, start, end, _ in
        pieces.append(String(decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self))
      }
    }
    return pieces
  }

  private let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
  private let gpt2: [PreTokenizer.Split] = [.gpt2]
  private let llama3: [PreTokenizer.Split] = [.llama3(digits: 3)]
  private let qwen: [PreTokenizer.Split] = [.llama3(digits: 1)]

  @Test func spacesBelongToWhatFollowsButOnlyTheLast() {
    #expect(pieces("a   b", gpt2) == ["a", "  ", " b"])
    #expect(pieces("a   ", gpt2) == ["a", "   "])
    #expect(pieces("a\n  b", gpt2) == ["a", "\n ", " b"])
    #expect(pieces("a\n  b", llama3) == ["a", "\n", " ", " b"])
    #expect(pieces("a \n \n b", llama3) == ["a", " \n \n", " b"])
    #expect(pieces("a\u{a0}b", gpt2) == ["a", "\u{a0}", "b"])
    #expect(pieces("a\u{a0}b", llama3) == ["a", "\u{a0}b"])
  }

  @Test func combiningMarksAreUnitsOfTheirOwn() {
    #expect(pieces("a\u{301}b", gpt2).map(\.unicodeScalars.count) == [1, 1, 1])
    #expect(pieces("a\u{301}b", llama3).map(\.unicodeScalars.count) == [1, 2])
  }

  @Test func contractionsEndWords() {
    #expect(pieces("I'll don't IT'S", gpt2) == ["I", "'ll", " don", "'t", " IT", "'", "S"])
    #expect(pieces("IT'S'ſx'LLy", llama3) == ["IT", "'S", "'ſ", "x", "'LL", "y"])
    #expect(pieces("'hello '", llama3) == ["'hello", " '"])
  }

  @Test func numbersAreGrouped() {
    #expect(pieces("12345²", llama3) == ["123", "45²"])
    #expect(pieces("12 ½", qwen) == ["1", "2", " ", "½"])
    #expect(pieces("a 12 b", [.digits(each: true), .gpt2]) == ["a", " ", "1", "2", " b"])
    #expect(pieces("a12b", [.digits(each: false)]) == ["a", "12", "b"])
  }

  @Test func marksBeginPieces() {
    #expect(pieces("▁a▁▁b", [.eachMark]) == ["▁a", "▁", "▁b"])
    #expect(pieces("a▁▁b▁c", [.marks(exceptAfter: [Bool](repeating: false, count: 256))]) == ["a", "▁▁b", "▁c"])
    let except = (0...255).map { $0 == Int(UInt8(ascii: ">")) }
    #expect(pieces("a>▁▁b▁c", [.marks(exceptAfter: except)]) == ["a>▁▁b", "▁c"])
  }

  @Test func stringsCut() {
    #expect(pieces("a, b,c", [.literal(Array(",".utf8), merged: true)]) == ["a,", " b,", "c"])
    #expect(pieces("a,b", [.literal(Array(",".utf8), merged: false)]) == ["a", ",", "b"])
  }

  @Test func classesAreThoseOfUnicode16() {
    let classes = scalars.map { ScalarClasses.unicode16.kind(of: $0) }
    #expect(classes.count { $0 == ScalarClasses.letter } == 141_028)
    #expect(classes.count { $0 == ScalarClasses.number } == 1_911)
    #expect(classes.count { $0 == ScalarClasses.space } == 25)
  }

  @Test(arguments: ["gpt2", "llama3", "qwen"]) func piecesJoinToTheText(rule: String) {
    let splits = ["gpt2": gpt2, "llama3": llama3, "qwen": qwen][rule] ?? []
    var bytes: [UInt8] = []
    for scalar in scalars { for one in [scalar, " ", scalar] { bytes += UTF8.encode(one).map(Array.init) ?? [] } }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(isSame(pieces(text, splits).joined(), text))
  }

  /// What is called inert neither changes under composition nor joins a scalar before it.
  @Test func inertScalarsDoNotCompose() {
    var changing: Set<UInt32> = []
    let assigned = scalars.filter { ![.unassigned, .privateUse].contains($0.properties.generalCategory) }
    for scalar in assigned {
      let text = String(scalar)
      if scalar.properties.canonicalCombiningClass != .notReordered
        || !isSame(text.precomposedStringWithCanonicalMapping, text)
      {
        changing.insert(scalar.value)
      }
      changing.formUnion(text.decomposedStringWithCanonicalMapping.unicodeScalars.dropFirst().map(\.value))
    }
    #expect(changing.count > 1_000)
    #expect(changing.filter(Normalizer.isInert).isEmpty)
  }

  @Test func textIsComposedAsTheWholeWouldBe() {
    var generator = Generator(seed: 6)
    let some = Array(
      "aé中e\u{301}\u{323}ᄒ\u{1161}\u{11ab}한하\u{11a8} が\u{3099}Å\u{30a}\u{212b}\u{2126}≠क\u{93c}🚀\n".unicodeScalars)
    for _ in 0..<2_000 {
      let scalars = (0..<generator.integer(in: 0..<12)).map { _ in some[generator.integer(in: 0..<some.count)] }
      let text = String(String.UnicodeScalarView(scalars))
      let composed = String(decoding: Normalizer(steps: [.composition]).normalized(text), as: UTF8.self)
      let whole = text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping
      #expect(isSame(composed, whole))
    }
    #expect(Normalizer(steps: [.composition]).normalized("x\u{b3e0}\u{11be}") == Array("x\u{b3f7}".utf8))
    for text in ["\u{b3e0}\u{11a7}", "\u{b3e0}\u{11c3}"] {
      #expect(Normalizer(steps: [.composition]).normalized(text) == Array(text.utf8), "no final consonants")
    }
  }
}
