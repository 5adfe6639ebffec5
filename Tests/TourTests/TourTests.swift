import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors
import Testing

/// Read this first: the ideas that everything rests on, each in a few lines that run.
@Suite(.enabled(if: Torch.isAvailable)) struct TourTests {
  @Test func aModelIsAValueAndAStepIsArithmetic() {
    var generator = Generator(seed: 1)
    let model = Linear(2, 1, using: &generator)  // a struct: copying it clones it
    let x = Tensor([1, 2] as [Float], shape: [1, 2])
    let (loss, gradient) = valueAndGradient(at: model) { ($0(x) - 3).squared().sum() }
    let stepped = model.zip(gradient) { $0 - 0.05 * $1 }  // θ − α g, leaf by leaf
    #expect((stepped(x) - 3).squared().sum().item < loss.item)
    #expect(model.names == ["weight"])  // a leaf has a path, which patterns choose by
  }

  @Test func randomnessIsAnArgument() {
    let root = Generator(seed: 7)
    var a = root.child("episodes"), b = root.child("episodes")
    #expect(a.uniform() == b.uniform())  // the same stream for whoever asks
  }

  @Test func aTaskIsAHiddenRuleAndAnEpisodeShowsIt() throws {
    var generator = Generator(seed: 2)
    let family = try TaskFamilies.named("cipher")
    let task = family.task(in: .metaTest, using: &generator)  // a rule that no meta-train task has
    let episode = task.episode(support: 3, query: 1, using: &generator)
    #expect(episode.support.allSatisfy { task.solve($0.input) == $0.output })
  }

  @Test func tasksRideAnAxis() {
    var generator = Generator(seed: 3)
    let network = MLP([1, 8, 1], using: &generator)
    let inner = InnerLoop(steps: 3, rate: 0.05)
    let x = Tensor.uniform([4, 10, 1], low: -2, high: 2, using: &generator)  // four tasks, ten examples each
    let support = ExampleBatch(inputs: x, targets: x * Tensor([1, 2, 3, 4] as [Float], shape: [4, 1, 1]))
    let states = inner.adapt(SlowWeights(network, inner: inner), to: support)  // all four at once
    #expect(network.layers[0].weight.shape == [8, 1])
    #expect(states[3].layers[0].weight.shape == [4, 8, 1])  // a weight of its own for each task
    #expect(states[3].losses(on: support).mean().item < states[0].losses(on: support).mean().item)
  }

  @Test func learningToLearnIsTheGradientOfThatLoop() {
    var generator = Generator(seed: 4)
    let inner = InnerLoop(steps: 1, rate: 0.2)
    var slow = SlowWeights(MLP([1, 32, 1], using: &generator), inner: inner)
    var optimizer = Optimizer<MLP>(OptimizerRule(.adamW))
    func episodes() -> EpisodeBatch<ExampleBatch> {
      let slopes = Tensor.uniform([16, 1, 1], low: -2, high: 2, using: &generator)  // the hidden rule: a slope
      func batch() -> ExampleBatch {
        let x = Tensor.uniform([16, 5, 1], low: -2, high: 2, using: &generator)
        return ExampleBatch(inputs: x, targets: x * slopes)
      }
      return EpisodeBatch(support: batch(), query: batch())
    }
    let learner = MAML(inner: inner)
    let losses = (0..<400).map { _ in
      let meta = learner.metaGradient(of: slow, on: episodes())
      optimizer.update(&slow.network, with: meta.gradient.network, rate: 0.01)
      return meta.loss
    }
    let (before, after) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
    #expect(after < before / 2, "one step on five examples came to teach a slope: \(before / 5) → \(after / 5)")
  }
}
