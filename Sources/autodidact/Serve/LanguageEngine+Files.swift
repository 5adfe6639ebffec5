import Foundation
import Language
import Networks
import Runs
import Service
import Tensors

extension LanguageEngine {
  private static let file = "adapter.safetensors"
  private static let external = "adapter_config.json"

  /// Writes a model into a folder that is not there yet, whole or not at all, and returns the bytes of its files.
  func save(_ training: AdapterTraining, to folder: URL, _ kind: EngineWork.SaveKind) throws -> Int {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: folder.path) else { throw Misuse(problem: "there is a \(folder.path) already") }
    let parent = folder.deletingLastPathComponent()
    let temporary = parent.appending(path: ".writing-\(UUID().uuidString)")
    try manager.createDirectory(at: temporary, withIntermediateDirectories: true)
    do {
      switch kind {
      case .training: try WholeFile.write(training.state.encoded(), to: temporary.appending(path: Self.file))
      case .sampler: try WholeFile.write(training.weights.encoded(), to: temporary.appending(path: Self.file))
      case .external: try training.write(peft: temporary, of: base, base: base.name)
      }
      let files = try manager.contentsOfDirectory(at: temporary, includingPropertiesForKeys: [.fileSizeKey])
      let bytes = try files.reduce(0) { try $0 + ($1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
      try manager.moveItem(at: temporary, to: folder)
      return bytes
    } catch {
      // What cannot be removed either is found by its name.
      try? manager.removeItem(at: temporary)
      throw error
    }
  }

  /// Reads a model that `save` wrote, with the state of its optimizer or without.
  func training(from folder: URL, withOptimizer: Bool) throws -> AdapterTraining {
    let url = folder.appending(path: Self.file)
    let manager = FileManager.default
    guard manager.fileExists(atPath: url.path) else {
      if manager.fileExists(atPath: folder.appending(path: Self.external).path) {
        throw LanguageError(
          folder.lastPathComponent,
          "it was saved for other programs, which have no use for a seed or an optimizer; load one that was saved for training"
        )
      }
      throw LanguageError(folder.lastPathComponent, "there is no adapter in it")
    }
    let stored: Safetensors
    do {
      stored = try Safetensors(decoding: Data(contentsOf: url, options: .mappedIfSafe), named: folder.lastPathComponent)
    } catch let error as SafetensorsError { throw LanguageError(error.file, error.problem) }
    return try AdapterTraining(base, restoring: stored, named: folder.lastPathComponent, withOptimizer: withOptimizer)
  }

  /// Reads the adapters of a model that `save` wrote, whatever for.
  func adapters(from folder: URL) throws -> AdapterSet {
    guard FileManager.default.fileExists(atPath: folder.appending(path: Self.external).path) else {
      return try training(from: folder, withOptimizer: false).adapters
    }
    return AdapterSet(of: try base.decoder.withOwnHead.addingAdapters(peft: folder))
  }
}
