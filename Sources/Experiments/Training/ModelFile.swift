public import Foundation
public import MetaLearning
public import Networks
internal import Randomness
internal import Runs
public import Tensors

/// A trained model on disk: one safetensors file that carries its configuration.
public struct ModelFile: Sendable {
  /// How it was trained; the network's sizes and the inner loop are here.
  public var configuration: TrainingConfiguration
  /// Network and inner rates.
  public var slow: SlowWeights<TinyRecursiveModel>

  static let format = "autodidact-model-1"

  /// A model to write.
  public init(configuration: TrainingConfiguration, slow: SlowWeights<TinyRecursiveModel>) {
    (self.configuration, self.slow) = (configuration, slow)
  }

  /// Fresh weights for a configuration.
  public static func fresh(_ configuration: TrainingConfiguration) throws(ConfigurationError) -> ModelFile {
    if let problem = configuration.network.problem { throw ConfigurationError(key: "network", problem: problem) }
    if let problem = configuration.inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    var generator = Generator(seed: configuration.seed).child("weights")
    let network = TinyRecursiveModel(configuration.network, using: &generator)
    let learner = try configuration.learner(on: network.anatomy)
    return ModelFile(configuration: configuration, slow: learner.start(network, using: &generator))
  }

  /// How its learner adapts to a task: the configured inner loop, over the leaves that the method adapts.
  public var inner: InnerLoop {
    do { return try configuration.learner(on: slow.network.anatomy).inner } catch {
      preconditionFailure("a model of a configuration that makes none: \(error)")
    }
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    var tensors = slow.named()
    tensors["initialHigh"] = slow.network.initialHigh
    tensors["initialLow"] = slow.network.initialLow
    return Safetensors(tensors, metadata: ["format": Self.format, "configuration": json]).encoded()
  }

  /// Reads a file's bytes; `name` stands in errors.
  /// - Throws: `ModelFileError` when it is not a model, `SafetensorsError` when it is damaged.
  public init(decoding data: Data, named name: String) throws {
    let file = try Safetensors(decoding: data, named: name)
    guard file.metadata["format"] == Self.format, let json = file.metadata["configuration"] else {
      throw ModelFileError(
        file: name, problem: "its metadata does not say \(Self.format)",
        remedy: "give a model.safetensors that `autodidact train` wrote")
    }
    let configuration: TrainingConfiguration
    // JSON is YAML, so a setting that came after the file was written takes its default.
    do { configuration = try Overlay.apply(yaml: json, named: name, to: TrainingConfiguration()) } catch {
      throw ModelFileError(
        file: name, problem: "its configuration cannot be read: \(error)",
        remedy: "use the version of autodidact that wrote it")
    }
    var fresh: ModelFile
    do { fresh = try .fresh(configuration) } catch {
      throw ModelFileError(
        file: name, problem: "its configuration makes no model: \(error)",
        remedy: "use the version of autodidact that wrote it")
    }
    fresh.slow = try file.filling(fresh.slow, named: name)
    for (key, path) in [("initialHigh", \TinyRecursiveModel.initialHigh), ("initialLow", \.initialLow)] {
      guard let state = file.tensors[key], state.shape == [configuration.network.width] else {
        throw SafetensorsError(file: name, problem: "has no tensor \"\(key)\" of \(configuration.network.width)")
      }
      fresh.slow.network[keyPath: path] = state
    }
    self = fresh
  }

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

  /// Writes the file, whole or not at all.
  public func write(to url: URL) throws { try WholeFile.write(encoded(), to: url) }

  /// The same model on another device.
  public func moved(to device: Device) -> ModelFile {
    var copy = self
    copy.slow = slow.moved(to: device)
    return copy
  }
}

/// Why a file is not a model.
public struct ModelFileError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// What is wrong.
  public let problem: String
  /// What to do.
  public let remedy: String

  /// File, problem and remedy.
  public var description: String { "\(file): \(problem); \(remedy)" }
}
