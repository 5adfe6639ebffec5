internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension NetworkEntry {
  static let recursive = NetworkEntry(
    "trm", "Tiny Recursive Model: one small block applied again and again to rows of tokens",
    source: "Jolicoeur-Martineau 2025", settings: TinyRecursiveConfiguration(),
    example: .tokens(vocabulary: Array(repeating: "", count: Vocabulary.size), canvases: [:]),
    check: .recursive,
    price: .recursive,
    operations: { sizes, tokens in
      let inner = SwiGLU.innerWidth(sizes.width, expansion: sizes.expansion, multiple: sizes.innerMultiple)
      let block = Double(4 * sizes.width * sizes.width + 3 * sizes.width * inner)
      let passes = sizes.supervisionSteps * sizes.highCycles * (sizes.lowCycles + 1) * sizes.layers
      return 2 * block * Double(passes) * (tokens + Double(sizes.prefix))
    }
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
}

extension NetworkChoice {
  /// The settings of the recursive model.
  public var recursive: TinyRecursiveConfiguration {
    get { self["trm"] }
    set { self["trm"] = newValue }
  }
}

extension CheckProblem {
  /// A recursive model of width 8, and two tasks of four rows of five tokens whose answer is the row turned by one.
  static let recursive = CheckProblem { _, generator in
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.positionHeads, c.positionExtent) = (8, 2, 8, 2, 6)
    (c.innerMultiple, c.highCycles, c.lowCycles) = (8, 1, 1)
    let network = TinyRecursiveModel(c, using: &generator)
    return NetworkProblem(network, .turned(tasks: 2, examples: 4, queries: 4, length: 5, using: &generator))
  }
}

extension PriceProblem {
  /// The recursive model of the comparison of learners, on rows of eight symbols.
  static let recursive = PriceProblem(
    "rows of 8 symbols", widths: [32, 64, 128], shots: 16, queries: 16, problem: { sizes($1).problem }
  ) { plan, setting, generator in
    let network = TinyRecursiveModel(sizes(setting), using: &generator)
    return NetworkProblem(
      network,
      .turned(tasks: setting.tasks, examples: plan.shots, queries: plan.queries, length: 8, using: &generator))
  }

  private static func sizes(_ setting: CostSetting) -> TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.width, c.taskWidth, c.positionHeads, c.positionExtent) = (setting.width, setting.width, 4, 8)
    (c.highCycles, c.lowCycles, c.expansion, c.innerMultiple, c.loss) = (1, 2, 3, 64, .softmax)
    return c
  }
}
