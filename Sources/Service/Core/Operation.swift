internal import Foundation

/// A request that was acknowledged, and is answered by a future.
struct Operation: Codable, Hashable, Sendable {
  /// The name of its future.
  let id: String
  /// Whose it is.
  let owner: String
  /// The engine that does it.
  let engine: String
  /// The model or sampler that it is for.
  let target: String
  /// Its place in the order of the target's requests. Those of a model run in this order; those of a sampler in any.
  let sequence: Int
  /// What is to be done.
  let kind: Kind
  /// When it was acknowledged.
  let acceptedAt: Date

  enum Kind: Codable, Hashable, Sendable {
    case create(AdapterShape)
    case load(CheckpointPath, optimizer: Bool, isNew: Bool)
    case forwardBackward(forwardOnly: Bool)
    case step(OptimizerStep)
    case save(CheckpointOrder)
    /// A sampler of the weights as they are now, without a name.
    case snapshot(sampler: String)
    case sample(count: Int)
    /// The answers to tasks.
    case solve
  }

  /// Whether it changes nothing and runs in any order: a sample, or answers to tasks.
  var isSample: Bool {
    switch kind {
    case .sample, .solve: true
    default: false
    }
  }

  /// Whether it changes what the model will compute.
  var changesModel: Bool {
    switch kind {
    case .create, .load, .step: true
    case .forwardBackward(let forwardOnly): !forwardOnly
    case .save, .snapshot, .sample, .solve: false
    }
  }
}

/// The name of a checkpoint: `tinker://RUN/KIND/NAME`.
public struct CheckpointPath: Codable, Hashable, Sendable, CustomStringConvertible {
  /// What a checkpoint is for.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Training goes on from it.
    case training = "weights"
    /// Samplers read it.
    case sampler = "sampler_weights"
    /// Other programs read it.
    case external = "external_weights"
  }

  /// The model.
  public let run: String
  /// What it is for.
  public let kind: Kind
  /// Its name.
  public let name: String

  /// Creates a path.
  public init(run: String, kind: Kind, name: String) { (self.run, self.kind, self.name) = (run, kind, name) }

  /// Reads a path.
  /// - Throws: `ServiceError` for what is no path of a checkpoint.
  public init(_ text: String) throws(ServiceError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0] == "tinker:", parts[1].isEmpty, Self.isRun(parts[2]),
      let kind = Kind(rawValue: parts[3])
    else {
      throw ServiceError(
        400,
        "\"\(text.prefix(200))\" is no path of a checkpoint: those are tinker://RUN/weights/NAME, with sampler_weights or "
          + "external_weights in the middle for the other kinds")
    }
    try Self.check(name: parts[4])
    self.init(run: parts[2], kind: kind, name: parts[4])
  }

  /// Refuses a name that cannot be a file's.
  public static func check(name: String) throws(ServiceError) {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "._-+=@ ".unicodeScalars.contains($0))
    }
    guard (1...128).contains(name.utf8.count), isPlain, !name.hasPrefix("."), !name.hasSuffix(" ") else {
      throw ServiceError(
        400,
        "\"\(name.prefix(200))\" cannot name a checkpoint: take 1 to 128 letters, digits and . _ - + = @, not a dot first"
      )
    }
  }

  /// A run's name goes into a file's: only what this server gives out is one.
  private static func isRun(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 128
      && text.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-:_".unicodeScalars.contains($0))
      }
  }

  /// The kind and the name.
  public var id: String { "\(kind.rawValue)/\(name)" }
  /// The path.
  public var description: String { "tinker://\(run)/\(id)" }
}

/// A checkpoint that is to be written.
struct CheckpointOrder: Codable, Hashable, Sendable {
  let path: CheckpointPath
  var lifetime: Int?
  var overwrites = false
  var metadata: [String: String]?
}
