import MetaLearning
import Networks
import Tasks
import Testing

@testable import Experiments

@Suite struct TrainingConfigurationCheckTests {
  @Test func whatCanRunGivesItsSampler() throws {
    #expect(try TrainingConfiguration.tiny().checked().familyNames == ["cipher", "shift"])
  }

  @Test(arguments: [
    ("learner=mamal", "learner"), ("network.width=15", "network"), ("inner.rate=-1", "inner"),
    ("metaBatch=0", "metaBatch"), ("checkpointEvery=0", "checkpointEvery"), ("average=1.5", "average"),
    ("stages.0.queryWeights=[1, 2, 3]", "stages.0.queryWeights"), ("stages.0.sourceWeights=[0]", "stages.0"),
    ("stages=[]", "stages"), ("sources.0.families=[cypher]", "sources.0.families"), ("sources=[]", "sources"),
    ("sources.0.support=0", "sources.0"), ("sources.0.weight=-1", "sources.0"), ("joint.slots=0", "joint.slots"),
    ("validationSteps=[-1]", "validationSteps"), ("schedule.peak=.nan", "schedule.peak"), ("name=", "name"),
  ])
  func whatCannotRunNamesItsKey(setting: String, key: String) throws {
    let configuration = try Overlay.apply(setting: setting, to: TrainingConfiguration.tiny())
    let error = #expect(throws: ConfigurationError.self) { try configuration.checked() }
    #expect(error?.key.hasPrefix(key) == true, "\(String(describing: error))")
  }

  @Test func carriedMomentsWantAdamInsideAndPlainDescentOutside() throws {
    var configuration = try TrainingConfiguration.tiny()
    func set(_ settings: String...) throws {
      for setting in settings { configuration = try Overlay.apply(setting: setting, to: configuration) }
    }
    try set("learner=reptile", "method.reptile.carriesMoments=true", "inner.rule=sgd")
    try set("optimizer={kind: sgd, momentum: 0}")
    #expect(throws: ConfigurationError.self) { try configuration.checked() }
    try set("inner.rule=adam")
    #expect(throws: Never.self) { try configuration.checked() }
    for outer in ["optimizer.momentum=0.9", "optimizer={kind: adamW, momentum: 0}"] {
      try set(outer)
      let error = #expect(throws: ConfigurationError.self) { try configuration.checked() }
      #expect(error?.key == "method.reptile.carriesMoments")
    }
    try set("learner=imaml", "inner.minibatch=4")
    #expect(throws: ConfigurationError.self) { try configuration.checked() }
  }

  @Test func aCanvasBeyondTheNetworkIsRefused() throws {
    var configuration = try TrainingConfiguration.tiny()
    (configuration.network.placeHeads, configuration.network.placeExtent) = (2, 4)
    #expect(throws: ConfigurationError.self) { try configuration.checked() }
    #expect(configuration.network.problem(with: Canvas(height: 4, width: 4)) == nil)
    #expect(configuration.network.problem(with: Canvas(height: 4, width: 5)) != nil)
    configuration.network = try TrainingConfiguration.tiny().network
    configuration.network.positions = .learned
    configuration.network.maximumLength = 7
    #expect(throws: ConfigurationError.self) { try configuration.checked() }
  }

  @Test func tooManyExamplesAreRefused() throws {
    var configuration = try TrainingConfiguration.tiny()
    configuration.sources[0].support = 100_000
    let error = #expect(throws: ConfigurationError.self) { try configuration.checked() }
    #expect(error?.key == "sources.0")
  }
}
