public import Foundation
internal import Requirements

/// A file of a checkpoint before it is written.
public struct CheckpointFile: Sendable {
  /// The name inside the checkpoint: "model.safetensors".
  public let name: String
  /// The contents.
  public let data: Data

  /// Creates a file. Its name stays inside the folder: no slash, no dot in front, not "manifest.json".
  public init(_ name: String, _ data: Data) {
    require(CheckpointManifest.isFileName(name), "\"\(name)\" is no name for a checkpoint's file; use a plain one")
    self.name = name
    self.data = data
  }
}

/// The newest complete checkpoint, and the errors of the newer ones that were skipped.
public struct CheckpointSearch: Sendable {
  /// The newest complete checkpoint, or `nil` if there is none.
  public let checkpoint: Checkpoint?
  /// The error of each newer checkpoint that was skipped, newest first.
  public let skipped: [CheckpointError]
}

/// The checkpoints of one run on disk. One process at a time writes.
///
/// A checkpoint is written into a hidden sibling folder, made durable, and renamed: it is there whole or not at all.
/// Only then do older ones go, so that at every moment the newest complete one is on the disk.
public struct CheckpointFolder: Sendable {
  /// The folder that holds one folder for each checkpoint.
  public let url: URL
  /// The number of newest checkpoints that are kept, besides the best one.
  public let keeping: Int

  private static let writingPrefix = ".writing-"
  private static let replacedPrefix = ".replaced-"
  private static let bestName = "best"

  /// Creates a view of the checkpoints in a folder, which is created by the first `write`.
  public init(url: URL, keeping: Int = 2) {
    require(keeping >= 1, "a checkpoint folder keeps \(keeping) checkpoints; keep at least 1")
    self.url = url
    self.keeping = keeping
  }

  /// Writes a checkpoint; one of the same step is replaced. The best one stays until a better one comes.
  @discardableResult
  public func write(
    step: Int, files: [CheckpointFile], isBest: Bool = false
  ) throws(CheckpointError) -> Checkpoint {
    require(step >= 0, "the checkpoint's step is \(step); count steps from 0")
    require(Set(files.map(\.name)).count == files.count, "two files of checkpoint \(step) have one name")
    let name = Self.name(of: step)
    let bytes = files.reduce(0) { $0 + $1.data.count }
    do {
      try Disk.createFolder(url)
      try clean()
      let manifest = try CheckpointManifest(step: step, files: files).data
      let temporary = url.appendingPathComponent(Self.writingPrefix + name)
      try Disk.createFolder(temporary)
      for file in files { try Disk.write(file.data, to: temporary.appendingPathComponent(file.name)) }
      try Disk.write(manifest, to: temporary.appendingPathComponent(CheckpointManifest.fileName))
      try Disk.synchronize(folder: temporary)
      try publish(temporary, as: name)
      if isBest { try WholeFile.write("\(step)\n", to: url.appendingPathComponent(Self.bestName)) }
      prune(after: step)
      let checksum = Checksum.text(of: manifest)
      return Checkpoint(step: step, path: path(of: name), bytes: bytes, checksum: checksum, isBest: bestStep == step)
    } catch {
      let reason = (error as? Disk.Failure)?.reason ?? (error as? WholeFileError)?.reason ?? "\(error)"
      throw .cannotWrite(path: url.appendingPathComponent(name).path, reason: reason)
    }
  }

  /// Returns the newest complete checkpoint; a torn or corrupted one is skipped, and the one before it is tried.
  public func latest() -> CheckpointSearch {
    var skipped: [CheckpointError] = []
    for step in steps.reversed() {
      do {
        return CheckpointSearch(checkpoint: try checkpoint(at: step), skipped: skipped)
      } catch {
        skipped.append(error)
      }
    }
    return CheckpointSearch(checkpoint: nil, skipped: skipped)
  }

  /// Returns the checkpoint of a step, with every file checked.
  public func checkpoint(at step: Int) throws(CheckpointError) -> Checkpoint {
    let name = Self.name(of: step)
    let found = try CheckpointManifest.verified(
      in: url.appendingPathComponent(name), step: step, path: path(of: name))
    return Checkpoint(
      step: step, path: found.path, bytes: found.bytes, checksum: found.checksum, isBest: bestStep == step)
  }

  /// Returns the URL of a checkpoint's file.
  public func file(_ name: String, of checkpoint: Checkpoint) -> URL {
    url.appendingPathComponent(Self.name(of: checkpoint.step)).appendingPathComponent(name)
  }

  /// The steps that have a checkpoint, complete or not, ascending.
  public var steps: [Int] {
    Disk.names(in: url).compactMap(Self.step(of:)).sorted()
  }

  /// The step of the best checkpoint so far, or `nil` if there is none.
  public var bestStep: Int? {
    guard let data = try? Data(contentsOf: url.appendingPathComponent(Self.bestName)) else { return nil }
    return Int(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

extension CheckpointFolder {
  /// Renames a finished folder to its final name. A folder cannot be renamed over another, so that one is moved aside
  /// first.
  private func publish(_ temporary: URL, as name: String) throws(Disk.Failure) {
    let final = url.appendingPathComponent(name)
    let aside = url.appendingPathComponent(Self.replacedPrefix + name)
    if Disk.isFolder(final) { try Disk.rename(final, to: aside) }
    try Disk.rename(temporary, to: final)
    try Disk.synchronize(folder: url)
    Disk.remove(aside)
  }

  /// Removes what a killed process left half done, and restores what it had moved aside.
  private func clean() throws(Disk.Failure) {
    for name in Disk.names(in: url) {
      let leftover = url.appendingPathComponent(name)
      if name.hasPrefix(Self.replacedPrefix) {
        let final = url.appendingPathComponent(String(name.dropFirst(Self.replacedPrefix.count)))
        if Disk.isFolder(final) { Disk.remove(leftover) } else { try Disk.rename(leftover, to: final) }
      } else if name.hasPrefix(Self.writingPrefix) || (name.hasPrefix(".") && name.hasSuffix(".tmp")) {
        Disk.remove(leftover)
      }
    }
  }

  /// Removes all but the newest and the best; hidden first, so that a kill in between leaves no torn checkpoint.
  ///
  /// Checkpoints of later steps are removed too: the run went back, and will rewrite them.
  private func prune(after newest: Int) {
    if let best = bestStep, best > newest { Disk.remove(url.appendingPathComponent(Self.bestName)) }
    let best = bestStep
    let kept = steps.filter { $0 <= newest }.suffix(keeping)
    for step in steps where step != best && !kept.contains(step) {
      let name = Self.name(of: step)
      let hidden = url.appendingPathComponent(Self.writingPrefix + name)
      // What cannot be hidden stays a checkpoint.
      guard (try? Disk.rename(url.appendingPathComponent(name), to: hidden)) != nil else { continue }
      Disk.remove(hidden)
    }
  }

  private func path(of name: String) -> String { "\(url.lastPathComponent)/\(name)" }

  private static func name(of step: Int) -> String {
    let digits = "\(step)"
    return "step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func step(of name: String) -> Int? {
    guard name.hasPrefix("step-"), let step = Int(name.dropFirst("step-".count)) else { return nil }
    return step >= 0 && self.name(of: step) == name ? step : nil
  }
}
