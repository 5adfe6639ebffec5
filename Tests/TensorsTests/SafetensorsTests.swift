import Foundation
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct SafetensorsTests {
  /// A file with every dtype, an empty tensor, a scalar and text.
  static func example() -> Safetensors {
    var g = Generator(seed: 1)
    var tensors: [String: Tensor] = [:]
    for dtype in DType.allCases {
      tensors["all.\(dtype.rawValue)"] = Tensor.integers(0..<2, [2, 3], using: &g).converted(to: dtype)
    }
    tensors["empty"] = .zeros([0, 4])
    tensors["scalar"] = Tensor(-1.5, dtype: .float64)
    tensors["straße/π \"quoted\""] = Tensor([1, 2, 3])
    return Safetensors(tensors, metadata: ["config": "{\"a\": [1, 2]}", "note": "größer\n"])
  }

  @Test func everythingComesBack() throws {
    let ours = Self.example()
    let read = try Safetensors(decoding: ours.encoded())
    #expect(read.metadata == ours.metadata)
    #expect(Set(read.tensors.keys) == Set(ours.tensors.keys))
    for (name, tensor) in ours.tensors {
      let found = try #require(read.tensors[name])
      #expect(found.dtype == tensor.dtype)
      #expect(distance(found, tensor) == 0, "\(name)")
    }
  }

  @Test func bytesAreKeptBitForBit() throws {
    let odd: [Float] = [.nan, -0, .infinity, .leastNonzeroMagnitude, 0x1.fffffep127]
    let read = try Safetensors(decoding: Safetensors(["x": Tensor(odd)]).encoded())
    let back: [Float] = read.tensors["x"]!.scalars()
    #expect(back.map(\.bitPattern) == odd.map(\.bitPattern))
  }

  @Test func equalContentsAreEqualBytes() {
    let bytes = Self.example().encoded()
    for _ in 0..<3 { #expect(Self.example().encoded() == bytes) }
  }

  @Test func nothingIsAFileToo() throws {
    let read = try Safetensors(decoding: Safetensors([:]).encoded())
    #expect(read.tensors.isEmpty)
    #expect(read.metadata.isEmpty)
  }

  @Test func theLayoutIsTheFormats() throws {
    let file = Safetensors(
      ["b": Tensor([Float(1), 2]), "a": Tensor([UInt8(7)]), "c": Tensor([Float(3)])], metadata: ["k": "v"]
    ).encoded()
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect((8 + length) % 8 == 0, "the data are aligned")
    let header = file[8..<(8 + length)]
    #expect(header.first == UInt8(ascii: "{"))
    struct Entry: Decodable, Equatable {
      let dtype: String
      let shape: [Int]
      let data_offsets: [Int]
    }
    struct Header: Decodable {
      let __metadata__: [String: String]
      let a, b, c: Entry
    }
    let read = try JSONDecoder().decode(Header.self, from: header)
    #expect(read.__metadata__ == ["k": "v"])
    #expect(read.b == Entry(dtype: "F32", shape: [2], data_offsets: [0, 8]))
    #expect(read.c == Entry(dtype: "F32", shape: [1], data_offsets: [8, 12]))
    #expect(read.a == Entry(dtype: "U8", shape: [1], data_offsets: [12, 13]))
    #expect(Array(file[(8 + length)...]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 7])
  }

  @Test func aPieceOfALargerBufferIsReadToo() throws {
    let file = Self.example().encoded()
    let padded = Data([1, 2, 3]) + file
    let read = try Safetensors(decoding: padded[3...])
    #expect(read.tensors.count == Self.example().tensors.count)
  }

  @Test func aTreeIsFilledByName() throws {
    let tree = Pair(a: numbers([1, 2]), b: Tensor([3]))
    let file = Safetensors(tree.named(prefix: "model."))
    #expect(Set(file.tensors.keys) == ["model.a", "model.b"])
    let empty = Pair(a: .zeros([2]), b: .zeros([1], dtype: .int64))
    let filled = try file.filling(empty, prefix: "model.")
    #expect(elements(filled.a) == [1, 2])
    #expect(filled.a.dtype == .float32, "leaves keep the dtype of the tree")
    #expect(elements(filled.b) == [3])
  }

  @Test func aTreeThatDoesNotFitIsRefused() {
    let file = Safetensors(["a": numbers([1, 2])])
    let missing = #expect(throws: SafetensorsError.self) {
      try file.filling(Pair(a: .zeros([2]), b: .zeros([1])), named: "m")
    }
    #expect(missing?.file == "m")
    #expect(missing?.problem == "has no tensor \"b\" [1]")
    let misfit = #expect(throws: SafetensorsError.self) {
      try file.filling(Pair(a: .zeros([3]), b: .zeros([1])), named: "m")
    }
    #expect(misfit?.problem == "tensor \"a\" is [2], the model needs [3]")
  }
}
