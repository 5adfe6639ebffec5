internal import Networks
internal import Requirements
public import Tasks
internal import Tensors

extension EpisodeBatch where Batch == TokenBatch {
  /// Creates tensors from episodes with equal numbers of examples, on a canvas that holds them all.
  ///
  /// A query whose output is unknown gets labels that nothing counts.
  public init(_ episodes: [Episode], canvas: Canvas? = nil) {
    let canvas = canvas ?? episodes.map { Canvas.fitting($0) }.reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
    let layout = TokenLayout(height: canvas.height, width: canvas.width)
    func batch(_ rows: [[(input: Grid, output: Grid?)]]) -> TokenBatch {
      let shape = [rows.count, rows.first?.count ?? 0, canvas.count]
      require(
        rows.allSatisfy { $0.count == shape[1] },
        "episodes of a meta-batch need equally many examples; these have \(rows.map(\.count))")
      let inputs = rows.flatMap { $0.flatMap { canvas.encode($0.input) } }
      let unknown = [Int32](repeating: Vocabulary.ignore, count: canvas.count)
      let labels = rows.flatMap { $0.flatMap { $0.output.map { canvas.labels($0) } ?? unknown } }
      return TokenBatch(
        inputs: Tensor(inputs, shape: shape).converted(to: .int64),
        labels: Tensor(labels, shape: shape).converted(to: .int64), layout: layout)
    }
    self.init(
      support: batch(episodes.map { $0.support.map { ($0.input, $0.output) } }),
      query: batch(episodes.map { $0.query.map { ($0.input, $0.output) } }))
  }
}
