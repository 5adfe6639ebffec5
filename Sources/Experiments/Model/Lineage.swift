/// The origin of a model.
public struct Lineage: Hashable, Codable, Sendable {
  /// The checksums of the model files that it was started from, the nearest first.
  public var parents: [String] = []
  /// The revision of the program that trained it; empty if unknown.
  public var revision = ""
  /// The licence of its weights, as an SPDX identifier; empty if none was given.
  public var licence = ""

  /// Creates an empty lineage.
  public init() {}

  /// Reads the lineage in a file's metadata.
  init(_ metadata: [String: String]) {
    parents = metadata["parents"]?.split(separator: " ").map(String.init) ?? []
    revision = metadata["revision"] ?? ""
    licence = metadata["licence"] ?? ""
  }

  /// The lineage as a file's metadata.
  var metadata: [String: String] {
    ["parents": parents.joined(separator: " "), "revision": revision, "licence": licence].filter { !$0.value.isEmpty }
  }
}
