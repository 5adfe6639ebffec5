import Foundation

/// The last file written into a checkpoint; it verifies all the others.
struct CheckpointManifest: Codable {
  struct File: Codable {
    let name: String
    let bytes: Int
    let checksum: String
  }

  static let fileName = "manifest.json"

  let version: Int
  let step: Int
  let files: [File]

  init(step: Int, files: [CheckpointFile]) {
    version = 1
    self.step = step
    self.files = files.map { File(name: $0.name, bytes: $0.data.count, checksum: Checksum.text(of: $0.data)) }
  }

  var data: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return try encoder.encode(self)
    }
  }

  /// Reads the manifest of a folder and checks every file against it.
  static func verified(in folder: URL, step: Int, path: String) throws(CheckpointError) -> Checkpoint {
    let url = folder.appendingPathComponent(fileName)
    let data = try read(url)
    guard let manifest = try? JSONDecoder().decode(Self.self, from: data) else {
      throw .invalidManifest(path: url.path, reason: "it is not the JSON of a manifest")
    }
    guard manifest.version == 1 else {
      throw .invalidManifest(path: url.path, reason: "its version is \(manifest.version), and this program reads 1")
    }
    guard manifest.step == step else {
      throw .invalidManifest(path: url.path, reason: "it is of step \(manifest.step), and its folder of step \(step)")
    }
    for file in manifest.files {
      guard isFileName(file.name) else {
        throw .invalidManifest(path: url.path, reason: "\"\(file.name)\" is no name of a file")
      }
      try check(file, in: folder)
    }
    let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
    return Checkpoint(step: step, path: path, bytes: bytes, checksum: Checksum.text(of: data), isBest: false)
  }

  private static func check(_ file: File, in folder: URL) throws(CheckpointError) {
    let url = folder.appendingPathComponent(file.name)
    let data = try read(url)
    guard data.count == file.bytes else {
      throw .wrongSize(path: url.path, expected: file.bytes, found: data.count)
    }
    let checksum = Checksum.text(of: data)
    guard checksum == file.checksum else {
      throw .wrongChecksum(path: url.path, expected: file.checksum, found: checksum)
    }
  }

  /// Returns whether a name stays inside its folder and is not the manifest's own.
  static func isFileName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0") && name != fileName
  }

  private static func read(_ url: URL) throws(CheckpointError) -> Data {
    do {
      return try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      let reason =
        FileManager.default.fileExists(atPath: url.path) ? error.localizedDescription : "there is no such file"
      throw .cannotRead(path: url.path, reason: reason)
    }
  }
}
