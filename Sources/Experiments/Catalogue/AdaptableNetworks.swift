internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks

/// The catalogue of networks that learners can be trained on. A new one is a file and a line here.
public enum AdaptableNetworks {
  /// Every network.
  public static let all: [NetworkEntry] = [.recursive, .perceptron, .convolutional, .neuralProcess, .decoder]
}

extension NetworkEntry {
  static let recursive = NetworkEntry(
    "trm", "Tiny Recursive Model: one small block applied again and again to rows of tokens",
    source: "Jolicoeur-Martineau 2025", settings: TinyRecursiveConfiguration(),
    example: .tokens(vocabulary: Array(repeating: "", count: Vocabulary.size), canvases: [:])
  ) { sizes, request throws(ConfigurationError) in
    guard case .tokens(let vocabulary, let canvases) = request.format else {
      throw request.unreadable(by: "trm", reads: "rows of tokens", instead: "mlp or conv")
    }
    if let problem = sizes.problem { throw ConfigurationError(key: "network", problem: problem) }
    guard sizes.vocabulary >= vocabulary.count else {
      throw ConfigurationError(
        key: "network.vocabulary", problem: "it is \(sizes.vocabulary); these tasks need \(vocabulary.count) tokens")
    }
    let inner = SwiGLU.innerWidth(sizes.width, expansion: sizes.expansion, multiple: sizes.innerMultiple)
    let block = Double(sizes.width) * (4 * Double(sizes.width) + 3 * Double(inner))
    try request.checkSize(weights: Double(sizes.layers) * block)
    for (name, canvas) in canvases.sorted(by: { $0.key < $1.key }) {
      if let problem = sizes.problem(with: canvas) {
        throw ConfigurationError(key: "network", problem: "\(name): \(problem)")
      }
    }
    var generator = request.weights
    let network = TinyRecursiveModel(sizes, using: &generator)
    return FreshNetwork(network, generator)
  }

  static let perceptron = NetworkEntry(
    "mlp", "linear layers with ReLU between them", source: "Finn et al. 2017", settings: MLPSettings(),
    example: .regression(inputs: [1], outputs: 1)
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

  static let convolutional = NetworkEntry(
    "conv", "Conv-4, for images of classes", source: "Vinyals et al. 2016", settings: ConvNetConfiguration(),
    example: .classes(inputs: [28, 28, 1], ways: 5)
  ) { sizes, request throws(ConfigurationError) in
    guard case .classes(let shape, let ways) = request.format, shape.count == 3 else {
      throw request.unreadable(by: "conv", reads: "images of classes", instead: "mlp or trm")
    }
    var sizes = sizes
    (sizes.image, sizes.ways, sizes.normSteps) = (shape, ways, request.innerSteps + 1)
    if let problem = sizes.problem { throw ConfigurationError(key: "network.conv", problem: problem) }
    try request.checkSize(weights: 9 * Double(sizes.filters) * Double(sizes.filters) * Double(sizes.blocks))
    var generator = request.weights
    return FreshNetwork(ConvNet(sizes, using: &generator), request.parts)
  }

  static let neuralProcess = NetworkEntry(
    "neuralProcess", "an encoder of support sets and a decoder, for regression", source: "Garnelo et al. 2018",
    settings: NeuralProcessSettings(), example: .regression(inputs: [1], outputs: 1)
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

extension NetworkEntry {
  static let decoder = NetworkEntry(
    "decoder", "a small causal decoder: text, token after token", source: "Vaswani et al. 2017; Touvron et al. 2023",
    settings: DecoderSettings(), example: .text(vocabulary: Array(repeating: "", count: 256))
  ) { sizes, request throws(ConfigurationError) in
    guard case .text(let vocabulary) = request.format else {
      throw request.unreadable(by: "decoder", reads: "text", instead: "mlp, conv or trm")
    }
    if let problem = sizes.problem { throw ConfigurationError(key: "network", problem: problem) }
    guard sizes.vocabulary >= vocabulary.count else {
      throw ConfigurationError(
        key: "network.vocabulary", problem: "it is \(sizes.vocabulary); this text needs \(vocabulary.count) tokens")
    }
    let block = Double(sizes.width) * (4 * Double(sizes.width) + 3 * Double(sizes.innerWidth))
    try request.checkSize(weights: Double(sizes.layers) * block + 2 * Double(sizes.vocabulary * sizes.width))
    var generator = request.weights
    return FreshNetwork(CausalDecoder(sizes.configuration, using: &generator), request.parts)
  }
}

extension NetworkRequest {
  /// The generator of a learner's own weights, apart from the network's.
  var parts: Generator { Generator(seed: seed).child("parts") }

  /// Refuses a network whose training does not fit into memory, before anything is allocated: weights, gradient, average
  /// and two moments, and for each task that adapts at once its own weights, their gradient and that of the step.
  func checkSize(weights: Double) throws(ConfigurationError) {
    let bytes = 4 * weights * Double(5 + 3 * tasks)
    let memory = Double(ProcessInfo.processInfo.physicalMemory)
    guard bytes <= memory else {
      func gigabytes(_ bytes: Double) -> String { String(format: "%.1f GB", bytes / 1e9) }
      throw ConfigurationError(
        key: "network",
        problem:
          "about \(Int(weights)) weights and \(tasks) tasks at once take \(gigabytes(bytes)), and this machine has "
          + "\(gigabytes(memory)); choose smaller widths or a smaller metaBatch")
    }
  }
}

/// Sizes of a multilayer perceptron.
public struct MLPSettings: Hashable, Codable, Sendable {
  /// Widths of the layers between input and output.
  public var hidden = [40, 40]
  /// How its weights begin.
  public var initialization = MLP.Initialization.uniform
  /// Numbers of a context vector; 0 for none.
  public var context = 0

  /// The defaults.
  public init() {}
}

/// Sizes of a neural process.
public struct NeuralProcessSettings: Hashable, Codable, Sendable {
  /// Width of its layers.
  public var width = 128

  /// The defaults.
  public init() {}
}

extension NetworkChoice {
  /// The settings of the recursive model.
  public var recursive: TinyRecursiveConfiguration {
    get { self["trm"] }
    set { self["trm"] = newValue }
  }

  /// The settings of Conv-4.
  public var convolutional: ConvNetConfiguration {
    get { self["conv"] }
    set { self["conv"] = newValue }
  }
}
