internal import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension NetworkEntry {
  static let decoder = NetworkEntry(
    "decoder", "a small causal decoder: text, token after token", source: "Vaswani et al. 2017; Touvron et al. 2023",
    settings: DecoderSettings(), example: .text(vocabulary: Array(repeating: "", count: 256)),
    check: .decoder,
    price: .decoder
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

extension CheckProblem {
  /// A decoder of width 8, and two tasks of two windows of six tokens out of eleven.
  static let decoder = CheckProblem { _, generator in
    var c = DecoderSettings()
    (c.vocabulary, c.width, c.heads, c.layers, c.innerMultiple) = (11, 8, 2, 1, 8)
    let network = CausalDecoder(c.configuration, using: &generator)
    func batch() -> TextBatch { TextBatch(tokens: .integers(0..<11, [2, 2, 7], using: &generator)) }
    return NetworkProblem(network, EpisodeBatch(support: batch(), query: batch()))
  }
}

extension PriceProblem {
  /// Two blocks of four heads, on windows of 32 bytes.
  static let decoder = PriceProblem(
    "windows of 32 bytes", widths: [32, 64, 128], shots: 8, queries: 8, problem: { sizes($1).problem }
  ) { plan, setting, generator in
    let network = CausalDecoder(sizes(setting).configuration, using: &generator)
    func batch(_ windows: Int) -> TextBatch {
      TextBatch(tokens: .integers(0..<256, [setting.tasks, windows, 33], using: &generator))
    }
    return NetworkProblem(network, EpisodeBatch(support: batch(plan.shots), query: batch(plan.queries)))
  }

  private static func sizes(_ setting: CostSetting) -> DecoderSettings {
    var c = DecoderSettings()
    (c.width, c.layers) = (setting.width, 2)
    return c
  }
}
