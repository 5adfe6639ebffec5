import Foundation
import Randomness
import Tensors
import Testing

/// Writes small GGUF files, right and wrong ones.
private struct Writer {
  var data = Data("GGUF".utf8)

  init(version: UInt32 = 3, tensors: UInt64, keys: UInt64) {
    add(version)
    add(tensors)
    add(keys)
  }

  mutating func add(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }
  mutating func add(_ text: String, length: UInt64? = nil) {
    add(length ?? UInt64(text.utf8.count))
    data.append(contentsOf: text.utf8)
  }
  mutating func key(_ name: String, _ kind: UInt32) {
    add(name)
    add(kind)
  }
  mutating func tensor(_ name: String, _ dims: [UInt64], _ kind: UInt32, _ offset: UInt64, rank: UInt32? = nil) {
    add(name)
    add(rank ?? UInt32(dims.count))
    dims.forEach { add($0) }
    add(kind)
    add(offset)
  }
  /// The header, padded, and this many bytes.
  func file(_ bytes: Int, alignment: Int = 32) -> Data {
    let gap = (alignment - data.count % alignment) % alignment
    return data + Data(count: gap) + Data(repeating: 1, count: bytes)
  }

  /// One tensor with nothing before it.
  static func one(_ dims: [UInt64], _ kind: UInt32 = 0, offset: UInt64 = 0, bytes: Int, rank: UInt32? = nil) -> Data {
    var writer = Writer(tensors: 1, keys: 0)
    writer.tensor("x", dims, kind, offset, rank: rank)
    return writer.file(bytes)
  }

  /// One key, whose value these bytes are.
  static func key(_ kind: UInt32, _ value: (inout Writer) -> Void) -> Data {
    var writer = Writer(tensors: 0, keys: 1)
    writer.key("k", kind)
    value(&writer)
    return writer.file(32)
  }

  /// A file with several keys and tensors.
  static let sound: Data = {
    var writer = Writer(tensors: 3, keys: 4)
    writer.key("general.architecture", 8)
    writer.add("llama")
    writer.key("general.alignment", 4)
    writer.add(UInt32(64))
    writer.key("tokens", 9)
    writer.add(UInt32(8))
    writer.add(UInt64(3))
    ["a", "bc", "é"].forEach { writer.add($0) }
    writer.key("deep", 9)
    writer.add(UInt32(9))
    writer.add(UInt64(2))
    for _ in 0..<2 {
      writer.add(UInt32(5))
      writer.add(UInt64(2))
      writer.add(Int32(-1))
      writer.add(Int32(7))
    }
    writer.tensor("first", [4, 2], 0, 0)
    writer.tensor("second", [32, 2], 2, 64)
    writer.tensor("third", [256], 12, 128)
    return writer.file(128 + 144, alignment: 64)
  }()
}

