import Requirements

/// One measured number of a run: the loss at step 300.
///
/// A run has one value for a name and a step; recording it again replaces it, so a resumed run rewrites its steps.
/// Every `Double` survives the store: infinities as themselves, NaN (whatever its payload) as NULL, which is read as NaN.
public struct Metric: Hashable, Sendable {
  /// The name of the metric: "train/loss".
  public let name: String
  /// The step, from 0.
  public let step: Int
  /// The value, which may be NaN or infinite, so that a diverged run shows that it diverged.
  public let value: Double

  /// Creates a measurement. The step is not negative and the name not empty.
  public init(_ name: String, step: Int, value: Double) {
    require(step >= 0, "the step of metric \(name) is \(step); count steps from 0")
    require(!name.isEmpty, "a metric at step \(step) has no name; name what was measured")
    self.name = name
    self.step = step
    self.value = value
  }
}

extension Metric: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, step, value
  }

  /// Encodes the measurement, with "nan", "inf" and "-inf" for values that JSON has no numbers for.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(step, forKey: .step)
    if value.isFinite {
      try container.encode(value, forKey: .value)
    } else {
      try container.encode("\(value)", forKey: .value)
    }
  }

  /// Decodes a measurement that `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    step = try container.decode(Int.self, forKey: .step)
    if let number = try? container.decode(Double.self, forKey: .value) {
      value = number
    } else if let number = Double(try container.decode(String.self, forKey: .value)) {
      value = number
    } else {
      throw DecodingError.dataCorruptedError(forKey: .value, in: container, debugDescription: "not a number")
    }
  }
}
