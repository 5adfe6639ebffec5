import MetaLearning
import Networks
import Testing

@testable import Experiments

@Suite struct ConfigurationErrorTests {
  @Test func itSaysTheKeyAndTheProblem() {
    #expect("\(ConfigurationError(key: "a.b", problem: "it is 3"))" == "a.b: it is 3")
  }

  @Test func anUnknownNameHasItsNearest() {
    let error = ConfigurationError.unknown("mmal", key: "learner", among: ["maml", "reptile", "cavia"])
    #expect(error.key == "learner" && error.problem.contains("\"mmal\"") && error.problem.contains("nearest: maml"))
  }

  @Test func aPatternWithoutLeavesHasTheNearestLeaf() {
    let error = ConfigurationError.unmatched("heda.*", in: ["head.weight", "embedding.weight"])
    #expect(error.key == "inner" && error.problem.contains("heda.*") && error.problem.contains("head.weight"))
  }

  @Test func aRefusalStandsAtItsKeyInTheSection() {
    let refusal = UnsupportedLearner(learner: "proto", network: "mlp", key: "steps", reason: "it needs classes")
    #expect(ConfigurationError(refusal, in: ["steps": "inner.steps"]).key == "inner.steps")
    #expect(ConfigurationError(refusal).key == "steps" && ConfigurationError(refusal).problem == "it needs classes")
    let whole = UnsupportedLearner(learner: "proto", network: "mlp", reason: "it needs classes")
    #expect(ConfigurationError(whole).key == "learner" && ConfigurationError(whole).problem.contains("proto"))
  }
}
