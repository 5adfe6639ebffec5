import Foundation
import Tensors
import Testing

@testable import Networks

@Suite(.enabled(if: Torch.isAvailable)) struct TinyRecursiveModelLossTests {
  /// Two rows of three tokens over two symbols: one right in all that counts, one not.
  private let labels = Tensor([1, 0, Loss.ignored, 1, 1, 1], shape: [2, 3])
  private let logits = numbers([0, 2, 3, 0, 9, 0, 0, 1, 0, 1, 4, 0], [2, 3, 2])

  private func softplus(_ x: Double) -> Double { log(1 + exp(x)) }

  private func stepLoss(haltWeight: Double) -> TinyRecursiveModel.StepLoss {
    let blank = Tensor.zeros([2, 3, 4])
    let output = TinyRecursiveModel.Output(
      latents: .init(high: blank, low: blank), logits: logits, halt: numbers([0.5, -1]), proceed: numbers([0, 0]))
    return TinyRecursiveModel.loss(of: output, labels: labels, crossEntropy: .softmax, haltWeight: haltWeight)
  }

  @Test func aRowIsTheMeanOfItsCountedTokens() {
    let expected = [softplus(-2) + softplus(-3), 2 * softplus(-1) + softplus(4)]
    #expect(distance(stepLoss(haltWeight: 0).loss, numbers([expected[0] / 2, expected[1] / 3])) < 1e-6)
  }

  @Test func haltingIsTaughtWhetherTheRowIsRight() {
    let halting = stepLoss(haltWeight: 0.5).loss - stepLoss(haltWeight: 0).loss
    #expect(distance(halting, numbers([0.5 * softplus(-0.5), 0.5 * softplus(-1)])) < 1e-6)
  }

  @Test func accuracyLeavesIgnoredTokensOut() {
    #expect(elements(stepLoss(haltWeight: 0.5).isExact) == [1, 0])
    #expect(distance(stepLoss(haltWeight: 0.5).tokenAccuracy, Tensor([Float(1), 2 / 3])) < 1e-6)
  }
}
