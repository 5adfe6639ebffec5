internal import Hummingbird
internal import JSON

/// Adds the routes that try graders out.
func addGraderRoutes<Routes: RouterMethods>(to routes: OpenAIRoutes<Routes>) {
  routes.on(.post, "fine_tuning/alpha/graders/validate") { call in
    let fields = try JSONFields(JSONValue(try await call.body()))
    let given = try grader(fields).tree
    try fields.end()
    return .json(["grader": given])
  }
  routes.on(.post, "fine_tuning/alpha/graders/run") { call in
    let fields = try JSONFields(JSONValue(try await call.body()))
    let grader = try grader(fields).grader
    let sample = GradedSample(
      text: try fields.requiredString("model_sample"), item: fields["item"].map { JSONTree($0) } ?? [:])
    try fields.end()
    let start = ContinuousClock.now
    var reward = Grader.Reward(value: 0)
    var fault: GraderFault?
    do throws(GraderFault) { reward = try grader.reward(sample) } catch { fault = error }
    return .json(outcome(grader, reward, fault, seconds: (ContinuousClock.now - start) / .seconds(1)))
  }
}

private func grader(_ fields: JSONFields) throws -> (grader: Grader, tree: JSONTree) {
  guard let value = fields["grader"], let own = try fields.object("grader") else {
    throw OpenAIError.invalid("grader", "grader: an object is expected")
  }
  return (try Grader(own), JSONTree(value))
}

/// Returns what came of a run, as it travels. A failed run has a reward of 0 and the kind of its fault.
private func outcome(_ grader: Grader, _ reward: Grader.Reward, _ fault: GraderFault?, seconds: Double) -> JSONTree {
  // Of graders that are programs or models, which are not run here, no fault can be told.
  let foreign = [
    "truncated_observation_error", "unresponsive_reward_error", "python_grader_server_error",
    "python_grader_runtime_error", "model_grader_server_error", "model_grader_refusal_error",
    "model_grader_parse_error",
  ]
  let errors =
    GraderFault.Kind.allCases.map { JSONTree.Member(key: $0.rawValue, value: .boolean(fault?.kind == $0)) }
    + foreign.map { JSONTree.Member(key: $0, value: false) }
  let parts = JSONTree.object(reward.parts.map { .init(key: $0.key, value: .number($0.value)) })
  return [
    "reward": .number(reward.value),
    "metadata": [
      "name": .string(grader.name), "type": .string(grader.type), "errors": .object(errors),
      "error_message": JSONTree(fault?.problem), "execution_time": .number(seconds), "scores": parts,
      "token_usage": nil, "sampled_model_name": nil,
    ],
    "sub_rewards": parts, "model_grader_token_usage_per_model": [:],
  ]
}
