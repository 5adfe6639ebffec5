import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct CheckpointingTests {
  /// How often a block ran.
  private final class Counter: @unchecked Sendable {
    var runs = 0
  }

  private func block(_ inputs: [Tensor]) -> [Tensor] {
    let (w, x) = (inputs[0], inputs[1])
    let hidden = w.matmul(x).tanh()
    return [hidden.squared().sum(0), (hidden * x).sum()]
  }

  private func start() -> Pair {
    var g = Generator(seed: 4)
    return Pair(a: .normal([3, 3], dtype: .float64, using: &g), b: .normal([3], dtype: .float64, using: &g))
  }

  private func loss(_ outputs: [Tensor]) -> Tensor { outputs[0] * outputs[1] + outputs[1].squared() }

  @Test func theGradientIsTheSame() {
    let plain = valueAndGradient(at: start()) { loss(block($0.tensors)) }
    let saved = valueAndGradient(at: start()) { loss(checkpointed($0.tensors, outputs: 2, block)) }
    #expect(plain.value.item == saved.value.item)
    #expect(distance(plain.gradient.a, saved.gradient.a) < 1e-14)
    #expect(distance(plain.gradient.b, saved.gradient.b) < 1e-14)
  }

  @Test func soIsTheGradientOfTheGradient() {
    func second(_ f: @escaping ([Tensor]) -> [Tensor]) -> Pair {
      valueAndGradient(at: start()) { point in
        let inner = valueAndGradient(at: point, createGraph: true) { loss(f($0.tensors)) }.gradient
        return inner.a.squared().sum() + inner.b.sin().sum()
      }.gradient
    }
    let plain = second(block)
    let saved = second { checkpointed($0, outputs: 2, block) }
    #expect(plain.a.squared().sum().item > 0)
    #expect(distance(plain.a, saved.a) < 1e-11)
    #expect(distance(plain.b, saved.b) < 1e-11)
  }

  @Test func theBlockRunsAgainForTheGradientOnly() {
    let counter = Counter()
    let x = numbers([1, 2]).leaf()
    func run() -> Tensor {
      checkpointed([x], outputs: 1) { inputs in
        counter.runs += 1
        return [inputs[0].exp().sum()]
      }[0]
    }
    let y = run()
    #expect(counter.runs == 1)
    _ = gradients(of: [y], at: [x])
    #expect(counter.runs == 2)
    _ = withoutGradient { run() }
    #expect(counter.runs == 3)
  }

  @Test func theForwardPassKeepsNoTape() {
    let x = numbers([1, 2]).leaf()
    _ = checkpointed([x], outputs: 1) { inputs in
      #expect(!isRecordingGradient, "nothing inside is recorded")
      return [inputs[0].exp()]
    }
  }

  @Test func theBlockRunsAgainInTheModeOfItsFirstRun() {
    let counter = Counter()
    let x = numbers([1, 2]).leaf()
    let y = withSecondOrder {
      checkpointed([x], outputs: 1) { inputs in
        counter.runs += isSecondOrder ? 1 : 0
        return [inputs[0].exp().sum()]
      }[0]
    }
    _ = gradients(of: [y], at: [x])
    #expect(counter.runs == 2)
  }

  @Test func aConstantInputHasNoGradientAndDoesNotHinder() {
    let x = numbers([1, 2]).leaf()
    let constant = numbers([3, 4])
    let y = checkpointed([constant, x], outputs: 1) { [($0[0] * $0[1]).sum()] }[0]
    #expect(elements(gradients(of: [y], at: [x])[0]) == [3, 4])
  }

  @Test func blocksChain() {
    let x = numbers([0.3]).leaf()
    var y = x
    for _ in 0..<3 { y = checkpointed([y], outputs: 1) { [$0[0].sin()] }[0] }
    let plain = gradients(of: [x.sin().sin().sin()], at: [x])[0]
    #expect(distance(gradients(of: [y], at: [x])[0], plain) < 1e-15)
  }
}
