internal import Foundation
internal import Tensors

/// The angle a position turns each pair of features by, and the factor of cosines and sines.
///
/// fᵢ = base^(−2i/d), scaled; in float32, as every published code computes them: angles of far positions differ in float64.
struct RotaryFrequencies: Sendable {
  let frequencies: [Float]
  var factor: Float = 1

  /// The frequencies for heads of a width, in a network made for `longest` positions that reads `length` of them.
  init(_ settings: RotarySettings, headWidth: Int, longest: Int, length: Int) {
    let d = settings.turned(of: headWidth)
    func powers(_ base: Double) -> [Float] { (0..<(d / 2)).map { powf(Float(base), Float(2 * $0) / Float(d)) } }
    let plain = powers(settings.base).map { 1 / $0 }
    switch settings.scaling {
    case .none: frequencies = plain
    case .linear(let factor): frequencies = plain.map { $0 / Float(factor) }
    case .dynamic(let factor):
      let reach = Double(max(length, longest)) / Double(longest)
      let base = settings.base * pow(factor * reach - (factor - 1), Double(d) / Double(d - 2))
      frequencies = powers(base).map { 1 / $0 }
    case .llama3(let factor, let low, let high, let original):
      frequencies = plain.map { f in
        let wavelength = 2 * Float.pi / f
        if wavelength < Float(Double(original) / high) { return f }
        if wavelength > Float(Double(original) / low) { return f / Float(factor) }
        let mix = (Float(original) / wavelength - Float(low)) / Float(high - low)
        return (1 - mix) * f / Float(factor) + mix * f
      }
    case .yarn(let yarn):
      let ramp = Self.ramp(yarn, base: settings.base, d)
      frequencies = zip(powers(settings.base), ramp).map { power, share in
        1 / (Float(yarn.factor) * power) * share + 1 / power * (1 - share)
      }
      factor = Float(Self.attentionFactor(yarn))
    case .divided(let divisors): frequencies = zip(plain, divisors).map { $0 / Float($1) }
    }
  }

  /// How far each frequency is divided: 0 below the dimension of β_fast, 1 above that of β_slow.
  private static func ramp(_ yarn: RotarySettings.Yarn, base: Double, _ d: Int) -> [Float] {
    func dimension(_ turns: Double) -> Double {
      Double(d) * log(Double(yarn.original) / (turns * 2 * .pi)) / (2 * log(base))
    }
    var (low, high) = (dimension(yarn.fast), dimension(yarn.slow))
    if yarn.truncates { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    (low, high) = (max(low, 0), min(high, Double(d - 1)))
    if low == high { high += 0.001 }
    return (0..<(d / 2)).map { min(max((Float($0) - Float(low)) / Float(high - low), 0), 1) }
  }

  private static func attentionFactor(_ yarn: RotarySettings.Yarn) -> Double {
    if let factor = yarn.attentionFactor { return factor }
    func mixed(_ scale: Double) -> Double { RotarySettings.Yarn.usualAttentionFactor(yarn.factor, scale: scale) }
    guard let scales = yarn.scales, scales.count == 2 else { return mixed(1) }
    return mixed(scales[0]) / mixed(scales[1])
  }

  /// The table of positions [length] or [rows, length]: [length, d] or [rows, 1, length, d].
  func table(at positions: Tensor, dtype: DType) -> RotaryTable {
    let places = positions.converted(to: .float32).unsqueezed(-1)
    let half = places * Tensor(frequencies).moved(to: positions.device)  // [..., length, d/2]
    let angles = Tensor.concatenate([half, half], -1)
    func scaled(_ x: Tensor) -> Tensor {
      let y = (factor == 1 ? x : x * Double(factor)).converted(to: dtype)
      return y.rank == 3 ? y.unsqueezed(1) : y
    }
    return RotaryTable(cosines: scaled(angles.cos()), sines: scaled(angles.sin()))
  }
}

extension RotaryTable {
  init(cosines: Tensor, sines: Tensor) { (self.cosines, self.sines) = (cosines, sines) }

  /// How many features turn.
  var width: Int { cosines.size(-1) }

  /// Turns the first features of queries or keys [rows, heads, length, d], and leaves the rest.
  func turning(_ x: Tensor) -> Tensor {
    let (d, turned) = (x.size(-1), width)
    guard turned < d else { return self(x) }
    return .concatenate(
      [self(x.narrowed(-1, from: 0, length: turned)), x.narrowed(-1, from: turned, length: d - turned)], -1)
  }
}
