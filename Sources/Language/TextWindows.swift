internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

/// Token windows of texts, of which each token that is to be learned is a label once.
struct TextWindows: Sendable {
  struct Window: Sendable {
    /// One more than are read.
    let ids: [Int]
    /// Labels before this are not learned: they belong to a prompt.
    let first: Int
  }

  let windows: [Window]
  /// Labels that are learned, over all windows.
  let labels: Int

  /// Cuts documents, each between the beginning and end tokens that the model has.
  init(_ documents: [TextDocument], _ model: LanguageModel, length: Int) {
    let begin = [model.tokenizer.specials.beginning].compactMap { $0 }
    let texts = documents.map { document in
      let prompt = begin + model.tokenizer.encode(document.prompt, parsing: .ordinary)
      let ids = prompt + model.tokenizer.encode(document.text, parsing: .ordinary) + model.ends.sorted().prefix(1)
      return (ids, prompt.count)
    }
    self.init(of: texts, length: min(length, model.decoder.configuration.longest))
  }

  /// Cuts texts of ids, of which the first so many are read and not learned.
  init(of texts: [(ids: [Int], prompt: Int)], length: Int) {
    var windows: [Window] = []
    for (ids, prompt) in texts {
      var start = 0
      while start + 1 < ids.count {
        let stop = min(ids.count, start + length + 1)
        let first = max(0, prompt - start - 1)
        if first < stop - start - 1 { windows.append(Window(ids: Array(ids[start..<stop]), first: first)) }
        start = stop - 1
      }
    }
    self.windows = windows
    labels = windows.reduce(0) { $0 + $1.ids.count - 1 - $1.first }
  }

  /// The windows of a step: each epoch takes all in an order of its own.
  func batch(of size: Int, at step: Int, seed: UInt64) -> [Window] {
    let root = Generator(seed: seed).child("order")
    var orders: [Int: [Int]] = [:]
    return (step * size..<(step + 1) * size).map { place in
      let epoch = place / windows.count
      var own = root.child(epoch)
      let order = orders[epoch] ?? own.permutation(windows.count)
      orders[epoch] = order
      return windows[order[place % windows.count]]
    }
  }

  /// The windows of several texts as rows of one length: what is read, and what is learned of it.
  struct Batch {
    /// [texts, windows, length], or [windows, length] of one text.
    let inputs: Tensor
    /// The same, with `Loss.ignored` where nothing is learned.
    let labels: Tensor
    /// The places in `labels`, row after row, of what is learned.
    let places: [Int]
    /// The number of labels of each text, at least 1.
    let counts: [Double]

    /// Pads windows on the right, where no token sees it: as many of each text.
    init(_ texts: [[Window]], on device: Device) {
      let length = (texts.joined().map(\.ids.count).max() ?? 1) - 1
      var (inputs, labels, counts): ([Int], [Int], [Double]) = ([], [], [])
      for windows in texts {
        let start = labels.count
        for window in windows {
          let padding = Array(repeating: 0, count: length + 1 - window.ids.count)
          inputs += window.ids.dropLast() + padding
          labels += (1..<window.ids.count).map { $0 - 1 < window.first ? Loss.ignored : window.ids[$0] }
          labels += padding.map { _ in Loss.ignored }
        }
        counts.append(Double(max(1, labels[start...].count { $0 != Loss.ignored })))
      }
      let shape = (texts.count > 1 ? [texts.count] : []) + [texts[0].count, length]
      self.inputs = Tensor(inputs, shape: shape).moved(to: device)
      self.labels = Tensor(labels, shape: shape).moved(to: device)
      self.counts = counts
      places = labels.indices.filter { labels[$0] != Loss.ignored }
    }
  }
}
