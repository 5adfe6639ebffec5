/// A law with some parameters pinned: published exponents, an irreducible loss that was measured elsewhere.
///
/// The others are fitted as usual; a pinned one does not count as a parameter.
public struct PinnedLaw: ScalingLaw {
  private let base: any ScalingLaw
  /// The value of each parameter of the base that is pinned, or `nil` for one that is fitted.
  private let pins: [Double?]

  /// Pins these parameters to these values.
  public init(_ base: any ScalingLaw, _ values: [String: Double]) throws(ScalingError) {
    let names = base.parameters.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !names.contains($0) }) {
      throw .unknownParameter(law: base.name, name: unknown, parameters: names)
    }
    for parameter in base.parameters {
      guard let value = values[parameter.name], !parameter.domain.contains(value) else { continue }
      throw .outsideDomain(law: base.name, name: parameter.name, value: value, domain: parameter.domain)
    }
    self.init(base: base, pins: names.map { values[$0] })
  }

  private init(base: any ScalingLaw, pins: [Double?]) {
    self.base = base
    self.pins = pins
  }

  /// The base's name.
  public var name: String { base.name }
  /// The base's formula, with the pinned values.
  public var formula: String {
    let values = zip(base.parameters, pins).compactMap { parameter, value in value.map { "\(parameter.name) = \($0)" } }
    return ([base.formula] + values).joined(separator: ", ")
  }
  /// The base's variables.
  public var variables: [LawVariable] { base.variables }
  /// The number of spent variables, 0: pinned values determine what the rows do not.
  public var spentVariables: Int { 0 }
  /// The parameters that are not pinned.
  public var parameters: [LawParameter] { zip(base.parameters, pins).filter { $0.1 == nil }.map(\.0) }

  /// Returns the base's value with the pinned parameters in their places.
  public func evaluate(_ x: Point, _ parameters: [Dual]) -> Dual { base.evaluate(x, whole(parameters) { Dual($0) }) }

  /// Returns the base's values with the pinned parameters in their places.
  public func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual] {
    base.evaluate(points, whole(parameters) { Dual($0) })
  }

  /// Returns the quantities that follow from all parameters, pinned or not.
  public func derived(_ parameters: [Double]) -> [DerivedQuantity] { base.derived(whole(parameters) { $0 }) }

  /// Returns the law with its base prepared for the observations.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw {
    PinnedLaw(base: try base.prepared(for: observations), pins: pins)
  }

  /// Returns the base's starts without the pinned parameters.
  public func starts(for observations: Observations) -> [[Double]] {
    base.starts(for: observations).map { start in zip(start, pins).filter { $0.1 == nil }.map(\.0) }
  }

  private func whole<Value>(_ free: [Value], _ constant: (Double) -> Value) -> [Value] {
    var rest = free.makeIterator()
    return pins.compactMap { value in value.map(constant) ?? rest.next() }
  }
}
