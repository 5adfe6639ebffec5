internal import MetaLearning
internal import Networks
public import Tasks
public import Tensors

extension ModelFile {
  /// What the model answers to the queries of episodes that have equally many examples and queries, after each of
  /// several numbers of adaptation steps: [steps][episode][query].
  ///
  /// The answers in the episodes are not looked at. Each task adapts by itself, whatever else is in the batch.
  public func answers(
    to episodes: [Episode], after steps: [Int], canvas: Canvas, device: Device = .cpu
  ) -> [[[Grid]]] {
    let asked = episodes.map { episode in
      var episode = episode
      episode.query = episode.query.map { Query(input: $0.input) }
      return episode
    }
    let batch = EpisodeBatch(asked, canvas: canvas).moved(to: device)
    var answers = steps.map { _ in [[Grid]]() }
    // With a cool-down the rates depend on how many steps are to come, so each number of steps is its own adaptation.
    let passes = configuration.inner.coolDown > 0 ? steps.indices.map { [$0] } : [Array(steps.indices)]
    for part in batch.chunks(of: configuration.inner.tasksAtOnce) {
      for pass in passes {
        configuration.inner.adapt(slow, to: part.support, steps: pass.map { steps[$0] }.max() ?? 0) { step, network in
          let wanted = pass.filter { steps[$0] == step }
          guard !wanted.isEmpty else { return }
          let grids = Self.grids(network.run(part.query).logits, canvas)
          for index in wanted { answers[index] += grids }
        }
      }
    }
    return answers
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
