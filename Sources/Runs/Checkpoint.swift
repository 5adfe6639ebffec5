/// The state of a run at a step, complete on disk: a folder of files with a manifest that proves them.
public struct Checkpoint: Hashable, Codable, Sendable {
  /// The step it was taken after.
  public let step: Int
  /// Its folder, relative to the folder of the run: "checkpoints/step-000123".
  public let path: String
  /// The size of its files together.
  public let bytes: Int
  /// The checksum of its manifest, which holds the checksums of its files.
  public let checksum: String
  /// Whether it is the best of its run so far, and so is kept while newer ones come.
  public let isBest: Bool
}
