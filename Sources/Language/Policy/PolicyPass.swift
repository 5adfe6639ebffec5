internal import Networks
internal import Tensors

/// Requests that are read together: all with a gradient, or all without.
///
/// The base is frozen. The gradient at the features is computed with the loss, some rows of logits at a time, and goes on from there
/// to the adapters below: logits of a whole batch would be the largest tensor of a pass.
struct PolicyPass {
  private let decoder: CausalDecoder
  private let requests: [PolicyRequest]
  private let adapters: [AdapterSet]
  /// The numbers of activations that may be in memory; a batch that needs more computes those of a block again for its gradient.
  private let memory: Int
  private var found: [PolicyResult]
  private var failures: [LanguageError?]

  init(
    _ decoder: CausalDecoder, _ requests: [PolicyRequest], _ adapters: [AdapterSet], memory: Int = 1 << 29
  ) {
    (self.decoder, self.requests, self.adapters, self.memory) = (decoder, requests, adapters, memory)
    found = requests.map { PolicyResult(logProbabilities: $0.data.map { _ in [] }) }
    failures = requests.map { _ in nil }
    for client in requests.indices where requests[client].loss.kind != .crossEntropy {
      found[client].drift = PolicyDrift()
    }
  }

  /// What came of each request.
  var results: [Result<PolicyResult, LanguageError>] {
    zip(found, failures).map { result, failure in failure.map { .failure($0) } ?? .success(result) }
  }

  /// Reads everything.
  mutating func run() {
    let rows = requests.indices.flatMap { client in
      requests[client].data.indices.map {
        PolicyBatch.Row(client: client, datum: $0, length: requests[client].data[$0].tokens.count)
      }
    }
    if isRecordingGradient {
      for client in requests.indices { found[client].gradient = adapters[client].map { .zeros(like: $0) } }
    }
    // More than a thousand tokens gain nothing, and those of a large model take a few hundred megabytes.
    let budget = min(max((96 << 20) / numbersOfToken, 256), 1024)
    for batch in PolicyBatch.plan(rows, budget: budget) { run(batch) }
  }

  /// The numbers that a token's activations take until the gradient is there.
  private var numbersOfToken: Int {
    let c = decoder.configuration
    return c.layers * (8 * c.width + 4 * c.innerWidth + 2 * (c.heads + c.keyValueHeads) * c.headWidth)
  }

  private mutating func run(_ batch: PolicyBatch) {
    let rank = adapters.lazy.compactMap { $0.tensors.first?.size(0) }.max() ?? 0
    let layout = batch.layout(requests, tileCost: rank, on: decoder.norm.gain.device)
    let clients = Set(layout.owners).sorted()
    // The head has its rows apart: they are one client's at a time.
    let below = clients.map { adapters[$0].without("head") }
    let numbers = Dictionary(uniqueKeysWithValues: clients.enumerated().map { ($1, $0) })
    var stack = AdapterStack(below)
    if isRecordingGradient { stack = stack.map { $0.leaf() } }
    var own = decoder
    own.recomputesBlocks = batch.size * numbersOfToken > memory
    let features = stack.placed(in: own, rows: layout.owners.compactMap { numbers[$0] })
      .features(of: layout.tokens)
    let asked = features.reshaped(-1, features.size(-1)).gathered(0, at: layout.places)  // [tokens, width]
    let slopes = judge(asked.detached(), of: batch)
    guard isRecordingGradient, !stack.tensors.isEmpty else { return }
    let gradient = stack.replacing(gradients(of: [asked], at: stack.tensors, seeds: [slopes]))
    for (place, client) in clients.enumerated() {
      let own = gradient.gradient(of: place, at: below[place])
      add(own, to: client)
    }
  }

  /// Adds a gradient at some adapters of a client.
  private mutating func add(_ gradient: AdapterSet, to client: Int) {
    withoutGradient { found[client].gradient = found[client].gradient?.adding(gradient) }
  }

