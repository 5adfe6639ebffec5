internal import Foundation
internal import Tasks

/// From a job's files to the method that learns from them: what is refused is refused here, before the job waits for its turn.
struct JobPreparation<Host: TrainingHost>: Sendable {
  let host: Host
  let files: FileStore

  /// Reads and examines the files of a job.
  /// - Throws: `OpenAIError` that names the file's line.
  func prepare(_ job: FineTuningJob) async throws -> (method: any FineTuningMethod, plan: JobPlan) {
    let method = try JobMethod(job.method)
    let encoder = ExampleEncoder(text: try await host.text(of: job.model))
    let training = try await read(job.trainingFile, "training_file", method, job.owner)
    var validation: TrainingFile?
    if let id = job.validationFile { validation = try await read(id, "validation_file", method, job.owner) }
    let learner: any FineTuningMethod
    switch method {
    case .supervised:
      learner = SupervisedMethod(
        host: host, examples: try sequences(training, encoder),
        validation: try validation.map { try sequences($0, encoder) } ?? [])
    case .dpo:
      learner = PreferenceMethod(
        host: host, pairs: try pairs(training, encoder),
        validation: try validation.map { try pairs($0, encoder) } ?? [],
        beta: job.chosen.beta ?? 0.1, reference: PreferenceReference(host, base: job.model))
    case .reinforcement(let grader):
      let answers = max(2, Int((Double(JobPlan.answers) * (job.chosen.computeMultiplier ?? 1)).rounded()))
      learner = ReinforcementMethod(
        host: host, text: encoder.text, items: try items(training, encoder),
        validation: try validation.map { try items($0, encoder) } ?? [], grader: grader, answers: answers,
        measuredAnswers: job.chosen.evaluationSamples ?? 1, seed: job.seed)
    }
    return (learner, JobPlan(job.chosen, examples: learner.count, method: method))
  }

  private func read(_ id: String, _ param: String, _ method: JobMethod, _ owner: String) async throws -> TrainingFile {
    do {
      let file = try TrainingFile(Array(await files.content(of: id, owner: owner)))
      try file.require(method.forms, for: method.name)
      return file
    } catch var error as OpenAIError {
      error.param = param
      throw error
    }
  }

  private func sequences(_ file: TrainingFile, _ encoder: ExampleEncoder) throws -> [[LearnedSequence]] {
    try zip(file.examples, file.lines).map { try encoder.sequences($0, line: $1) }
  }

  private func pairs(_ file: TrainingFile, _ encoder: ExampleEncoder) throws -> [PreferenceMethod<Host>.Pair] {
    try zip(file.examples, file.lines).compactMap { example, line in
      guard case .preference(let chat, let preferred, let other) = example else { return nil }
      let both = try ExampleEncoder.checked(
        [preferred, other].map { try encoder.answer($0, to: chat.messages, tools: chat.tools) }, line: line)
      guard both.count == 2 else {
        throw OpenAIError.invalid(
          "training_file", "line \(line): one of the answers has no place in the model's context")
      }
      return .init(preferred: both[0], other: both[1])
    }
  }

  private func items(_ file: TrainingFile, _ encoder: ExampleEncoder) throws -> [ReinforcementMethod<Host>.Item] {
    try zip(file.examples, file.lines).compactMap { example, line in
      guard case .task(let chat, let item) = example else { return nil }
      let prompt = try encoder.text.encoded(chat.messages, tools: chat.tools, asking: true).ids
      guard prompt.count < encoder.text.contextLength else {
        throw OpenAIError.invalid("training_file", "line \(line): the messages fill the model's context")
      }
      return .init(prompt: prompt, item: item)
    }
  }
}
