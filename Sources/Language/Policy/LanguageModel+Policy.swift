public import Networks
internal import Tensors

extension LanguageModel {
  /// Reads the data of several clients, each under its own adapter, and judges them by their losses: one pass reads the model's
  /// matrices for all.
  ///
  /// A client's result is that of the client alone, up to rounding; a client alone has the same bits each time. A request that
  /// cannot be done is refused without costing the others.
  /// - Throws: Nothing; each request has a result or a `LanguageError` that says what is wrong with it.
  public func judge(_ requests: [PolicyRequest], adapters: [AdapterSet]) -> [Result<PolicyResult, LanguageError>] {
    let decoder = decoder.withOwnHead
    var results: [Result<PolicyResult, LanguageError>] = zip(requests, adapters).map { request, set in
      if let problem = request.problem(in: decoder) { return .failure(problem) }
      if let problem = set.problem(in: decoder) { return .failure(LanguageError("adapters", problem)) }
      return .success(PolicyResult(logProbabilities: request.data.map { _ in [] }))
    }
    for isForwardOnly in [true, false] {
      let clients = requests.indices.filter {
        if case .success = results[$0] { requests[$0].isForwardOnly == isForwardOnly } else { false }
      }
      guard !clients.isEmpty else { continue }
      var pass = PolicyPass(decoder, clients.map { requests[$0] }, clients.map { adapters[$0] })
      if isForwardOnly { withoutGradient { pass.run() } } else { withGradient { pass.run() } }
      for (client, result) in zip(clients, pass.results) { results[client] = result }
    }
    return results
  }
}