  /// Judges the features of a batch's rows and returns the slopes of the losses at them: [tokens, width].
  private mutating func judge(_ features: Tensor, of batch: PolicyBatch) -> Tensor {
    var (slopes, start): ([Tensor], Int) = ([], 0)
    for part in PolicyPart.parts(of: batch, requests, vocabulary: decoder.configuration.vocabulary) {
      let count = part.tokens
      let rows = features.narrowed(0, from: start, length: count)
      slopes.append(judge(rows, part))
      start += count
    }
    return slopes.count == 1 ? slopes[0] : .concatenate(slopes, 0)
  }

  private mutating func judge(_ rows: Tensor, _ part: PolicyPart) -> Tensor {
    let (client, loss) = (part.client, requests[part.client].loss)
    var head = AdapterSet(adapters[client].layers.filter { $0.key == "head" })
    let rows = isRecordingGradient ? rows.leaf() : rows
    if isRecordingGradient { head = head.map { $0.leaf() } }
    var own = decoder
    own.head?.adapter = head.layers["head"].map { LowRankAdapter(down: $0.down, up: $0.up * $0.scale, scale: 1) }
    let (targets, width) = part.targets(of: requests[client])
    let index = Tensor(targets, shape: [part.tokens, width]).moved(to: rows.device)
    let scores = own.logits(of: rows).converted(to: .float32).logSoftmax(-1)  // [tokens, vocabulary]
    let judged = scores.taking(-1, at: index)  // [tokens, width]
    let numbers = judged.detached().scalars(Float.self)
    let likeliest = loss.kind == .crossEntropy && width == 1 ? scores.detached().argmax(-1).scalars(Int.self) : nil
    var seeds = [Float](repeating: 0, count: numbers.count)
    var start = 0
    for piece in part.pieces {
      let datum = requests[client].data[piece.datum]
      let values = piece.range.flatMap { place in
        (0..<datum.width).map { numbers[(start + place - piece.range.lowerBound) * width + $0] }
      }
      found[client].logProbabilities[piece.datum] += values
      let targets = piece.range.lowerBound * datum.width..<piece.range.upperBound * datum.width
      let value = loss(values.map(Double.init), datum.inputs.mapValues { Array($0[targets]) })
      found[client].loss += value.loss
      found[client].drift?.add(value.drift)
      if let likeliest {
        found[client].accuracy.add(
          datum.targets[targets], likeliest: likeliest[start...], weights: datum.inputs["weights"]?[targets] ?? [])
      }
      if !value.loss.isFinite || !value.slopes.allSatisfy(\.isFinite) {
        let isDiverged = !values.allSatisfy(\.isFinite)
        failures[client] = failures[client] ?? (isDiverged ? LanguageModel.diverged : Self.overflow(piece.datum, loss))
      } else {
        for (place, slope) in value.slopes.enumerated() {
          seeds[(start + place / datum.width) * width + place % datum.width] = Float(slope)
        }
      }
      start += piece.range.count
    }
    guard isRecordingGradient else { return rows }
    let seed = Tensor(seeds, shape: [part.tokens, width]).moved(to: rows.device)
    let slopes = gradients(of: [judged], at: [rows] + head.tensors, seeds: [seed])
    if !head.paths.isEmpty { add(head.replacing(Array(slopes.dropFirst())), to: client) }
    return slopes[0]
  }

  private static func overflow(_ datum: Int, _ loss: PolicyLoss) -> LanguageError {
    LanguageError(
      "datum \(datum)",
      "the \(loss.kind.rawValue) loss is not finite; see that logprobs are those that the tokens were sampled with")
  }
}

extension AdapterSet {
  /// Returns the set with the numbers of another added to the layers that both have.
  func adding(_ other: AdapterSet) -> AdapterSet {
    AdapterSet(
      Dictionary(
        uniqueKeysWithValues: layers.map { path, own in
          (path, other.layers[path].map { added in own.zip(added) { $0 + $1 } } ?? own)
        }))
  }
}
