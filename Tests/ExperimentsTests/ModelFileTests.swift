import Foundation
import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ModelFileTests {
  @Test func comesBackAsItWas() throws {
    let model = try Model.tiny()
    let data = try model.encoded()
    let back = try ModelFile(decoding: data, named: "model")
    #expect(back.experiment == model.experiment)
    #expect(try back.model(as: TinyRecursiveModel.self).encoded() == data)
  }

  @Test func isTheSameForTheSameSeedOnly() throws {
    var configuration = try Experiment.tiny()
    let first = try Model.fresh(configuration).encoded()
    #expect(try Model.fresh(configuration).encoded() == first)
    configuration.seed = 2
    #expect(try Model.fresh(configuration).encoded() != first)
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
    let model = try Model.tiny()
    let file = try Safetensors(decoding: model.encoded())
    for name in file.tensors.keys {
      var without = file
      without.tensors[name] = nil
      #expect(throws: SafetensorsError.self, "\(name) missing") {
        try ModelFile(decoding: without.encoded(), named: "hostile").model(as: TinyRecursiveModel.self)
      }
      without.tensors[name] = .zeros([1, 2, 3])
      #expect(throws: SafetensorsError.self, "\(name) misshapen") {
        try ModelFile(decoding: without.encoded(), named: "hostile").model(as: TinyRecursiveModel.self)
      }
    }
  }

  @Test func impossibleSizesAreRefused() throws {
    let file = try Safetensors(decoding: try Model.tiny().encoded())
    for (key, value) in [
      ("\"width\":16", "\"width\":-16"), ("\"heads\":2", "\"heads\":0"), ("\"rate\":", "\"rate\":-"),
    ] {
      var hostile = file
      hostile.metadata["configuration"] = file.metadata["configuration"]?.replacingOccurrences(of: key, with: value)
      #expect(hostile.metadata["configuration"] != file.metadata["configuration"])
      #expect(throws: (any Error).self, "\(value)") {
        try ModelFile(decoding: hostile.encoded(), named: "hostile").model(as: TinyRecursiveModel.self)
      }
    }
  }

  @Test func anyMutationIsReadOrRefused() throws {
    let data = try Model.tiny().encoded()
    var generator = Generator(seed: 5)
    for _ in 0..<60 {
      var bytes = [UInt8](data)
      for _ in 0..<(1 + generator.integer(in: 0..<4)) {
        bytes[generator.integer(in: 0..<min(bytes.count, 4_000))] = UInt8(generator.integer(in: 0..<256))
      }
      if generator.bernoulli(0.3) { bytes.removeLast(generator.integer(in: 1..<bytes.count)) }
      _ = try? ModelFile(decoding: Data(bytes), named: "mutated").model(as: TinyRecursiveModel.self)
    }
  }

  @Test("models of the first version, of tokens and of numbers, are read as they were")
  func firstVersion() throws {
    let model = try Model.tiny()
    var old = try Safetensors(decoding: model.encoded())
    for name in ["initialHigh", "initialLow"] { old.tensors[name] = old.tensors.removeValue(forKey: "buffer." + name) }
    old.metadata = [
      "format": "autodidact-model-1",
      "configuration": """
      {"name": "tiny", "average": 0.99, "ratesMultiple": 10, "canvasMargin": 0, "learner": "maml", "metaBatch": 2,
       "sources": [{"families": ["cipher", "shift"], "support": 3, "query": 2}],
       "network": {"width": 16, "heads": 2, "layers": 1, "highCycles": 1, "lowCycles": 1, "expansion": 1,
       "innerMultiple": 8, "taskWidth": 16}, "stages": [{"steps": 2}, {"steps": 2, "innerSteps": 2}]}
      """,
    ]
    let file = try ModelFile(decoding: old.encoded(), named: "old")
    #expect(file.experiment.tasks.families.sources[0].support == 3 && file.experiment.network.recursive.width == 16)
    #expect(file.experiment.stages.map(\.innerSteps) == [1, 2] && !file.experiment.keepsBest)
    let read = try file.model(as: TinyRecursiveModel.self)
    #expect(read.slow.network.initialHigh.scalars(Float.self) == model.slow.network.initialHigh.scalars(Float.self))
    let few = try Overlay.apply(
      yaml: """
        {"world": "sinusoid", "steps": 7, "ratesMultiple": 1, "average": 0, "queryWeights": [], "classes": "maml",
         "shape": {"ways": 1, "shots": 5, "query": 10}, "evaluation": {"shots": 0, "steps": [0, 3], "query": 0},
         "network": {"kind": "mlp", "hidden": [8], "context": 3, "width": 128, "initialization": "uniform",
         "conv": {"filters": 32}}}
        """, named: "few", to: Experiment())
    #expect(few.tasks.kind == "sinusoid" && few.tasks.shape == EpisodeShape(ways: 1, shots: 5, query: 10))
    #expect(few.network.kind == "mlp" && few.totalSteps == 7 && few.evaluation.steps == [0, 3])
    #expect(few.perceptron.hidden == [8] && few.perceptron.context == 3 && few.validationSteps == [0, 3])
    #expect(few.metaBatch == 25 && few.emaDecay == 0 && few.network.convolutional.filters == 32)
    #expect(throws: Never.self) { try few.check() }
  }

  @Test func aModelSaysItsVocabularyAndItsSeed() throws {
    let metadata = try Safetensors(decoding: Model.tiny().encoded()).metadata
    #expect(metadata["vocabulary"] == "pad end 0 1 2 3 4 5 6 7 8 9" && metadata["seed"] == "1")
  }
}
