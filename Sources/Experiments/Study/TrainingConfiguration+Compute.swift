internal import MetaLearning
internal import Networks
internal import Tasks

extension TrainingConfiguration {
  /// How many meta-training tasks a whole training draws, one seen twice counted twice.
  public var tasksSeen: Int { totalSteps * (traits.contains(.isJoint) ? joint.slots : metaBatch) }

  /// What the learner reads and is bound to.
  var traits: LearnerTraits { MetaLearners.named(learner)?.traits ?? [] }

  /// About how many floating-point operations a whole training takes, to compare trainings and to plan time by.
  ///
  /// A forward pass F of an example is 2 · (weights of the blocks) · tokens for each pass through them. A gradient is
  /// 3 F; the meta-gradient of an inner step is one more gradient in first order and two more in second order.
  /// Attention, embeddings, optimizers and everything that is not a matrix product are left out.
  public var operations: Double {
    let gradient = 3 * forwardOperations
    let support = mean { Double($0.support) }
    let query = mean { Double($0.query) }
    if traits.contains(.isJoint) { return Double(tasksSeen) * gradient }
    let order = traits.contains(.isSecondOrder) && method.order == .second ? 3.0 : 1.0
    var examples = 0.0
    for stage in stages {
      let losses = traits.contains(.ignoresQueries) ? 0 : max(1, stage.queryWeights.count { $0 > 0 })
      let inner: Double = order * Double(stage.innerSteps) * support
      let outer: Double = Double(losses) * query
      examples += Double(stage.steps * metaBatch) * (inner + outer)
    }
    return examples * gradient
  }

  /// A number of the sources, mean by their weights.
  private func mean(_ number: (EpisodeSource) -> Double) -> Double {
    let total = sources.reduce(0) { $0 + $1.weight }
    return sources.reduce(0) { $0 + $1.weight * number($1) } / max(total, 1e-9)
  }

  /// About how many operations the answer to one example takes.
  var forwardOperations: Double {
    let n = network
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
