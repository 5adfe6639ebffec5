internal import Foundation
public import Networks
public import Tensors

/// Windows of text of several tasks: in each, every token is to be told from those before it.
public struct TextBatch: TaskBatch {
  /// [tasks, windows, length + 1], int64.
  public let tokens: Tensor

  /// Windows of one token more than a network reads.
  public init(tokens: Tensor) { self.tokens = tokens }

  /// What is read: [tasks, windows, length].
  public var inputs: Tensor { tokens.narrowed(2, from: 0, length: tokens.size(2) - 1) }
  /// What is to be told: [tasks, windows, length].
  public var labels: Tensor { tokens.narrowed(2, from: 1, length: tokens.size(2) - 1) }

  /// How many tasks.
  public var tasks: Int { tokens.size(0) }
  /// How many windows each task has.
  public var examples: Int { tokens.size(1) }
  /// Whether a higher score is better: bits are better few.
  public var isBetterHigh: Bool { false }
  /// What a score is.
  public var scoreName: String { "bits per token" }

  /// Some of the tasks.
  public subscript(range: Range<Int>) -> TextBatch { TextBatch(tokens: tokens[range]) }

  /// The windows in these positions of every task.
  public func examples(at positions: [Int]) -> TextBatch {
    let index = Tensor(positions, shape: [positions.count]).moved(to: tokens.device)
    return TextBatch(tokens: tokens.gathered(1, at: index))
  }

  /// The mean cross-entropy of each task's tokens in nats: [tasks], of logits [tasks, windows, length, vocabulary].
  public func losses(of logits: Tensor) -> Tensor { Loss.crossEntropy(logits, labels, .softmax).mean(1, 2) }

  /// The bits that a token takes, for each task.
  public func scores(of outputs: Tensor) -> [Double] {
    withoutGradient {
      losses(of: outputs.converted(to: .float32)).converted(to: .float64).scalars(Double.self).map { $0 / M_LN2 }
    }
  }

  /// Tokens are whole numbers: the batch itself.
  public func converted(to dtype: DType) -> TextBatch { self }
  /// This batch on another device.
  public func moved(to device: Device) -> TextBatch { TextBatch(tokens: tokens.moved(to: device)) }
  /// The windows of this batch, then those of another.
  public func joined(with other: TextBatch) -> TextBatch {
    TextBatch(tokens: .concatenate([tokens, other.tokens], 1))
  }
}

extension CausalDecoder: JudgesOutputs {
  /// Mean cross-entropy of each task's tokens, in nats.
  public func losses(on batch: TextBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }
  /// Logits [tasks, windows, length, vocabulary].
  public func outputs(on batch: TextBatch) -> Tensor { self(batch.inputs) }
  /// Mean cross-entropy of each task's tokens, in nats.
  public func losses(of outputs: Tensor, on batch: TextBatch) -> Tensor { batch.losses(of: outputs) }

  /// The last layer is the head, or the table of tokens where that is; gains and shifts of norms stay as they are.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "decoder", leaves: names, head: head == nil ? "embedding.*" : "head.*",
      normalization: configuration.norm == .layer ? "*orm.gain|*orm.shift" : "*orm.gain")
    anatomy.linear = linearWeights
    return anatomy
  }
}
