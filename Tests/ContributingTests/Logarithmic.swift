@testable import Scaling

/// A quantity that falls by the same amount with every factor of scale, down to no floor.
///
/// y = E − s ln x
struct Logarithmic: ScalingLaw {
  let name = "logarithmic"
  let formula = "E − s ln x"
  let variables = [LawVariable("x", "any scale")]
  let parameters: [LawParameter] = [.linear("E"), .linear("s")]
  func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] - p[1] * x.log(0) }
}

let logarithmicEntries = [
  ScalingLawEntry(
    name: "logarithmic", summary: "the same gain for every factor of scale", source: "this page", variableCount: 1,
    make: { _ in Logarithmic() }, example: .grid([5, 0.2], logSpaced(10, 1e6, 12)))
]