/// Files from strangers: each is refused with an error that says what is wrong, and none ends the program.
@Suite(.enabled(if: Torch.isAvailable)) struct GGUFRefusalTests {
  private static let hostile: [(String, Data, String)] = [
    ("nothing", Data(), "too few"),
    ("another magic", Data("GGML".utf8) + Data(count: 40), "begin with"),
    ("version 1", Writer(version: 1, tensors: 0, keys: 0).file(0), "version 1"),
    ("big endian", Writer(version: 3 << 24, tensors: 0, keys: 0).file(0), "version"),
    ("2⁶⁴ − 1 tensors", Writer(tensors: .max, keys: 0).file(64), "no room"),
    ("2⁶³ keys", Writer(tensors: 0, keys: 1 << 63).file(64), "no room"),
    (
      "key longer than the file",
      {
        var w = Writer(tensors: 0, keys: 1); w.add("k", length: 1 << 40); return w.file(32)
      }(), "no room"
    ),
    ("type 13", Writer.key(13) { $0.add(UInt64(0)) }, "type 13"),
    ("truth of 2", Writer.key(7) { $0.add(UInt8(2)) }, "truth value"),
    ("text longer than the file", Writer.key(8) { $0.add("v", length: .max) }, "no room"),
    (
      "text that is not UTF-8",
      Writer.key(8) {
        $0.add(UInt64(2)); $0.add(UInt8(0xff)); $0.add(UInt8(0xfe))
      }, "UTF-8"
    ),
    (
      "2⁶⁰ values",
      Writer.key(9) {
        $0.add(UInt32(0)); $0.add(UInt64(1) << 60)
      }, "no room"
    ),
    (
      "list of type 99",
      Writer.key(9) {
        $0.add(UInt32(99)); $0.add(UInt64(1))
      }, "list of type 99"
    ),
    (
      "lists in lists", Writer.key(9) { for _ in 0..<6 { $0.add(UInt32(9)); $0.add(UInt64(1)) } }, "deep"
    ),
    (
      "a key twice",
      {
        var w = Writer(tensors: 0, keys: 2); for _ in 0..<2 { w.key("k", 0); w.add(UInt8(1)) }; return w.file(32)
      }(), "twice"
    ),
    ("alignment 0", alignment(0), "alignment"), ("alignment 24", alignment(24), "alignment"),
    ("alignment 2³¹", alignment(1 << 31), "alignment"),
    ("five dimensions", Writer.one([1, 1, 1, 1, 1], bytes: 4), "5 dimensions"),
    ("2³² − 1 dimensions", Writer.one([1], bytes: 4, rank: .max), "dimensions"),
    ("no elements", Writer.one([0], bytes: 4), "impossible shape"),
    ("overflow", Writer.one([1 << 32, 1 << 32], bytes: 4), "impossible shape"),
    ("overflow of bytes", Writer.one([1 << 62], bytes: 4), "impossible shape"),
    ("2⁶⁴ − 1 elements", Writer.one([.max], bytes: 4), "impossible shape"),
    ("unknown format", Writer.one([32], 4, bytes: 32), "format 4"),
    ("half a block", Writer.one([16, 2], 2, bytes: 36), "whole blocks"),
    ("offset beyond the file", Writer.one([1], offset: 1 << 40, bytes: 4), "outside"),
    ("offset that wraps", Writer.one([1], offset: .max - 3, bytes: 4), "outside"),
    ("more bytes than there are", Writer.one([9], bytes: 32), "outside"),
    ("offset of 4", Writer.one([1], offset: 4, bytes: 8), "multiple"),
    (
      "tensors on one another",
      {
        var w = Writer(tensors: 2, keys: 0)
        w.tensor("x", [16], 0, 0)
        w.tensor("y", [16], 0, 32)
        return w.file(96)
      }(), "inside"
    ),
    (
      "a tensor twice",
      {
        var w = Writer(tensors: 2, keys: 0)
        w.tensor("x", [8], 0, 0)
        w.tensor("x", [8], 0, 32)
        return w.file(64)
      }(), "twice"
    ),
  ]

  private static func alignment(_ value: UInt32) -> Data {
    var writer = Writer(tensors: 0, keys: 1)
    writer.key("general.alignment", 4)
    writer.add(value)
    return writer.file(32)
  }

  @Test(arguments: hostile.indices) func isRefusedWithItsReason(index: Int) {
    let (name, data, reason) = Self.hostile[index]
    do {
      _ = try GGUF(decoding: data)
      Issue.record("\(name) is read")
    } catch {
      #expect(error.problem.contains(reason), "\(name): \(error)")
    }
  }

  @Test func aSoundFileIsRead() throws {
    let file = try GGUF(decoding: Writer.sound)
    #expect(file.names == ["first", "second", "third"])
    #expect(file.shape(of: "second") == [2, 32] && file.format(of: "third") == "Q4_K")
    #expect(file.metadata["tokens"]?.texts == ["a", "bc", "é"])
    #expect(file.metadata["deep"]?.list?.map(\.integers) == [[-1, 7], [-1, 7]])
    #expect(file.tensor("first")?.shape == [2, 4])
    // A slice of a larger buffer has its own indices.
    #expect(try GGUF(decoding: (Data([1, 2, 3]) + Writer.sound).dropFirst(3)).names == file.names)
  }

  @Test func everyTruncationIsRefused() {
    for length in 0..<Writer.sound.count {
      #expect(throws: GGUFError.self) { try GGUF(decoding: Writer.sound.prefix(length)) }
    }
  }

  @Test func noMutationEndsTheProgram() {
    var generator = Generator(seed: 11)
    var refused = 0
    for _ in 0..<2000 {
      var data = Writer.sound
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        data[Int.random(in: 0..<(data.count - 300), using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      do {
        let file = try GGUF(decoding: data)
        for name in file.names { _ = file.tensor(name) }
      } catch { refused += 1 }
    }
    #expect(refused > 1000, "most bytes of a header matter")
  }
}
