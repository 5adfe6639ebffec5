import ArgumentParser
import Experiments
import Foundation
import Reports
import Runs
import Tasks

/// The option for the model: a named checkpoint, or a shipped one.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model: a file, a checkpoint's or run's folder, a run (default: a shipped one that suits the task).",
      valueName: "checkpoint"))
  var from: String?

  /// Returns the file of the model, or that of a shipped one if none is named.
  func url(else shipped: ShippedModel) throws -> URL {
    if let from { return try Self.file(of: from) }
    return try shipped.url()
  }

  /// Returns the file of a model that people name: a file, the folder of a checkpoint or of a run, or a run as
  /// `autodidact runs` shows it.
  static func file(of name: String, runs: URL = RunStore.defaultDirectory()) throws -> URL {
    var isFolder: ObjCBool = false
    let url = URL(fileURLWithPath: name)
    if !name.isEmpty, FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) {
      guard isFolder.boolValue else { return url }
      if let model = model(in: url) { return model }
      throw NoModelError(name: name, problem: "no model.safetensors and no checkpoint is in that folder")
    }
    guard !name.isEmpty else { throw NoModelError(name: name, problem: "there is no such file or folder") }
    let store: RunStore
    do { store = try RunStore(directory: runs, creating: false) } catch RunStoreError.noStore {
      throw NoModelError(name: name, problem: "there is no such file or folder")
    }
    do {
      let run = try store.run(matching: name)
      if let model = model(in: store.folder(of: run.id)) { return model }
      throw NoModelError(name: name, problem: "run \(run.id) has no checkpoint yet")
    } catch let error as RunStoreError where error.isBadInput {
      guard case .ambiguous = error else {
        throw NoModelError(name: name, problem: "there is no such file or folder, and no such run in \(runs.path)")
      }
      throw error
    }
  }

  /// Returns the model of a folder, that of a checkpoint or of a run's newest one, or `nil` if there is none.
  private static func model(in folder: URL) -> URL? {
    let own = folder.appendingPathComponent("model.safetensors")
    if FileManager.default.fileExists(atPath: own.path) { return own }
    let checkpoints = CheckpointFolder(url: folder.appendingPathComponent("checkpoints"))
    return checkpoints.latest().checkpoint.map { checkpoints.file("model.safetensors", of: $0) }
  }
}

/// A model that was not found.
struct NoModelError: InvalidInput, CustomStringConvertible {
  let description: String

  /// Creates the error of a named model.
  init(name: String, problem: String) {
    description =
      "no model \"\(printable(name))\": \(problem); give a model.safetensors, the folder of a checkpoint or of a run, "
      + "or the name of a run (`autodidact runs` lists them)"
  }
}
