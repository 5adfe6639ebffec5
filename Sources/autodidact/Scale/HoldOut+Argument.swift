public import ArgumentParser
import Foundation
public import Scaling

extension HoldOut: ExpressibleByArgument {
  /// Parses `4x` (all beyond a quarter of the largest scale), `3` (the three largest scales), `>1e21`.
  public init?(argument: String) {
    if let factor = argument.last.flatMap({ "x×".contains($0) ? Double(argument.dropLast()) : nil }) {
      guard factor > 1, factor.isFinite else { return nil }
      self.init(.factor(factor))
    } else if argument.first == ">" {
      guard let value = Double(argument.dropFirst()), value.isFinite else { return nil }
      self.init(.above(value))
    } else {
      guard let count = Int(argument), count > 0 else { return nil }
      self.init(.largest(count))
    }
  }

  /// The text that `init(argument:)` reads.
  public var defaultValueDescription: String {
    switch rule {
    case .factor(let factor): String(format: "%gx", factor)
    case .largest(let count): "\(count)"
    case .above(let value): String(format: ">%g", value)
    }
  }
}

extension Scaling.Verdict.Goal: ExpressibleByArgument {}

extension DecimalMark: ExpressibleByArgument {}
