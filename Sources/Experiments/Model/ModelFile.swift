public import Foundation
public import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
internal import Tensors

/// A trained model on disk: one self-describing safetensors file.
///
/// Its metadata hold the whole experiment, the vocabulary of its tokens, and its origin; its tensors are the slow
/// weights by name, and under "buffer." what belongs to the network and is not learned by gradient.
public struct ModelFile: Sendable {
  /// The experiment that trained it.
  public let experiment: Experiment
  /// The origin of the model.
  public let lineage: Lineage
  /// The name that errors call it by.
  public let name: String
  let tensors: Safetensors

  static let format = "autodidact-model-2"
  private static let earlier = ["autodidact-model-1", "autodidact-few-shot-1"]

  /// Reads a file's bytes; errors call them `name`.
  /// - Throws: `ModelFileError` if it is not a model, `SafetensorsError` if it is damaged.
  public init(decoding data: Data, named name: String) throws {
    let file = try Safetensors(decoding: data, named: name)
    guard let format = file.metadata["format"], let json = file.metadata["configuration"],
      format == Self.format || Self.earlier.contains(format)
    else {
      throw ModelFileError(
        file: name, problem: "its metadata does not say \(Self.format)",
        remedy: "give a model.safetensors that `autodidact train` wrote")
    }
    // JSON is YAML, so a setting added after the file was written takes its default.
    do { experiment = try Overlay.apply(yaml: json, named: name, to: Experiment()) } catch {
      throw ModelFileError(
        file: name, problem: "its configuration cannot be read: \(error)",
        remedy: "use the version of autodidact that wrote it")
    }
    lineage = Lineage(file.metadata)
    tensors = file.withBuffersNamed
    self.name = name
  }

  /// Returns the model of an experiment before any training, with new weights.
  /// - Throws: `ConfigurationError` for an experiment that makes no model.
  public static func fresh(_ experiment: Experiment) throws -> ModelFile {
    func encoded(_ network: some AdaptableNetwork) throws -> Data { try Model(experiment, network).encoded() }
    return try ModelFile(decoding: encoded(experiment.fresh().network), named: experiment.name)
  }

  /// Writes the file atomically.
  public func write(to url: URL) throws { try WholeFile.write(tensors.encoded(), to: url) }

  /// Reads a file.
  public init(contentsOf url: URL) throws {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw ModelFileError(
        file: url.path, problem: "it cannot be read (\((error as NSError).localizedDescription))",
        remedy: "check the path of the model")
    }
    try self.init(decoding: data, named: url.path)
  }

  /// The number of parameters that the outer loop learned.
  public var parameters: Int {
    tensors.tensors.filter { !$0.key.hasPrefix("buffer.") }.reduce(0) { $0 + $1.value.count }
  }

  /// Returns the model as a type of network.
  /// - Throws: `ModelFileError` if it is of another type.
  public func model<Network: AdaptableNetwork>(as type: Network.Type = Network.self) throws -> Model<Network> {
    guard let fresh = try fresh() as? Network else {
      throw ModelFileError(
        file: name, problem: "its network is of kind \(experiment.network.kind), which does not work here",
        remedy: "give a model that was trained on tasks of this kind")
    }
    return try model(in: fresh)
  }

  /// Returns a network of its form, to fill with the file's weights.
  func fresh() throws -> any AdaptableNetwork {
    do { return try experiment.fresh().network } catch {
      throw ModelFileError(
        file: name, problem: "its configuration makes no model: \(error)",
        remedy: "use the version of autodidact that wrote it")
    }
  }

  /// Returns the model in a new network of its form.
  func model<Network: AdaptableNetwork>(in fresh: Network) throws -> Model<Network> {
    var model = try Model(experiment, fresh, lineage: lineage)
    model.slow = try tensors.filling(model.slow, named: name)
    let buffers = tensors.part("buffer.").tensors
    for (key, usual) in fresh.buffers where buffers[key]?.shape != usual.shape {
      let found = buffers[key].map { "is \($0.shape)" } ?? "is not there"
      throw SafetensorsError(file: name, problem: "tensor \"\(key)\" \(found), the model needs \(usual.shape)")
    }
    model.slow.network.buffers = buffers
    return model
  }
}

extension Safetensors {
  /// The tensors with the buffers of the first version's files under their names of today.
  fileprivate var withBuffersNamed: Safetensors {
    var tensors = tensors
    for key in ["initialHigh", "initialLow"] {
      if let buffer = tensors.removeValue(forKey: key) { tensors["buffer." + key] = buffer }
    }
    return Safetensors(tensors, metadata: metadata)
  }
}

/// The reason why a file is not a model.
public struct ModelFileError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The problem.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// The file, the problem and the remedy.
  public var description: String { "\(file): \(problem); \(remedy)" }
}
