import Dashboard
import Service

/// A service as the pages see it.
struct LiveService: LiveSource {
  let service: ModelService
  let keys: APIKeys
  let hasJobs = true

  func owner(of key: String?) async -> String? {
    // A key that is nobody's is no owner: the page asks for another.
    try? keys.owner(of: key)
  }

  func queue(of owner: String) async -> [QueuedOperation] {
    await service.overview(of: owner).waiting.map { waiting in
      QueuedOperation(
        id: waiting.id, model: waiting.target, kind: waiting.kind, state: waiting.isRunning ? .running : .waiting,
        accepted: waiting.acceptedAt, reason: waiting.isRunning ? nil : waiting.reason, eta: waiting.seconds)
    }
  }

  func samples(of owner: String) async -> [ShownSample] {
    await service.recentSamples(of: owner).map { sample in
      ShownSample(
        id: sample.id, sampler: sample.sampler,
        prompt: sample.prompt.map { ShownSample.Token($0.text, logProbability: $0.logProbability) },
        tokens: sample.tokens.map { ShownSample.Token($0.text, logProbability: $0.logProbability) },
        reward: sample.reward, advantage: sample.advantage, date: sample.date)
    }
  }

  func version() async -> Int { await service.version }
}
