import MetaLearning
import Networks
import Runs
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ExperimentCheckTests {
  /// All that is checked before a run is recorded.
  private func check(_ experiment: Experiment) throws {
    _ = try Trainer(experiment, tasks: experiment.tasks.distribution(data: nil), store: .inMemory(), run: "")
  }

  @Test func whatCanRunGivesItsSampler() throws {
    #expect(try FamilyTasks(Experiment.tiny().tasks.families).sampler.familyNames == ["cipher", "shift"])
  }

  @Test(arguments: [
    ("learner=mamal", "learner"), ("network.width=15", "network"), ("inner.rate=-1", "inner"),
    ("metaBatch=0", "metaBatch"), ("checkpointEvery=0", "checkpointEvery"), ("emaDecay=1.5", "emaDecay"),
    ("stages.0.queryWeights=[1, 2, 3]", "stages.0.queryWeights"), ("stages.0.sourceWeights=[0]", "stages.0"),
    ("stages=[]", "stages"), ("tasks.sources.0.families=[cypher]", "tasks.families.sources.0.families"),
    ("tasks.sources=[]", "tasks.families.sources"),
    ("tasks.sources.0.support=0", "tasks.families.sources.0"),
    ("tasks.sources.0.weight=-1", "tasks.families.sources.0"), ("joint.slots=0", "joint.slots"),
    ("validationSteps=[-1]", "validationSteps"), ("schedule.peak=.nan", "schedule.peak"), ("name=", "name"),
    ("network.vocabulary=11", "network.vocabulary"), ("network.innerMultiple=0", "network"),
    ("network.expansion=-1", "network"), ("network.placeHeads=-1", "network"), ("network.maximumLength=-3", "network"),
    ("network.trm={placeHeads: 2, placeExtent: -1}", "network"), ("tasks.canvasMargin=-5", "tasks.families"),
    ("joint.taskRate=-1", "joint.taskRate"), ("inner.tasksAtOnce=-1", "inner"), ("inner.secondMomentum=3", "inner"),
    ("inner.momentum=1", "inner"), ("inner.rateDecay=-50", "inner"), ("inner.coolDown=2", "inner"),
    ("inner.phases=[{leaves: nothing, steps: 1}]", "inner"), ("inner.ratesByLeaf={taks: 0.1}", "inner"),
    ("method.order=none", "method.order"), ("method.order=first", "method.order"),
    ("stages.0.queryWeights=[0]", "stages.0.queryWeights"), ("stages.0.queryWeights=[-1]", "stages.0.queryWeights"),
  ])
  func whatCannotRunNamesItsKey(setting: String, key: String) throws {
    let configuration = try Overlay.apply(setting: setting, to: Experiment.tiny())
    let error = #expect(throws: ConfigurationError.self) { try check(configuration) }
    #expect(error?.key.hasPrefix(key) == true, "\(String(describing: error))")
  }

  @Test func carriedMomentsWantAdamInsideAndPlainDescentOutside() throws {
    var configuration = try Experiment.tiny()
    func set(_ settings: String...) throws {
      for setting in settings { configuration = try Overlay.apply(setting: setting, to: configuration) }
    }
    try set("learner=reptile", "method.reptile.carriesMoments=true", "inner.rule=sgd")
    try set("optimizer={kind: sgd, momentum: 0}")
    #expect(throws: ConfigurationError.self) { try check(configuration) }
    try set("inner.rule=adam")
    #expect(throws: Never.self) { try check(configuration) }
    for outer in ["optimizer.momentum=0.9", "optimizer={kind: adamW, momentum: 0}"] {
      try set(outer)
      let error = #expect(throws: ConfigurationError.self) { try check(configuration) }
      #expect(error?.key == "method.reptile.carriesMoments")
    }
    try set("learner=imaml", "inner.minibatch=4")
    #expect(throws: ConfigurationError.self) { try check(configuration) }
  }

  @Test(
    "what a method would ignore, or decay would undo, is refused",
    arguments: [
      (["learner=reptile", "inner.steps=0"], "inner.steps"),
      (["learner=imaml", "inner.rule=normalized"], "inner.rule"),
      (["learner=reptile", "stages.0.queryWeights=[1]"], "stages.0.queryWeights"),
      (["learner=lora", "method.lora.adaptersAlone=true", "optimizer.weightDecay=0.1"], "optimizer.weightDecay"),
      (["learner=lastLayer", "method.lastLayer.bodyHeld=true", "optimizer.weightDecay=0.1"], "optimizer.weightDecay"),
      (["learner=metaCurvature", "optimizer.weightDecay=0.1"], "optimizer.weightDecay"),
    ])
  func whatMakesNoSense(settings: [String], key: String) throws {
    let configuration = try settings.reduce(Experiment.tiny()) { try Overlay.apply(setting: $1, to: $0) }
    let error = #expect(throws: ConfigurationError.self) { try check(configuration) }
    #expect(error?.key == key)
  }

  @Test("leaves that a learner adds can be named, those of no learner cannot")
  func leavesOfALearner() throws {
    let rates = "inner.ratesByLeaf={\"*lora.up\": 0.1}"
    let maml = try Overlay.apply(setting: rates, to: Experiment.tiny())
    #expect(throws: ConfigurationError.self) { try check(maml) }
    let lora = try Overlay.apply(setting: "learner=lora", to: maml)
    #expect(throws: Never.self) { try check(lora) }
  }

  @Test func aCanvasBeyondTheNetworkIsRefused() throws {
    var configuration = try Experiment.tiny()
    (configuration.network.recursive.positionHeads, configuration.network.recursive.positionExtent) = (2, 4)
    #expect(throws: ConfigurationError.self) { try check(configuration) }
    #expect(configuration.network.recursive.problem(with: Canvas(height: 4, width: 4)) == nil)
    #expect(configuration.network.recursive.problem(with: Canvas(height: 4, width: 5)) != nil)
    configuration.network = try Experiment.tiny().network
    configuration.network.recursive.positions = .learned
    configuration.network.recursive.maximumLength = 7
    #expect(throws: ConfigurationError.self) { try check(configuration) }
  }

  @Test func tooManyExamplesAreRefused() throws {
    var configuration = try Experiment.tiny()
    configuration.tasks.families.sources[0].support = 100_000
    let error = #expect(throws: ConfigurationError.self) { try check(configuration) }
    #expect(error?.key == "tasks.families.sources.0")
  }
}
