internal import Networks
internal import Requirements
public import Tensors

/// A method that learns an encoder from a support set to a context, and a network that answers with it, without any
/// step.
///
/// θ ← θ − β ∇θ meanᵢ L(queryᵢ, θ with context r(supportᵢ; θ))
///
/// - Source: Garnelo et al. 2018, "Conditional Neural Processes", Equation 4, on `NeuralProcess`.
///   <https://arxiv.org/abs/1807.01613>
/// - Differs: the loss is that of the queries; the paper's also counts the examples that were seen.
/// - Shapes: support and query of `[tasks, …]`.
public struct ConditionalNeuralProcess: AmortizedLearner {
  /// The inner loop, of no step.
  public let inner: InnerLoop

  /// Creates the method; throws for a network without an encoder.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    guard request.anatomy.hasEncoder else {
      throw request.refusal(of: "cnp", "it has no encoder of support sets: use the network neuralProcess")
    }
    guard !request.hasClasses else {
      throw request.refusal(of: "cnp", "it regresses, and its tasks have classes: use proto on an mlp or conv")
    }
    inner = request.idle
  }

  /// Returns the network's answers with the context of the support set.
  public func outputs<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    conditioned(slow.network, on: episodes.support).outputs(on: episodes.query)
  }

  /// Returns the network's own loss with that context.
  public func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    conditioned(slow.network, on: episodes.support).losses(on: episodes.query)
  }

  private func conditioned<Network: AdaptableNetwork>(_ network: Network, on support: Network.Batch) -> Network {
    guard let network = network.at(step: 0, support: support) as? any EncodesSupport<Network.Batch> else {
      trap("\(Network.self) has no encoder of support sets: conform it to EncodesSupport")
    }
    return network.conditioned(on: support) as! Network
  }
}

extension ConditionalNeuralProcess {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "cnp", "an encoder makes a context of the support set, without a step",
    source: "Garnelo et al. 2018",
    make: ConditionalNeuralProcess.init)
}
