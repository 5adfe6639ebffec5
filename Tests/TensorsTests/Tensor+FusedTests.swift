import Foundation
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorFusedTests {
  @Test(arguments: [(DType.float64, 1e-12), (.float32, 2e-5)], [8, 13, 64])
  func aNormedSumIsItsFormulaToTheSecondDerivative(_ kind: (DType, Double), width: Int) {
    let inputs = [random([3, 5, width], 1, kind.0), random([3, 5, width], 2, kind.0)]
    let fused = derivatives(inputs) { .normedSum($0[0], $0[1], epsilon: 1e-5) }
    let plain = derivatives(inputs) {
      let s = $0[0] + $0[1]
      return s * (s.squared().mean(-1, keeping: true) + 1e-5).reciprocalSquareRoot()
    }
    #expect(relativeDistance(fused, plain) < kind.1)
  }

  @Test(arguments: [(DType.float64, 1e-12), (.float32, 2e-5)], [8, 13, 64])
  func aGateIsItsFormulaToTheSecondDerivative(_ kind: (DType, Double), width: Int) {
    let inputs = [random([3, 5, 2 * width], 3, kind.0) * 4]
    let fused = derivatives(inputs) { $0[0].gated() }
    let plain = derivatives(inputs) {
      let halves = $0[0].split(2, -1)
      return halves[0].silu() * halves[1]
    }
    #expect(relativeDistance(fused, plain) < kind.1)
  }

  @Test func aGateOfHugeNumbersIsFinite() {
    let x = Tensor([Float](repeating: -1000, count: 8) + [1000, 90, -90, 0, 1, 88, -88, 87], shape: [1, 16])
    #expect(x.gated().isFinite().all().item == 1)
    let y = Tensor([Float](repeating: 1000, count: 8) + [Float](repeating: 2, count: 8), shape: [1, 16])
    #expect(y.gated().scalars(Float.self) == [Float](repeating: 2000, count: 8))
  }

  @Test(arguments: [4, 16, 20], [true, false])
  func attentionPartsAreViewsTurned(_ d: Int, turns: Bool) {
    let (rows, length, heads) = (2, 5, 3)
    let angles = random([length, d], 5, .float64)
    let (cosines, sines) = (angles.cos(), angles.sin())
    let x = random([rows, length, 3 * heads * d], 4, .float64)
    let weights = (0..<3).map { random([rows, heads, length, d], 6 + UInt64($0), .float64) }
    func total(_ q: Tensor, _ k: Tensor, _ v: Tensor) -> Tensor {
      (q.squared() * weights[0] * k + v.squared() * weights[2] * weights[1])
    }
    let fused = derivatives([x]) {
      let parts = $0[0].attentionParts(heads: heads, angles: turns ? (cosines, sines) : nil)
      return total(parts.query, parts.key, parts.value)
    }
    let plain = derivatives([x]) {
      let parts = $0[0].reshaped(rows, length, 3, heads, d).permuted(2, 0, 3, 1, 4)
      func turned(_ a: Tensor) -> Tensor {
        guard turns else { return a }
        let halves = a.split(2, -1)
        return a * cosines + Tensor.concatenate([-halves[1], halves[0]], -1) * sines
      }
      return total(turned(parts[0]), turned(parts[1]), parts[2])
    }
    #expect(relativeDistance(fused, plain) < 1e-12)
  }

  @Test(arguments: [true, false])
  func aStepOfAdamIsItsFormula(_ isAngle: Bool) {
    let step = AdamStep(
      firstWeight: 0.1, secondWeight: 0.05, keep: 0.99, rate: 0.02, scale: 1.7, epsilon: 1e-8, isAngle: isAngle)
    let (p, g, m, v) = (
      random([7], 1, .float64), random([7], 2, .float64), random([7], 3, .float64), random([7], 4, .float64).squared()
    )
    let next = step([p], [g], first: [m], second: [v])
    let (mean, square) = (m * 0.9 + g * 0.1, v * 0.95 + g.squared() * 0.05)
    let size = square.squareRoot() * 1.7
    let direction = isAngle ? mean.atan2(size) : mean / (size + 1e-8)
    #expect(
      relativeDistance(next.first + next.second + next.parameters, [mean, square, p * 0.99 - direction * 0.02]) < 1e-14)
    let fresh = step([p], [g], first: nil, second: nil)
    #expect(relativeDistance(fresh.first + fresh.second, [g * 0.1, g.squared() * 0.05]) < 1e-14)
  }
}
