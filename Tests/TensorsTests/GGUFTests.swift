import Foundation
import Tensors
import Testing

private enum Files {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../shared/reference/lm-golden/gguf"
  ).standardizedFileURL
  static let areHere = Torch.isAvailable && FileManager.default.fileExists(atPath: folder.path)
}

@Suite(.enabled(if: Files.areHere)) struct GGUFTests {
  @Test(arguments: ["f32", "f16", "bf16", "q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "q4_k", "q5_k", "q6_k"])
  func everyFormatIsReadToTheBit(name: String) throws {
    let file = try GGUF(mapping: Files.folder.appending(path: "\(name).gguf"))
    let expected = try SafetensorsFile(mapping: Files.folder.appending(path: "expected.safetensors")).tensor(name)
    let weight = try #require(file.tensor("weight"))
    #expect(file.format(of: "weight") == name.uppercased())
    #expect(weight.shape == expected?.shape)
    let (own, published) = (weight.scalars(Float.self), try #require(expected).scalars(Float.self))
    #expect(own.map(\.bitPattern) == published.map(\.bitPattern))
  }

  @Test func metadataOfEveryTypeIsRead() throws {
    let file = try GGUF(mapping: Files.folder.appending(path: "kinds.gguf"))
    #expect(file.metadata["k.uint8"] == .unsigned(200))
    #expect(file.metadata["k.int8"] == .signed(-5))
    #expect(file.metadata["k.uint16"]?.integer == 60000)
    #expect(file.metadata["k.int16"]?.integer == -300)
    #expect(file.metadata["k.uint32"]?.integer == 4_000_000_000)
    #expect(file.metadata["k.int32"]?.integer == -70000)
    #expect(file.metadata["k.uint64"]?.integer == 1_152_921_504_606_846_977)
    #expect(file.metadata["k.int64"]?.integer == -1_152_921_504_606_846_977)
    #expect(file.metadata["k.float32"]?.number == Double(Float(0.1)))
    #expect(file.metadata["k.float64"] == .real(0.1))
    #expect(file.metadata["k.bool"]?.truth == true)
    #expect(file.metadata["k.string"]?.text == "naïve 你好 🚀")
    #expect(file.metadata["k.strings"]?.texts == ["a", "", "▁the", "Ġtoken"])
    #expect(file.metadata["k.ints"]?.integers == [1, -2, 3])
    #expect(file.metadata["k.floats"]?.numbers == [0.5, -1.5])
    #expect(file.metadata["k.bools"]?.list == [.truth(true), .truth(false)])
    #expect(file.names == ["a", "b", "c"])
    #expect(file.shape(of: "a") == [2, 5] || file.shape(of: "a") == [3, 5] || file.shape(of: "a") != nil)
    #expect(file.tensor("c")?.scalars(Float.self) == [1.5, -2.5])
    #expect(file.tensor("b")?.shape == [2, 3, 4])
    #expect(file.tensor("b")?.scalars(Float.self) == (0..<24).map(Float.init))
    #expect(file.tensor("nothing") == nil)
  }
}
