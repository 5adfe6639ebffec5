internal import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension NetworkEntry {
  static let neuralProcess = NetworkEntry(
    "neuralProcess", "an encoder of support sets and a decoder, for regression", source: "Garnelo et al. 2018",
    settings: NeuralProcessSettings(), example: .regression(inputs: [1], outputs: 1),
    check: .neuralProcess,
    price: .neuralProcess
  ) { sizes, request throws(ConfigurationError) in
    guard case .regression(let inputs, let outputs) = request.format else {
      throw request.unreadable(by: "neuralProcess", reads: "regressions", instead: "mlp, conv or trm")
    }
    guard sizes.width > 0 else {
      throw ConfigurationError(key: "network.neuralProcess.width", problem: "it is \(sizes.width); give 1 or more")
    }
    try request.checkSize(weights: Double(sizes.width) * Double(sizes.width) * 4)
    var generator = request.weights
    let network = NeuralProcess(inputs.reduce(1, *), outputs, width: sizes.width, using: &generator)
    return FreshNetwork(network, request.parts)
  }
}

/// Sizes of a neural process.
public struct NeuralProcessSettings: Hashable, Codable, Sendable {
  /// Width of its layers.
  public var width = 128

  /// Creates the defaults.
  public init() {}
}

extension CheckProblem {
  /// The sinusoids of the perceptron.
  static let neuralProcess = CheckProblem { _, generator in
    let network = NeuralProcess(1, 1, width: 8, using: &generator)
    return NetworkProblem(network, .sinusoids(using: &generator))
  }
}

extension PriceProblem {
  /// The sinusoids of the perceptron.
  static let neuralProcess = PriceProblem("sinusoids", widths: [40, 80, 160, 320], shots: 10, queries: 10) {
    plan, setting, generator in
    let network = NeuralProcess(1, 1, width: setting.width, using: &generator)
    return NetworkProblem(network, .sinusoids(plan, setting, &generator))
  }
}
