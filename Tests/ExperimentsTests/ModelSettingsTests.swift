import MetaLearning
import Networks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ModelSettingsTests {
  @Test func learnedRatesStayUnlessTheRuleIsSet() throws {
    var model = try Model.tiny()
    model.slow.rates = model.slow.rates.map { $0 + 1 }
    let learned = model.slow.rates.tensors.map(\.item0)
    let same = try model.with(settings: ["inner.tasksAtOnce=1", "inner.coolDown=0.5"])
    #expect(same.slow.rates.tensors.map(\.item0) == learned && same.experiment.inner.tasksAtOnce == 1)
    let other = try model.with(settings: ["inner.rule=adam", "inner.rate=3e-3", "inner.rates=fixed"])
    #expect(other.slow.rates.tensors.map(\.item0) != learned)
    #expect(other.experiment.inner.rule == .adam)
  }

  @Test func anotherLearnerHasLeavesAndRatesOfItsOwn() throws {
    var model = try Model.tiny()
    model.slow.rates = model.slow.rates.map { $0 + 1 }
    let anil = try model.with(settings: ["learner=anil"])
    #expect(anil.slow.rates.names == ["head.weight", "halt.weight", "halt.bias"])
    let first = try model.with(settings: ["learner=fomaml"])
    #expect(first.slow.rates.tensors.map(\.item0) == model.slow.rates.tensors.map(\.item0))
    let lora = try model.with(settings: ["learner=lora", "method.lora.rank=1"])
    #expect(lora.slow.rates.names.allSatisfy { $0.contains("lora") })
    let back = try lora.with(settings: ["learner=maml"])
    #expect(back.slow.network.names == model.slow.network.names)
    #expect(back.slow.network.head.weight.scalars(Float.self) == model.slow.network.head.weight.scalars(Float.self))
    #expect(throws: ConfigurationError.self) { try model.with(settings: ["learner=biasOnly"]) }
  }

  @Test func aWrongSettingIsAnError() throws {
    let model = try Model.tiny()
    #expect(throws: OverlayError.self) { try model.with(settings: ["inner.rul=adam"]) }
    #expect(throws: ConfigurationError.self) { try model.with(settings: ["network.width=8"]) }
    #expect(throws: ConfigurationError.self) { try model.with(settings: ["inner.rate=0"]) }
  }
}

extension Tensor {
  /// The first element.
  fileprivate var item0: Double { reshaped(count)[0].item }
}
