internal import MetaLearning
internal import Networks
internal import Tasks
internal import Tensors

extension Experiment {
  /// The number of meta-training tasks that a whole training draws, one seen twice counted twice.
  public var tasksSeen: Int { totalSteps * (traits.contains(.isJoint) ? joint.slots : metaBatch) }

  /// About how many floating-point operations a whole training takes, to compare trainings and to plan time by.
  ///
  /// A forward pass F of an example is 2 · (weights) · tokens for each pass through them. A gradient is 3 F; the
  /// meta-gradient of an inner step is one more gradient in first order and two more in second order. Attention,
  /// embeddings, optimizers and everything that is not a matrix product are left out.
  public var operations: Double {
    let gradient = 3 * forwardOperations
    let (support, query) = examples
    if traits.contains(.isJoint) { return Double(tasksSeen) * gradient }
    let order = traits.contains(.isSecondOrder) && method.order == .second ? 3.0 : 1.0
    var examples = 0.0
    for stage in stages {
      let losses = traits.contains(.ignoresQueries) ? 0 : max(1, stage.queryWeights.count { $0 > 0 })
      let inner: Double = order * Double(innerSteps(of: stage)) * support
      let outer: Double = Double(losses) * query
      examples += Double(stage.steps * metaBatch) * (inner + outer)
    }
    return examples * gradient
  }

  /// Support and query examples of an episode, a mean where sources differ.
  var examples: (support: Double, query: Double) {
    guard tasks.kind == "families" else {
      let shape = tasks.shape
      return (Double(shape.ways * shape.shots), Double(shape.ways * shape.query))
    }
    return (mean { Double($0.support) }, mean { Double($0.query) })
  }

  /// Returns a number of the sources of families, mean by their weights.
  private func mean(_ number: (EpisodeSource) -> Double) -> Double {
    let sources = tasks.families.sources
    let total = sources.reduce(0) { $0 + $1.weight }
    return sources.reduce(0) { $0 + $1.weight * number($1) } / max(total, 1e-9)
  }

  /// About the number of operations that the answer to one example takes.
  var forwardOperations: Double {
    let tokens = tokens
    if let operations = AdaptableNetworks.named(network.kind)?.operations, let settings = network.settings {
      return operations(settings, tokens)
    }
    return 2 * Double(parameters) * tokens
  }

  /// Tokens of an example: a mean over families by their weights, the window of a text, 1 for numbers and images. Of
  /// families that are not there it is 0, which the experiment's check says.
  private var tokens: Double {
    switch tasks.kind {
    case "families":
      mean { source in
        let families = (try? EpisodeSampler.families(source.families, key: "families")) ?? []
        return families.reduce(0) { $0 + Double($1.canvas.count) } / Double(max(families.count, 1))
      }
    case "text": Double(tasks["text", as: TextSettings.self].window)
    default: 1
    }
  }

  /// The network's parameters; 0 for an experiment that cannot be, which its check says.
  private var parameters: Int { (try? fresh().network.parameterCount) ?? 0 }
}
