import Foundation
import Randomness

@testable import Scaling

/// Folders of published data, where they are present; the tests that need them say that they were skipped.
enum PublishedData {
  static let scaling: URL? = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data/scaling")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static func table(_ name: String) throws -> DataTable {
    try DataTable(contentsOf: (scaling ?? URL(fileURLWithPath: "/")).appendingPathComponent(name))
  }
}

/// Independent normal errors of a relative size.
func errors(_ count: Int, _ size: Double, seed: UInt64) -> [Double] {
  var generator = Generator(seed: seed)
  return (0..<count).map { _ in size * generator.normal() }
}

/// Rows (x, y) of one variable.
func observations(_ x: [Double], _ y: [Double], runs: [String]? = nil, weights: [Double]? = nil) throws -> Observations
{
  try Observations(variables: [("x", x)], target: ("y", y), weights: weights, runs: runs)
}

extension ScalingLawEntry {
  /// The law of the entry's own example.
  var exampleLaw: any ScalingLaw {
    let names = (0..<example.columns.count).map { "x\($0)" }
    return make(names)
  }
}

/// xᵃ.
func powerOf(_ x: Double, _ a: Double) -> Double { Foundation.pow(x, a) }

/// A wave on log paper, which no power law follows.
func sineOf(_ x: Double) -> Double { sin(2 * Foundation.log(x)) }
