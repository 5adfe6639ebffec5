import Foundation
import MetaLearning
import Networks
import Randomness
import Scaling
import Tasks
import Tensors
import Testing

/// The examples of CONTRIBUTING, compiled and run.
@Suite(.enabled(if: Torch.isAvailable)) struct ContributingTests {
  private let folder = URL(filePath: #filePath).deletingLastPathComponent()

  @Test func thePageShowsWhatIsCompiledHere() throws {
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    let sources = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { lines(try String(contentsOf: $0, encoding: .utf8)).joined(separator: "\n") }
    #expect(blocks.count > 4)
    for block in blocks {
      let shown = lines(block).joined(separator: "\n")
      #expect(sources.contains { $0.contains(shown) }, "not compiled by any test:\n\(block)")
    }
  }

  private func batch(_ slopes: Tensor, _ generator: inout Generator) -> ExampleBatch {
    let x = Tensor.uniform([4, 5, 1], low: -2, high: 2, dtype: .float64, using: &generator)
    return ExampleBatch(inputs: x, targets: x * slopes)
  }

  private func problem() -> (network: Linear1D, episodes: EpisodeBatch<ExampleBatch>) {
    var generator = Generator(seed: 1)
    let slopes = Tensor([1.0, 2, 3, 4], shape: [4, 1, 1])
    let network = Linear1D(layer: Linear(1, 1, bias: true, using: &generator)).converted(to: .float64)
    let episodes = EpisodeBatch(support: batch(slopes, &generator), query: batch(slopes, &generator))
    return (network, episodes)
  }

  private func averaging(_ inner: InnerLoop, skipped: Int = 0) throws -> any MetaLearner {
    var request = LearnerRequest(inner, on: problem().network.anatomy)
    request.options[AveragingOptions.self].skipped = skipped
    return try IterateAveraging.entry.make(request)
  }

  @Test(arguments: [0, 1, 2])
  func theLearnersGradientIsThatOfItsObjective(skipped: Int) throws {
    let (network, episodes) = problem()
    let learner = try averaging(InnerLoop(steps: 3, rate: 0.05), skipped: skipped)
    let slow = SlowWeights(network, inner: learner.inner)
    let check = MetaGradientCheck(learner, at: slow, on: episodes)
    #expect(check.passes(), "\(check.worst.map { "\($0)" } ?? "no leaf")")
    #expect(throws: UnsupportedLearner.self) { try averaging(InnerLoop(steps: 3, rate: 0.05), skipped: 3) }
  }

  @Test func withOneInnerStepItIsReptile() throws {
    let (network, episodes) = problem()
    let inner = InnerLoop(steps: 1, rate: 0.05)
    let slow = SlowWeights(network, inner: inner)
    let averaged = try averaging(inner).metaGradient(of: slow, on: episodes).gradient
    let reptile = Reptile(inner: inner).metaGradient(of: slow, on: episodes).gradient
    for (a, b) in zip(averaged.tensors, reptile.tensors) { #expect((a - b).magnitude().max().item < 1e-14) }
  }

  @Test func theNetworkLearnsToLearn() {
    let (start, episodes) = problem()
    var network = start
    let learner = MAML(inner: InnerLoop(steps: 1, rate: 0.1))
    var optimizer = Optimizer<Linear1D>(OptimizerRule(.adamW))
    let losses = (0..<50).map { _ in
      let meta = learner.metaGradient(of: SlowWeights(network, inner: learner.inner), on: episodes)
      optimizer.update(&network, with: meta.gradient.network, rate: 0.1)
      return meta.loss
    }
    #expect(losses[49] < losses[0] / 2)
    #expect(MetaGradientCheck(learner, at: SlowWeights(network, inner: learner.inner), on: episodes).passes())
  }

  @Test func theFamilyAddsANumberToEverySecondSymbol() throws {
    var generator = Generator(seed: 1)
    let task = Sequences().everySecond.task(in: .metaTrain, using: &generator)
    let example = try #require(task.episode(support: 1, query: 1, using: &generator).support.first)
    let added = zip(example.output.sequence, example.input.sequence).map { (Int($0) - Int($1) + 10) % 10 }
    #expect(Set(stride(from: 0, to: 8, by: 2).map { added[$0] }) == [0])
    #expect(Set(stride(from: 1, to: 8, by: 2).map { added[$0] }).count == 1 && added[1] > 0)
  }

  @Test func theLawIsFittedExactly() throws {
    let entry = try #require(logarithmicEntries.first)
    let fit = try Fitter(objective: .squaredLog).fit(Logarithmic(), to: entry.example.observations(Logarithmic()))
    #expect(abs(fit.parameters[0] - 5) < 1e-6 && abs(fit.parameters[1] - 0.2) < 1e-6)
  }
}
