public import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
internal import Tensors

/// A few-shot model on disk: one safetensors file that carries its configuration.
public struct FewShotModel: Sendable {
  /// How it was trained.
  public let configuration: FewShotConfiguration
  /// Slow weights and buffers by name.
  let tensors: Safetensors
  /// Where it was read from.
  public let file: String

  static let format = "autodidact-few-shot-1"

  /// A model's bytes.
  static func encoded<Network: ExampleNetwork>(
    _ slow: SlowWeights<Network>, _ configuration: FewShotConfiguration
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    var tensors = slow.named()
    for (name, buffer) in slow.network.buffers { tensors["buffer." + name] = buffer }
    return Safetensors(tensors, metadata: ["format": format, "configuration": json]).encoded()
  }

  /// True for the bytes of such a file.
  public static func isOne(_ url: URL) -> Bool {
    guard let data = try? Data(contentsOf: url), let file = try? Safetensors(decoding: data, named: url.path) else {
      return false
    }
    return file.metadata["format"] == format
  }

  /// Reads a file.
  /// - Throws: `ModelFileError` when it is not such a model, `SafetensorsError` when it is damaged.
  public init(contentsOf url: URL) throws {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw ModelFileError(
        file: url.path, problem: "it cannot be read (\((error as NSError).localizedDescription))",
        remedy: "check the path")
    }
    try self.init(decoding: data, named: url.path)
  }

  /// Reads a file's bytes; `name` stands in errors.
  init(decoding data: Data, named name: String) throws {
    tensors = try Safetensors(decoding: data, named: name)
    guard tensors.metadata["format"] == Self.format, let json = tensors.metadata["configuration"] else {
      throw ModelFileError(
        file: name, problem: "its metadata does not say \(Self.format)",
        remedy: "give a model.safetensors that few-shot training wrote")
    }
    do { configuration = try Overlay.apply(yaml: json, named: name, to: FewShotConfiguration()) } catch {
      throw ModelFileError(
        file: name, problem: "its configuration cannot be read: \(error)",
        remedy: "use the version of autodidact that wrote it")
    }
    file = name
  }

  /// The slow weights, in a fresh network of the right form.
  func slow<Network: ExampleNetwork>(in fresh: Network, _ learner: some MetaLearner) throws -> SlowWeights<Network> {
    var generator = Generator(seed: configuration.seed).child("parts")
    var slow = try tensors.filling(learner.start(fresh, using: &generator), named: file)
    slow.network.buffers = tensors.part("buffer.").tensors
    return slow
  }
}
