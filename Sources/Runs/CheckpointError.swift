/// An error of a checkpoint on disk.
public enum CheckpointError: Error, Hashable, Sendable {
  /// The checkpoint could not be written.
  case cannotWrite(path: String, reason: String)
  /// A file of the checkpoint, or its manifest, cannot be read.
  case cannotRead(path: String, reason: String)
  /// The manifest is not what `CheckpointFolder` writes.
  case invalidManifest(path: String, reason: String)
  /// A file is torn: its size differs from the manifest's.
  case wrongSize(path: String, expected: Int, found: Int)
  /// A file has the right size but other contents than the manifest says.
  case wrongChecksum(path: String, expected: String, found: String)
}

extension CheckpointError: CustomStringConvertible {
  /// The file and the remedy, in a sentence.
  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "cannot write the checkpoint \(path): \(reason); check that the folder is writable and has room"
    case .cannotRead(let path, let reason):
      "cannot read \(path): \(reason); use another checkpoint"
    case .invalidManifest(let path, let reason):
      "\(path) is damaged: \(reason); use another checkpoint"
    case .wrongSize(let path, let expected, let found):
      "\(path) has \(found) bytes instead of \(expected): it is torn; use another checkpoint"
    case .wrongChecksum(let path, let expected, let found):
      "\(path) has the checksum \(found) instead of \(expected): it is damaged; use another checkpoint"
    }
  }
}
