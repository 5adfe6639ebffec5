internal import MetaLearning
internal import Networks
public import Tasks
public import Tensors

extension ModelFile {
  /// What the model answers to the queries of episodes that have equally many examples and queries, after each of
  /// several numbers of adaptation steps: [steps][episode][query].
  ///
  /// The answers in the episodes are not shown to it. Each task adapts by itself, whatever else is in the batch.
  public func answers(
    to episodes: [Episode], after steps: [Int], canvas: Canvas, device: Device = .cpu
  ) -> [[[Grid]]] {
    charged(episodes, after: steps, canvas: canvas, device: device).answers
  }

  /// As `answers`, and the query loss of each episode: [steps][episode], the mean over its queries of the mean
  /// cross-entropy of an answer's cells, in nats. It is NaN where an answer is unknown or does not fit on the canvas.
  func charged(
    _ episodes: [Episode], after steps: [Int], canvas: Canvas, device: Device = .cpu
  ) -> (answers: [[[Grid]]], losses: [[Double]]) {
    let asked = episodes.map { episode in
      var episode = episode
      episode.query = episode.query.map { query in
        Query(input: query.input, output: query.output.flatMap { canvas.holds($0) ? $0 : nil })
      }
      return episode
    }
    let batch = EpisodeBatch(asked, canvas: canvas).moved(to: device)
    let inner = inner
    var answers = steps.map { _ in [[Grid]]() }
    var losses = steps.map { _ in [Double]() }
    // With a cool-down the rates depend on how many steps are to come, so each number of steps is its own adaptation.
    let passes = inner.coolDown > 0 ? steps.indices.map { [$0] } : [Array(steps.indices)]
    for part in batch.chunks(of: inner.tasksAtOnce) {
      for pass in passes {
        inner.adapt(slow, to: part.support, steps: pass.map { steps[$0] }.max() ?? 0) { step, network in
          let wanted = pass.filter { steps[$0] == step }
          guard !wanted.isEmpty else { return }
          let logits = network.run(part.query).logits
          let (grids, charges) = (Self.grids(logits, canvas), self.losses(of: logits, part.query.labels))
          for index in wanted {
            answers[index] += grids
            losses[index] += charges
          }
        }
      }
    }
    return (answers, losses)
  }

  /// The mean cross-entropy of each task's queries.
  private func losses(of logits: Tensor, _ labels: Tensor) -> [Double] {
    withoutGradient {
      let each = Loss.crossEntropy(logits, labels, configuration.network.loss).converted(to: .float64)
      let counted = (labels .!= Double(Loss.ignored)).converted(to: .float64).sum(-1)
      return (each.sum(-1) / counted).mean(-1).scalars()
    }
  }

  /// The grids that logits [tasks, queries, length, vocabulary] draw.
  private static func grids(_ logits: Tensor, _ canvas: Canvas) -> [[Grid]] {
    let tokens = logits.argmax(-1)
    let (tasks, queries) = (tokens.size(0), tokens.size(1))
    let flat = tokens.converted(to: .int32).moved(to: .cpu).scalars(Int32.self)
    return (0..<tasks).map { task in
      (0..<queries).map { query in
        let start = (task * queries + query) * canvas.count
        return canvas.decode(Array(flat[start..<start + canvas.count]))
      }
    }
  }
}
