/// A law some of whose parameters are known: published exponents, an irreducible loss measured elsewhere.
///
/// The others are fitted as ever; what is held counts as no parameter.
public struct HeldLaw: ScalingLaw {
  private let base: any ScalingLaw
  /// The value of each parameter of the base that is held, nil for those that are fitted.
  private let held: [Double?]

  /// The law with these parameters held at these values.
  public init(_ base: any ScalingLaw, _ values: [String: Double]) throws(ScalingError) {
    let names = base.parameters.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !names.contains($0) }) {
      throw .unknownParameter(law: base.name, name: unknown, parameters: names)
    }
    for parameter in base.parameters {
      guard let value = values[parameter.name], !parameter.domain.contains(value) else { continue }
      throw .outsideDomain(law: base.name, name: parameter.name, value: value, domain: parameter.domain)
    }
    self.init(base: base, held: names.map { values[$0] })
  }

  private init(base: any ScalingLaw, held: [Double?]) {
    self.base = base
    self.held = held
  }

  /// The base's name.
  public var name: String { base.name }
  /// The base's formula, with what is held.
  public var formula: String {
    let values = zip(base.parameters, held).compactMap { parameter, value in value.map { "\(parameter.name) = \($0)" } }
    return ([base.formula] + values).joined(separator: ", ")
  }
  /// The base's variables.
  public var variables: [LawVariable] { base.variables }
  /// The parameters that are not held.
  public var parameters: [LawParameter] { zip(base.parameters, held).filter { $0.1 == nil }.map(\.0) }

  /// The base's value with the held parameters put in their places.
  public func evaluate(_ x: Point, _ parameters: [Dual]) -> Dual { base.evaluate(x, whole(parameters) { Dual($0) }) }

  /// The base's values, likewise.
  public func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual] {
    base.evaluate(points, whole(parameters) { Dual($0) })
  }

  /// What follows from all parameters, held or not.
  public func derived(_ parameters: [Double]) -> [DerivedQuantity] { base.derived(whole(parameters) { $0 }) }

  /// The base made ready.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw {
    HeldLaw(base: try base.prepared(for: observations), held: held)
  }

  /// The base's starts without what is held.
  public func starts(for observations: Observations) -> [[Double]] {
    base.starts(for: observations).map { start in zip(start, held).filter { $0.1 == nil }.map(\.0) }
  }

  private func whole<Value>(_ free: [Value], _ constant: (Double) -> Value) -> [Value] {
    var rest = free.makeIterator()
    return held.compactMap { value in value.map(constant) ?? rest.next() }
  }
}
