internal import Foundation

extension ModelService {
  /// Returns how a base model reads and writes text. It is read once.
  func text(of base: String) throws -> BaseText {
    if let known = texts[base] { return known }
    guard let served = bases[base] else { throw unknown(base: base) }
    let text = try served.text()
    texts[base] = text
    return text
  }

  /// A number that no request of this process had: for those whose requests have no numbers of their own.
  func nextNumber() -> Int {
    number += 1
    return number
  }

  /// Takes up a request for a model after all that it has.
  func submitNext(
    _ kind: Operation.Kind, owner: String, model name: String, body: Data = Data()
  ) throws(ServiceError) -> Ticket {
    let model = try model(name, owner: owner)
    let last = state.accepted[name]?.keys.max() ?? -1
    return try submit(kind, owner: owner, model: name, number: max(model.next, last + 1), body: body)
  }

  /// Returns the session of an owner whose clients have none.
  func session(forOpenAIOf owner: String) throws(ServiceError) -> String {
    if let known = state.sessions.values.first(where: { $0.owner == owner && $0.tags == ["openai"] }) {
      heardOf[known.id] = now()
      return known.id
    }
    return try createSession(
      owner: owner, tags: ["openai"], metadata: [:], displayName: "OpenAI API", project: nil)
  }

  /// Returns the sampler that an owner's session has of a base or a checkpoint, made if there is none.
  func standingSampler(
    owner: String, session: String, base: String?, path: CheckpointPath?
  ) throws(ServiceError) -> String {
    if let known = state.samplers.values.first(where: {
      $0.session == session && $0.owner == owner && $0.path == path
        && (path != nil || ($0.base == base && $0.folder == nil))
        && (path == nil
          || $0.folder == state.checkpoints[path ?? CheckpointPath(run: "", kind: .sampler, name: "")]?.folder)
    }) {
      return known.id
    }
    return try createSampler(owner: owner, session: session, number: nextNumber(), base: base, path: path)
  }

  /// Lets an engine forget a model that nobody trains for now; it is read again when it is asked.
  func letGo(model id: String, owner: String) {
    guard let model = state.models[id], model.owner == owner, state.head(of: id) == nil else { return }
    guard slots[model.engine]?.models.remove(id) != nil else { return }
    slots[model.engine]?.surplus.models.append(id)
    pump(model.engine)
  }
}
