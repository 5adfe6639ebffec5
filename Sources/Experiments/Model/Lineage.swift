/// Where a model comes from.
public struct Lineage: Hashable, Codable, Sendable {
  /// Checksums of the model files that it was started from, the nearest first.
  public var parents: [String] = []
  /// The revision of the program that trained it, where it is known.
  public var revision = ""
  /// The licence that its weights are under, as an SPDX identifier; empty where none was given.
  public var licence = ""

  /// A model that comes from nowhere.
  public init() {}

  /// What a file's metadata say.
  init(_ metadata: [String: String]) {
    parents = metadata["parents"]?.split(separator: " ").map(String.init) ?? []
    revision = metadata["revision"] ?? ""
    licence = metadata["licence"] ?? ""
  }

  /// What a file's metadata hold of it.
  var metadata: [String: String] {
    ["parents": parents.joined(separator: " "), "revision": revision, "licence": licence].filter { !$0.value.isEmpty }
  }
}
