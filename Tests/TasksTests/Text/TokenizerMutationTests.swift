import Foundation
import Randomness
import Testing

@testable import JSON
@testable import Tasks

/// A file that somebody spoiled is refused or works; it never ends the program. 5,006 files.
@Suite(.enabled(if: GoldenTokenizers.isThere)) struct TokenizerMutationTests {
  private static let texts = ["Hello  world's 123\n\n", "e\u{301} 中 🚀<|endoftext|></s> ▁x", " <bos> ", ""]

  /// Takes a spoiled file through all that a tokenizer does, and returns whether it was read.
  private func survives(_ bytes: [UInt8]) -> Bool {
    guard let tokenizer = try? Tokenizer(json: bytes, file: "spoiled") else {
      #expect(throws: TokenizerError.self) { try Tokenizer(json: bytes, file: "spoiled") }
      return false
    }
    for text in Self.texts {
      for parsing in AddedTokenParsing.allCases {
        let ids = tokenizer.encode(text, addingSpecials: true, parsing: parsing)
        #expect(ids.allSatisfy { tokenizer.token(of: $0) != nil })
        _ = tokenizer.decode(ids + [0, tokenizer.vocabularySize, -1], skippingSpecials: true)
      }
    }
    return true
  }

  @Test(arguments: 0..<5) func mutationsOfBytes(part: Int) throws {
    var read = 0
    for round in 0..<200 {
      for name in [GoldenTokenizers.names[part], GoldenTokenizers.names[part + 4]] {
        var generator = Generator(seed: 1).child(name).child(round)
        var bytes = try GoldenTokenizers.bytes(name)
        for _ in 0..<generator.integer(in: 1..<4) { Self.spoil(&bytes, &generator) }
        if survives(bytes) { read += 1 }
      }
    }
    #expect(read > 0, "some mutations are harmless")
  }

  /// Changes some bytes: overwrites, removes, repeats, swaps, cuts off, or writes a word of JSON.
  private static func spoil(_ bytes: inout [UInt8], _ generator: inout Generator) {
    let place = generator.integer(in: 0..<bytes.count)
    let end = min(bytes.count, place + generator.integer(in: 1..<40))
    let words = [
      "null", "true", "-1", "1e99", "99999999999", "\"\"", "\"▁\"", "[]", "{}", "\\u0000", "\\ud800", ",", "\"",
    ]
    switch generator.integer(in: 0..<7) {
    case 0: bytes[place] = UInt8(generator.integer(in: 0..<256))
    case 1: bytes.removeSubrange(place..<end)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.swapAt(place, generator.integer(in: 0..<bytes.count))
    case 4 where generator.bernoulli(0.1): bytes.removeSubrange((place + 1)...)
    case 5: bytes.replaceSubrange(place..<min(place + 1, end), with: words[generator.integer(in: 0..<words.count)].utf8)
    default:
      let other = generator.integer(in: 0..<bytes.count)
      bytes.replaceSubrange(place..<end, with: Array(bytes[other..<min(bytes.count, other + 20)]))
    }
  }

  @Test(arguments: GoldenTokenizers.names) func mutationsOfValues(name: String) throws {
    let whole = try JSONValue(try GoldenTokenizers.bytes(name))
    var read = 0
    for round in 0..<334 {
      var generator = Generator(seed: 2).child(name).child(round)
      var text: [UInt8] = []
      Self.write(Self.spoiled(whole, depth: 0, &generator), into: &text)
      if survives(text) { read += 1 }
    }
    #expect((1..<334).contains(read))
  }

  /// The value with one of the values inside it changed, removed, or replaced by one of another kind.
  private static func spoiled(_ value: JSONValue, depth: Int, _ generator: inout Generator) -> JSONValue {
    func made(_ kind: JSONValue.Kind) -> JSONValue { JSONValue(kind, in: JSONText([]), at: 0) }
    let isHere = depth > 0 && generator.bernoulli(depth > 2 ? 0.5 : 0.15)
    switch value.kind {
    case .object(var members) where !isHere && !members.isEmpty:
      let index = generator.integer(in: 0..<members.count)
      switch generator.integer(in: 0..<8) {
      case 0: members.remove(at: index)
      case 1: members[index].key += "x"
      default: members[index].value = spoiled(members[index].value, depth: depth + 1, &generator)
      }
      return made(.object(members))
    case .array(var items) where !isHere && !items.isEmpty:
      let index = generator.integer(in: 0..<items.count)
      switch generator.integer(in: 0..<8) {
      case 0: items.remove(at: index)
      case 1: items.insert(items[index], at: generator.integer(in: 0..<items.count))
      default: items[index] = spoiled(items[index], depth: depth + 1, &generator)
      }
      return made(.array(items))
    default:
      let others: [JSONValue.Kind] = [
        .null, .boolean(true), .boolean(false), .number("0"), .number("-1"), .number("383"), .number("1e9"),
        .string(""),
        .string(" "), .string("▁"), .string("Sequence"), .string("ByteLevel"), .string("NFC"), .string("Metaspace"),
        .string("<0x41>"), .array([]), .object([]), .object([("type", made(.string("Fuse")))]),
        .object([("String", made(.string("a")))]),
        .array([made(.array([made(.string("a"))]))]),
      ]
      return made(others[generator.integer(in: 0..<others.count)])
    }
  }

  private static func write(_ value: JSONValue, into text: inout [UInt8]) {
    func quote(_ string: String) {
      text.append(UInt8(ascii: "\""))
      for byte in string.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case ..<0x20: text += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
        default: text.append(byte)
        }
      }
      text.append(UInt8(ascii: "\""))
    }
    switch value.kind {
    case .null: text += "null".utf8
    case .boolean(let flag): text += "\(flag)".utf8
    case .number(let number): text += number.utf8
    case .string(let string): quote(string)
    case .array(let items):
      text += "[".utf8
      for (index, item) in items.enumerated() {
        if index > 0 { text += ",".utf8 }
        write(item, into: &text)
      }
      text += "]".utf8
    case .object(let members):
      text += "{".utf8
      for (index, member) in members.enumerated() {
        if index > 0 { text += ",".utf8 }
        quote(member.key)
        text += ":".utf8
        write(member.value, into: &text)
      }
      text += "}".utf8
    }
  }
}
