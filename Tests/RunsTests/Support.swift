import Foundation
import Runs

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("runs-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

extension RunStore {
  /// A run whose details do not matter.
  func startSample(_ name: String = "reptile", configuration: String = "{}") throws -> Run {
    try start(name: name, kind: "train", configuration: configuration, seed: 7, version: "0.1.0")
  }
}
