internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension NetworkEntry {
  static let perceptron = NetworkEntry(
    "mlp", "linear layers with ReLU between them", source: "Finn et al. 2017", settings: MLPSettings(),
    example: .regression(inputs: [1], outputs: 1),
    check: .perceptron,
    price: .perceptron
  ) { sizes, request throws(ConfigurationError) in
    let (inputs, outputs): ([Int], Int)
    switch request.format {
    case .regression(let shape, let count): (inputs, outputs) = (shape, count)
    case .classes(let shape, let ways): (inputs, outputs) = (shape, ways)
    case .tokens, .text: throw request.unreadable(by: "mlp", reads: "numbers", instead: "trm or decoder")
    }
    let widths = [inputs.reduce(1, *)] + sizes.hidden + [outputs]
    guard widths.allSatisfy({ $0 > 0 }), sizes.context >= 0 else {
      throw ConfigurationError(key: "network", problem: "widths \(widths) must be positive, context not negative")
    }
    try request.checkSize(weights: zip(widths, widths.dropFirst()).map { Double($0) * Double($1) }.reduce(0, +))
    var generator = request.weights
    let network = MLP(widths, context: sizes.context, initialization: sizes.initialization, using: &generator)
    return FreshNetwork(network, request.parts)
  }
}

/// Sizes of a multilayer perceptron.
public struct MLPSettings: Hashable, Codable, Sendable {
  /// Widths of the layers between input and output.
  public var hidden = [40, 40]
  /// The initialization of the weights.
  public var initialization = MLP.Initialization.uniform
  /// Numbers of a context vector; 0 for none.
  public var context = 0

  /// Creates the defaults.
  public init() {}
}

extension CheckProblem {
  /// Two hidden layers and a context, and three sinusoids of five points a set. The context is not zero: there, the weights
  /// that read it have no gradient, and a rule that divides by a gradient's size has no derivative.
  static let perceptron = CheckProblem { _, generator in
    var network = MLP([1, 6, 6, 1], context: 3, using: &generator)
    network.context = network.context.map { .normal($0.shape, deviation: 0.5, using: &generator) }
    return NetworkProblem(network, .sinusoids(using: &generator))
  }
}

extension PriceProblem {
  /// Two hidden layers, on sinusoids.
  static let perceptron = PriceProblem(
    "sinusoids", widths: [40, 80, 160, 320], shots: 10, queries: 10, takesContext: true
  ) { plan, setting, generator in
    let network = MLP([1, setting.width, setting.width, 1], context: plan.context, using: &generator)
    return NetworkProblem(network, .sinusoids(plan, setting, &generator))
  }
}
