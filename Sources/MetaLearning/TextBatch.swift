internal import Foundation
public import Networks
public import Tensors

/// A batch of windows of text of several tasks, in each of which every token is predicted from those before it.
public struct TextBatch: TaskBatch {
  /// The tokens, [tasks, windows, length + 1], int64.
  public let tokens: Tensor

  /// Creates a batch of windows with one token more than a network reads.
  public init(tokens: Tensor) { self.tokens = tokens }

  /// The input tokens: [tasks, windows, length].
  public var inputs: Tensor { tokens.narrowed(2, from: 0, length: tokens.size(2) - 1) }
  /// The tokens to predict: [tasks, windows, length].
  public var labels: Tensor { tokens.narrowed(2, from: 1, length: tokens.size(2) - 1) }

  /// The number of tasks.
  public var tasks: Int { tokens.size(0) }
  /// The number of windows of each task.
  public var examples: Int { tokens.size(1) }
  /// Whether a higher score is better: no, for bits.
  public var isBetterHigh: Bool { false }
  /// The name of the score.
  public var scoreName: String { "bits per token" }

  /// The batch of a range of tasks.
  public subscript(range: Range<Int>) -> TextBatch { TextBatch(tokens: tokens[range]) }

  /// Returns the windows at these positions of every task.
  public func examples(at positions: [Int]) -> TextBatch {
    let index = Tensor(positions, shape: [positions.count]).moved(to: tokens.device)
    return TextBatch(tokens: tokens.gathered(1, at: index))
  }

  /// Returns the mean cross-entropy of each task's tokens in nats: [tasks], of logits [tasks, windows, length,
  /// vocabulary].
  public func losses(of logits: Tensor) -> Tensor { Loss.crossEntropy(logits, labels, .softmax).mean(1, 2) }

  /// Returns the bits per token of each task.
  public func scores(of outputs: Tensor) -> [Double] {
    withoutGradient {
      losses(of: outputs.converted(to: .float32)).converted(to: .float64).scalars(Double.self).map { $0 / M_LN2 }
    }
  }

  /// Returns the batch itself, as tokens are integers.
  public func converted(to dtype: DType) -> TextBatch { self }
  /// Returns the batch on another device.
  public func moved(to device: Device) -> TextBatch { TextBatch(tokens: tokens.moved(to: device)) }
  /// Returns the windows of this batch followed by those of another, task by task.
  public func joined(with other: TextBatch) -> TextBatch {
    TextBatch(tokens: .concatenate([tokens, other.tokens], 1))
  }
}

extension CausalDecoder: JudgesOutputs {
  /// Returns the mean cross-entropy of each task's tokens, in nats.
  public func losses(on batch: TextBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }
  /// Returns the logits [tasks, windows, length, vocabulary].
  public func outputs(on batch: TextBatch) -> Tensor { self(batch.inputs) }
  /// Returns the mean cross-entropy of each task's tokens, in nats.
  public func losses(of outputs: Tensor, on batch: TextBatch) -> Tensor { batch.losses(of: outputs) }

  /// The parts: the last layer is the head, or the table of tokens where that is; gains and shifts of norms stay fixed.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "decoder", leaves: names, head: head == nil ? "embedding.*" : "head.*",
      normalization: configuration.norm == .layer ? "*orm.gain|*orm.shift" : "*orm.gain")
    anatomy.linear = linearWeights
    return anatomy
  }
}
