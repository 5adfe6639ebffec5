/// The state of a run at a step, complete on disk: a folder of files with a manifest that verifies them.
public struct Checkpoint: Hashable, Codable, Sendable {
  /// The step after which the checkpoint was taken.
  public let step: Int
  /// The folder of the checkpoint, relative to that of the run: "checkpoints/step-000123".
  public let path: String
  /// The total size of the files.
  public let bytes: Int
  /// The checksum of the manifest, which holds the checksums of the files.
  public let checksum: String
  /// Whether the checkpoint is the best of its run so far, and so is kept while newer ones come.
  public let isBest: Bool
}
