internal import Foundation
internal import MetaLearning

/// A common claim about a method's cost, beside what was measured.
public struct CostClaim: Hashable, Codable, Sendable {
  /// Whether the measurement agrees with the claim.
  public enum Verdict: String, Codable, Sendable {
    /// The measurement agrees.
    case confirmed
    /// The measurement disagrees.
    case refuted
    /// The method was not measured.
    case open
  }

  /// The claim.
  public let claim: String
  /// The setting of the measurement.
  public let setting: CostSetting
  /// The measured number, or `nil` if it was not measured.
  public let measured: Double?
  /// The least number that the claim allows, or `nil` for any.
  public let least: Double?
  /// The largest number that the claim allows.
  public let most: Double

  /// Whether the claim holds.
  public var verdict: Verdict {
    guard let measured else { return .open }
    return measured >= least ?? -.infinity && measured <= most ? .confirmed : .refuted
  }

  private enum CodingKeys: String, CodingKey { case claim, setting, measured, least, most, verdict }

  /// Encodes the claim with its verdict.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(claim, forKey: .claim)
    try container.encode(setting, forKey: .setting)
    try container.encodeIfPresent(measured, forKey: .measured)
    try container.encodeIfPresent(least, forKey: .least)
    try container.encode(most, forKey: .most)
    try container.encode(verdict, forKey: .verdict)
  }

  init(_ claim: String, at setting: CostSetting, _ measured: Double?, least: Double? = nil, most: Double) {
    (self.claim, self.setting, self.measured, self.least, self.most) = (claim, setting, measured, least, most)
  }

  /// Decodes the claim without its verdict, which follows.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    claim = try container.decode(String.self, forKey: .claim)
    setting = try container.decode(CostSetting.self, forKey: .setting)
    measured = try container.decodeIfPresent(Double.self, forKey: .measured)
    least = try container.decodeIfPresent(Double.self, forKey: .least)
    most = try container.decode(Double.self, forKey: .most)
  }
}

extension CostTable {
  /// The claims: ratios of memory and of time at the base point, recomputing at the largest measured number of inner
  /// steps.
  ///
  /// A ratio of times agrees if it is within a quarter of the claim.
  public var claims: [CostClaim] {
    let base = plan.base
    let long = base.with(.innerSteps, plan.innerSteps.max() ?? base.innerSteps)
    func bytes(_ method: String, _ setting: CostSetting) -> Double? { row(of: method, at: setting)?.byteRatio }
    func time(_ method: String, _ setting: CostSetting) -> Double? { row(of: method, at: setting)?.timeRatio }
    func quotient(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a / $0 } } }
    func memory(_ method: String, _ range: ClosedRange<Double>) -> CostClaim {
      CostClaim(
        "\(method) takes \(range.lowerBound.formatted())–\(range.upperBound.formatted()) × the memory of SGD", at: base,
        bytes(method, base), least: range.lowerBound, most: range.upperBound)
    }
    func compute(_ method: String, _ said: (multiple: Double, of: String)) -> CostClaim {
      CostClaim(
        "\(method) takes \(said.multiple.formatted()) × the time of \(said.of) (within a quarter)", at: base,
        quotient(time(method, base), time(said.of, base)), least: said.multiple * 0.75, most: said.multiple * 1.25)
    }
    func recomputing(_ method: String) -> [CostClaim] {
      let again = CostMethod(method, .recomputing).name
      return [
        CostClaim(
          "recomputing leaves at most 0.2 of \(method)'s memory", at: long,
          quotient(bytes(again, long), bytes(method, long)), most: 0.2),
        CostClaim(
          "recomputing takes at most 1.2 × the time of \(method)", at: long,
          quotient(time(again, long), time(method, long)), most: 1.2),
        CostClaim("recomputing \(method) takes at most 3 × the memory of SGD", at: long, bytes(again, long), most: 3),
        CostClaim(
          "with half the tasks at once at most 3 ×", at: long,
          bytes(CostMethod(method, .recomputingHalves).name, long), most: 3),
      ]
    }
    let said = MetaLearners.all.compactMap { entry in entry.cost.map { (entry.name, $0) } }
    let recomputed = MetaLearners.all.filter(\.isSaidToNeedMemory).map(\.name)
    return said.map { name, cost in memory(name, cost.memory) }
      + said.compactMap { name, cost in cost.time.map { compute(name, $0) } } + recomputed.flatMap(recomputing)
  }
}
