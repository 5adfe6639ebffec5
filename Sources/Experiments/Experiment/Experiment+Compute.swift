internal import MetaLearning
internal import Networks
internal import Tasks
internal import Tensors

extension Experiment {
  /// The number of meta-training tasks of the whole training, one seen twice counted twice.
  public var tasksSeen: Int { totalSteps * (traits.contains(.isJoint) ? joint.slots : metaBatch) }

  /// The approximate number of floating-point operations of the whole training, to compare trainings and to plan time
  /// by.
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

  /// The numbers of support and query examples of an episode, means if sources differ.
  var examples: (support: Double, query: Double) {
    guard tasks.kind == "families" else {
      let shape = tasks.shape
      return (Double(shape.ways * shape.shots), Double(shape.ways * shape.query))
    }
    return (mean { Double($0.support) }, mean { Double($0.query) })
  }

  /// Returns a mean over the sources of families by their weights.
  private func mean(_ number: (EpisodeSource) -> Double) -> Double {
    let sources = tasks.families.sources
    let total = sources.reduce(0) { $0 + $1.weight }
    return sources.reduce(0) { $0 + $1.weight * number($1) } / max(total, 1e-9)
  }

  /// The approximate number of operations of the answer to one example.
  var forwardOperations: Double {
    guard network.kind == "trm" else {
      // Each weight of a perceptron is used once for each example; for other networks this is a lower bound.
      let weights = (try? fresh().network).map { $0.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) } } ?? 0
      return 2 * Double(weights)
    }
    let n = network.recursive
    let tokens = mean { source in
      let families = (try? EpisodeSampler.families(source.families, key: "families")) ?? []
      return families.reduce(0) { $0 + Double($1.canvas.count) } / Double(max(families.count, 1))
    }
    let inner = SwiGLU.innerWidth(n.width, expansion: n.expansion, multiple: n.innerMultiple)
    let block = Double(4 * n.width * n.width + 3 * n.width * inner)
    let passes = n.supervisionSteps * n.highCycles * (n.lowCycles + 1) * n.layers
    return 2 * block * Double(passes) * (tokens + Double(n.prefix))
  }
}
