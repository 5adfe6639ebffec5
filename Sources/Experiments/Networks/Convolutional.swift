internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension NetworkEntry {
  static let convolutional = NetworkEntry(
    "conv", "Conv-4, for images of classes", source: "Vinyals et al. 2016", settings: ConvNetConfiguration(),
    example: .classes(inputs: [28, 28, 1], ways: 5),
    check: .convolutional,
    price: .convolutional
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
}

extension NetworkChoice {
  /// The settings of Conv-4.
  public var convolutional: ConvNetConfiguration {
    get { self["conv"] }
    set { self["conv"] = newValue }
  }
}

extension CheckProblem {
  /// Two blocks of eight filters with a context, and two tasks of three classes of 6 × 6 images.
  static let convolutional = CheckProblem { plan, generator in
    var c = ConvNetConfiguration()
    (c.image, c.filters, c.blocks, c.halvings, c.ways, c.context) = ([6, 6, 1], 8, 2, 2, 3, 2)
    (c.normalization, c.hasStepNorms) = (plan.norms.normalization, plan.norms.hasStepNorms)
    c.normSteps = c.hasStepNorms ? plan.steps + 1 : 1
    var network = ConvNet(c, using: &generator)
    network.context = network.context.map { .normal($0.shape, deviation: 0.5, using: &generator) }
    return NetworkProblem(
      network, .clouds(tasks: 2, ways: c.ways, shots: 2, queries: 2, image: c.image, using: &generator))
  }
}

extension PriceProblem {
  /// Conv-4, on five classes of 28 × 28 images.
  static let convolutional = PriceProblem(
    "images of each of 5 classes", widths: [8, 16, 32, 64], shots: 1, queries: 1, takesContext: true,
    problem: { sizes($0, $1).problem }
  ) { plan, setting, generator in
    let sizes = sizes(plan, setting)
    return NetworkProblem(
      ConvNet(sizes, using: &generator),
      .clouds(
        tasks: setting.tasks, ways: sizes.ways, shots: plan.shots, queries: plan.queries, image: sizes.image,
        using: &generator))
  }

  private static func sizes(_ plan: CostPlan, _ setting: CostSetting) -> ConvNetConfiguration {
    var sizes = ConvNetConfiguration()
    (sizes.filters, sizes.context, sizes.normSteps) = (setting.width, plan.context, setting.innerSteps + 1)
    (sizes.normalization, sizes.hasStepNorms) = (plan.norms.normalization, plan.norms.hasStepNorms)
    return sizes
  }
}
