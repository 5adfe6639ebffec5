import Experiments
import Foundation
import MetaLearning
import Networks
import Runs
import Tasks
import Tensors

/// The models that answer tasks, each read once.
struct SolverModels {
  let device: Device
  private var models: [URL: (bytes: Data, checksum: String, model: Model<TinyRecursiveModel>)] = [:]

  init(device: Device) { self.device = device }

  private mutating func model(_ url: URL) throws -> (bytes: Data, checksum: String, model: Model<TinyRecursiveModel>) {
    if let model = models[url] { return model }
    let bytes = try Data(contentsOf: url)
    let file = try ModelFile(decoding: bytes, named: url.path)
    let model = (bytes, Checksum.text(of: bytes), try file.model(as: TinyRecursiveModel.self).moved(to: device))
    models[url] = model
    return model
  }

  subscript(url: URL) -> Model<TinyRecursiveModel> {
    mutating get throws { try model(url).model }
  }

  mutating func bytes(_ url: URL) throws -> Data { try model(url).bytes }
  mutating func checksum(_ url: URL) throws -> String { try model(url).checksum }

  /// Returns the model that is asked about a task, or `nil` if programs alone answer it.
  /// - Throws: `UnsuitableTask` if nobody can answer.
  mutating func suitable(
    for episode: Episode, _ solver: TaskSolver, url: (ShippedModel) throws -> URL
  ) throws -> URL? {
    guard !episode.query.isEmpty else {
      throw UnsuitableTask(description: "it asks nothing: add a test input, in JSONL a line without output")
    }
    let shipped = ShippedModel(for: episode)
    guard solver.searchesPrograms(for: episode) else {
      let url = try url(shipped)
      try self[url].check(episode)
      return url
    }
    guard !episode.support.isEmpty else {
      throw UnsuitableTask(description: "it has no demonstrations to learn from")
    }
    guard solver.asksNetwork(about: episode) else { return nil }
    let url = try url(shipped)
    do { try self[url].check(episode) } catch is UnsuitableTask { return nil }
    return url
  }
}

/// A task that a model cannot answer, with the reason.
struct UnsuitableTask: InvalidInput, CustomStringConvertible {
  let description: String
}

extension Model where Network == TinyRecursiveModel {
  /// Throws if this model cannot answer a task.
  func check(_ episode: Episode) throws(UnsuitableTask) {
    guard !episode.support.isEmpty else { throw UnsuitableTask(description: "it has no demonstrations to adapt to") }
    // Maps of positions reach further than they were trained for.
    let canvas = Canvas.fitting(episode.hidingAnswers())
    var network = slow.network.configuration
    network.positionExtent = max(network.positionExtent, canvas.height, canvas.width)
    guard let problem = network.problem(with: canvas) else { return }
    throw UnsuitableTask(description: "\(problem); leave it out, or give a model made for it with --from")
  }
}
