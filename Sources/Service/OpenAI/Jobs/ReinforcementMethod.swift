internal import Tasks

/// Learning from the model's own answers: each task of a batch is answered several times, a grader rewards the answers, and those are
/// made likelier that are better than the mean of their task.
///
/// -Σ A p/q over the tokens of all answers, divided by the number of answers; A is the reward minus the mean reward of its task, p the
/// probability now and q that with which the token was drawn.
///
/// - Source: Shao et al. 2024, "DeepSeekMath", section 4.1.2, for the mean of a group as the baseline. <https://arxiv.org/abs/2402.03300>
/// - Differs: Rewards are not divided by their deviation (Liu et al. 2025, "Understanding R1-Zero-Like Training", section 3), and there
///   is neither a clip nor a penalty: every answer is learned once, by the model that drew it.
struct ReinforcementMethod<Host: TrainingHost>: FineTuningMethod {
  /// A task, as the model reads it.
  struct Item: Sendable {
    var prompt: [Int]
    var item: JSONTree
  }

  let host: Host
  let text: ModelText
  let items: [Item]
  let validation: [Item]
  let grader: Grader
  /// The number of answers to a task.
  let answers: Int
  /// The number of answers to a task that is measured.
  let measuredAnswers: Int
  let seed: Int

  var count: Int { items.count }
  var validationCount: Int { validation.count }

  /// An answer with its reward.
  private struct Answer: Sendable {
    var prompt: [Int]
    var tokens: [ScoredToken]
    var reward: Double
  }

  func learn(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    let groups = try await drawn(batch.map { items[$0] }, answers, training, seed: seed ^ batch.hashed)
    let count = Float(groups.reduce(0) { $0 + $1.count })
    var tokens = 0
    let data = groups.flatMap { group -> [Tinker_Datum] in
      let mean = Self.mean(group)
      return group.compactMap { answer in
        guard answer.reward != mean, !answer.tokens.isEmpty else { return nil }
        tokens += answer.tokens.count
        let zeros = Array(repeating: Float(0), count: answer.prompt.count - 1)
        let advantage = Float(answer.reward - mean) / count
        return LearnedSequence(answer.prompt + answer.tokens.map(\.id), learnedFrom: answer.prompt.count).datum([
          "logprobs": zeros + answer.tokens.map { Float($0.logProbability ?? 0) },
          "advantages": zeros + answer.tokens.map { _ in advantage },
        ])
      }
    }
    var outcome = StepOutcome(reward: Self.mean(groups.flatMap { $0 }), tokens: tokens, hasGradient: !data.isEmpty)
    guard !data.isEmpty else { return outcome }
    let output = try await host.forwardBackward(
      Tinker_ForwardBackwardRequest("importance_sampling", data), of: training)
    outcome.loss = output.metrics["loss:sum"]
    return outcome
  }

  func measure(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    let groups = try await drawn(batch.map { validation[$0] }, measuredAnswers, training, seed: seed)
    return StepOutcome(reward: Self.mean(groups.flatMap { $0 }), hasGradient: false)
  }

  private static func mean(_ answers: [Answer]) -> Double {
    answers.reduce(0) { $0 + $1.reward } / Double(max(1, answers.count))
  }

  /// Returns answers to tasks, by the adapter as it is now.
  private func drawn(
    _ items: [Item], _ count: Int, _ training: String, seed: Int
  ) async throws -> [[Answer]] {
    let sampler = try await host.openSampler(of: training)
    do {
      let answers = try await withThrowingTaskGroup(of: (Int, [Answer]).self) { group in
        for (place, item) in items.enumerated() {
          group.addTask { (place, try await answer(item, count, sampler, seed: seed &+ place)) }
        }
        var all = Array(repeating: [Answer](), count: items.count)
        for try await (place, answers) in group { all[place] = answers }
        return all
      }
      await host.closeSampler(sampler)
      return answers
    } catch {
      await host.closeSampler(sampler)
      throw error
    }
  }

  private func answer(_ item: Item, _ count: Int, _ sampler: String, seed: Int) async throws -> [Answer] {
    var order = SampleOrder(prompt: item.prompt)
    order.count = count
    order.maxTokens = min(JobPlan.answerTokens, text.contextLength - item.prompt.count)
    order.seed = UInt64(bitPattern: Int64(seed))
    if text.isPlain { order.stopTexts = [PlainChat.stop] }
    let reply = try await host.sample(order, from: sampler)
    let answers = try reply.sequences.enumerated().map { index, sequence in
      let piece = try SampledPiece(sequence, choice: index)
      var decoder = AnswerDecoder(text, after: item.prompt, stops: order.stopTexts, leavingOutFirstSpace: text.isPlain)
      var delta = decoder.append(piece.tokens)
      delta += decoder.finish()
      // An answer that the grader cannot read has earned nothing.
      let reward: Double
      do throws(GraderFault) {
        reward = try grader.reward(GradedSample(text: delta.text, item: item.item)).value
      } catch {
        reward = 0
      }
      return Answer(prompt: item.prompt, tokens: piece.tokens, reward: reward)
    }
    await host.note(answers.map(\.reward), of: order, from: sampler)
    return answers
  }
}

extension [Int] {
  /// A number that depends on the items and their order.
  fileprivate var hashed: Int { reduce(17) { ($0 &* 31 &+ $1) & 0xFFFF_FFFF } }
}
