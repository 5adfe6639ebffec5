import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct ConditionalNeuralProcessTests {
  private let processes = Processes()

  private func learner() throws -> (ConditionalNeuralProcess, SlowWeights<NeuralProcess>) {
    let learner = try ConditionalNeuralProcess(LearnerRequest(InnerLoop(), on: processes.network.anatomy))
    return (learner, SlowWeights(processes.network, inner: learner.inner))
  }

  @Test("it learns: the likelihood of the queries rises, and so does the fit of the mean")
  func learns() throws {
    var (learner, slow) = try learner()
    func error() -> Double {
      let outputs = learner.outputs(of: slow, on: processes.episodes)
      return processes.episodes.query.scores(of: outputs).reduce(0, +)
    }
    let before = (learner.objective(at: slow, holding: slow, on: processes.episodes), error())
    var optimizer = Optimizer<SlowWeights<NeuralProcess>>(OptimizerRule(.adamW))
    for _ in 0..<80 {
      let meta = learner.metaGradient(of: slow, on: processes.episodes)
      optimizer.update(&slow, with: meta.gradient, rate: 0.01)
    }
    #expect(learner.objective(at: slow, holding: slow, on: processes.episodes) < before.0 - 0.2)
    #expect(error() < before.1 * 0.8)
  }

  @Test("the answers are a function of the support set, whose order is nothing")
  func support() throws {
    let (learner, slow) = try learner()
    let (support, query) = (processes.episodes.support, processes.episodes.query)
    let before = learner.outputs(of: slow, on: processes.episodes)
    let turned = ExampleBatch(inputs: support.inputs.flipped(1), targets: support.targets.flipped(1))
    let other = ExampleBatch(inputs: support.inputs, targets: support.targets + 1)
    let after = learner.outputs(of: slow, on: EpisodeBatch(support: turned, query: query))
    #expect((after - before).magnitude().max().item < 1e-12)
    let changed = learner.outputs(of: slow, on: EpisodeBatch(support: other, query: query))
    #expect((changed - before).magnitude().max().item > 1e-3)
  }

  @Test("batched is looped")
  func batched() throws {
    let (learner, slow) = try learner()
    let together = learner.outputs(of: slow, on: processes.episodes)
    let alone = processes.episodes.chunks(of: 1).map { learner.outputs(of: slow, on: $0) }
    #expect((Tensor.concatenate(alone) - together).magnitude().max().item < 1e-12)
  }

  @Test("it answers once, and is refused without an encoder, and by classes")
  func once() throws {
    let (learner, slow) = try learner()
    var seen: [Int] = []
    learner.answer(slow, processes.episodes, after: [0, 3]) { step, outputs in
      seen.append(step)
      #expect(outputs.shape == processes.episodes.query.targets.shape)
    }
    #expect(seen == [0])
    let mlp = LearnerRequest(InnerLoop(), on: Sinusoids().network.anatomy)
    #expect(throws: UnsupportedLearner.self) { _ = try ConditionalNeuralProcess(mlp) }
    let classes = LearnerRequest(InnerLoop(), on: processes.network.anatomy, hasClasses: true)
    #expect(throws: UnsupportedLearner.self) { _ = try ConditionalNeuralProcess(classes) }
  }
}
