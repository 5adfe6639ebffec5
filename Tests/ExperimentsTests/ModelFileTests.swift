import Foundation
import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@testable import Experiments

@Suite struct ModelFileTests {
  @Test func comesBackAsItWas() throws {
    let model = try ModelFile.tiny()
    let data = try model.encoded()
    let back = try ModelFile(decoding: data, named: "model")
    #expect(back.configuration == model.configuration)
    #expect(try back.encoded() == data)
  }

  @Test func isTheSameForTheSameSeedOnly() throws {
    var configuration = try TrainingConfiguration.tiny()
    let first = try ModelFile.fresh(configuration).encoded()
    #expect(try ModelFile.fresh(configuration).encoded() == first)
    configuration.seed = 2
    #expect(try ModelFile.fresh(configuration).encoded() != first)
  }

  @Test func aMissingFileNamesItself() {
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile(contentsOf: URL(fileURLWithPath: "/nowhere/model.safetensors"))
    }
    #expect(error?.description.contains("/nowhere/model.safetensors") == true)
  }

  @Test func anotherSafetensorsFileIsRefused() throws {
    let other = Safetensors(["a": Tensor(1)]).encoded()
    #expect(throws: ModelFileError.self) { try ModelFile(decoding: other, named: "other") }
    let noConfiguration = Safetensors(
      ["a": Tensor(1)], metadata: ["format": ModelFile.format, "configuration": "{learnr: maml}"])
    #expect(throws: ModelFileError.self) { try ModelFile(decoding: noConfiguration.encoded(), named: "other") }
  }

  @Test func tensorsThatDoNotFitTheConfigurationAreRefused() throws {
    let model = try ModelFile.tiny()
    let file = try Safetensors(decoding: model.encoded())
    for name in file.tensors.keys {
      var without = file
      without.tensors[name] = nil
      #expect(throws: SafetensorsError.self, "\(name) missing") {
        try ModelFile(decoding: without.encoded(), named: "hostile")
      }
      without.tensors[name] = .zeros([1, 2, 3])
      #expect(throws: SafetensorsError.self, "\(name) misshapen") {
        try ModelFile(decoding: without.encoded(), named: "hostile")
      }
    }
  }

  @Test func impossibleSizesAreRefused() throws {
    let file = try Safetensors(decoding: try ModelFile.tiny().encoded())
    for (key, value) in [
      ("\"width\":16", "\"width\":-16"), ("\"heads\":2", "\"heads\":0"), ("\"rate\":", "\"rate\":-"),
    ] {
      var hostile = file
      hostile.metadata["configuration"] = file.metadata["configuration"]?.replacingOccurrences(of: key, with: value)
      #expect(hostile.metadata["configuration"] != file.metadata["configuration"])
      #expect(throws: (any Error).self, "\(value)") { try ModelFile(decoding: hostile.encoded(), named: "hostile") }
    }
  }

  @Test func anyMutationIsReadOrRefused() throws {
    let data = try ModelFile.tiny().encoded()
    var generator = Generator(seed: 5)
    for _ in 0..<60 {
      var bytes = [UInt8](data)
      for _ in 0..<(1 + generator.integer(in: 0..<4)) {
        bytes[generator.integer(in: 0..<min(bytes.count, 4_000))] = UInt8(generator.integer(in: 0..<256))
      }
      if generator.bernoulli(0.3) { bytes.removeLast(generator.integer(in: 1..<bytes.count)) }
      _ = try? ModelFile(decoding: Data(bytes), named: "mutated")
    }
  }
}
