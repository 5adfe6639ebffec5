import Tensors
import TestSupport
import Testing

/// The formula, in operations that libtorch differentiates.
private func plain(_ x: Tensor, _ scale: Tensor?, _ shift: Tensor?, _ rectified: Bool, _ epsilon: Double) -> Tensor {
  let spread = (x.variance(1, keeping: true) + epsilon).reciprocalSquareRoot()
  var y = (x - x.mean(1, keeping: true)) * spread
  if let scale, let shift {
    func lined(_ t: Tensor) -> Tensor { t.rank == 1 ? t : t.unsqueezed(1) }
    y = y * lined(scale) + lined(shift)
  }
  return rectified ? y.relu() : y
}

@Suite(.enabled(if: Torch.isAvailable)) struct TensorStandardizedTests {
  /// 1 to 70 channels: whole registers, parts of them, and both.
  @Test(arguments: [1, 3, 8, 24, 70], [true, false])
  func itIsItsFormulaToTheSecondDerivative(_ channels: Int, rectified: Bool) {
    let x = random([3, 7, channels], 1) * 3 + 2
    let bare = { (of: (Tensor) -> Tensor) in derivatives([x]) { of($0[0]) } }
    #expect(
      relativeDistance(
        bare { $0.standardized(rectified: rectified, epsilon: 1e-3) },
        bare { plain($0, nil, nil, rectified, 1e-3) }) < 1e-9)
    for shape in [[channels], [3, channels]] {
      let inputs = [x, random(shape, 2), random(shape, 3)]
      let fused = derivatives(inputs) {
        $0[0].standardized(scale: $0[1], shift: $0[2], rectified: rectified, epsilon: 1e-3)
      }
      let composed = derivatives(inputs) { plain($0[0], $0[1], $0[2], rectified, 1e-3) }
      #expect(relativeDistance(fused, composed) < 1e-9)
    }
  }

  @Test func float32DiffersByItsRounding() {
    let inputs = [random([2, 50, 33], 4), random([33], 5), random([33], 6)]
    let exact = derivatives(inputs) { $0[0].standardized(scale: $0[1], shift: $0[2]) }
    let short = derivatives(inputs.map { $0.converted(to: .float32) }) {
      $0[0].standardized(scale: $0[1], shift: $0[2])
    }
    // Value, then gradients of inputs, scale and shift.
    #expect(relativeDistance(Array(short.prefix(4)), Array(exact.prefix(4))) < 1e-4)
  }

  @Test func slopesAreFiniteDifferences() {
    let (x, scale, shift) = (random([2, 4, 3], 7), random([2, 3], 8), random([3], 9))
    let ofRows = { (x: Tensor) in
      let y = x.standardized(scale: scale, shift: shift, rectified: true)
      return (y.squared() * y).sum()
    }
    let ofScale = { (scale: Tensor) in
      let y = x.standardized(scale: scale, shift: shift, rectified: true)
      return (y.squared() * y).sum()
    }
    for (f, at) in [(ofRows, x), (ofScale, scale), (slope(of: ofRows), x), (slope(of: ofScale), scale)] {
      #expect(relativeDistance([gradient(at: at, f)], [finiteDifferences(at: at, step: 1e-6, f)]) < 1e-6)
    }
  }

  @Test func rowsOfATaskHaveMeanZeroAndVarianceOne() {
    let x = random([4, 9, 5], 10) * 7 - 3
    let y = x.standardized(epsilon: 0)
    #expect(y.mean(1).magnitude().max().item < 1e-12)
    #expect((y.variance(1) - 1).magnitude().max().item < 1e-12)
    // One task's rows do not touch another's.
    #expect(distance(x[1..<2].standardized(epsilon: 0), y[1..<2]) == 0)
  }

  @Test func brokenNumbersStayVisible() {
    let y = numbers([.nan, 1, 2, 3], [1, 2, 2]).standardized(rectified: true)
    #expect(elements(y).map(\.isNaN) == [true, false, true, false])
  }

  /// The way for other dtypes and devices, which bfloat16 takes.
  @Test func libtorchsWayIsTheSame() {
    let inputs = [random([2, 8, 3], 11), random([3], 12), random([2, 3], 13)]
    let exact = inputs[0].standardized(scale: inputs[1], shift: inputs[2].mean(0), rectified: true)
    let short = inputs.map { $0.converted(to: .bfloat16) }
    let other = short[0].standardized(
      scale: short[1], shift: inputs[2].mean(0).converted(to: .bfloat16), rectified: true)
    #expect(relativeDistance([other], [exact]) < 0.05)
  }

  @Test func whatDoesNotFitTraps() async {
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([2, 3]).standardized() }
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([2, 3, 4]).standardized(scale: .ones([3]), shift: .ones([4]))
    }
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([2, 3, 4]).standardized(scale: .ones([4]))
    }
    let result = await #expect(processExitsWith: .trap, observing: [\.standardErrorContent]) {
      withGradient {
        let x = Tensor.ones([2, 3, 4]).leaf()
        let y = x.standardized().squared().sum()
        _ = gradients(of: [y], at: [x], createGraph: true)
      }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("built for one gradient"))
  }
}
