internal import Reports
internal import Foundation

extension ScalingAnalysis {
  /// Returns the sentence of an error about rows, in lines of the source.
  public func placed(_ error: ScalingError) -> String { Self.placed(error, lines: lines) }

  /// Returns the sentence of an error about rows, in these lines.
  public static func placed(_ error: ScalingError, lines: [Int]) -> String {
    let row: Int? =
      switch error {
      case .notFinite(_, let row, _), .negativeWeight(let row, _), .notPositive(_, _, let row, _),
        .targetNotPositive(_, let row, _, _):
        row
      default: nil
      }
    guard let row, lines.indices.contains(row - 1) else { return error.description }
    return error.description.replacingOccurrences(of: "row \(row)", with: "line \(lines[row - 1])")
  }

  /// Returns a point as text: "N = 7e9, D = 1e12".
  func placeText(_ values: [Double]) -> String {
    zip(observations.variables, values).map { "\($0) = \(figures($1))" }.joined(separator: ", ")
  }

  /// Returns the values of a row's variables.
  func values(_ row: Int) -> [Double] { observations.variables.indices.map { observations.points[row][$0] } }
}
