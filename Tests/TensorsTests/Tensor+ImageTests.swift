import Randomness
import Tensors
import TestSupport
import Testing

/// A sliding window and the images it slides over.
struct Sliding: Sendable, CustomStringConvertible {
  var height = 5
  var width = 6
  var channels = 2
  var size = 3
  var stride = 1
  var padding = 0
  var description: String { "\(height)x\(width)x\(channels) by \(size), stride \(stride), padding \(padding)" }

  static let all = [
    Sliding(), Sliding(stride: 2, padding: 1), Sliding(channels: 1, stride: 2, padding: 1),
    Sliding(height: 4, width: 3, channels: 8, padding: 2), Sliding(channels: 11, stride: 3, padding: 1),
    Sliding(height: 2, width: 2, channels: 9, stride: 2, padding: 1), Sliding(size: 1, stride: 2),
    Sliding(size: 2, stride: 2), Sliding(height: 1, width: 4, padding: 3), Sliding(channels: 3, size: 5, padding: 2),
  ]

  func patches(_ x: Tensor) -> Tensor { x.patches(size: size, stride: stride, padding: padding) }
  func folded(_ p: Tensor) -> Tensor {
    p.folded(height: height, width: width, size: size, stride: stride, padding: padding)
  }
}

@Suite(.enabled(if: Torch.isAvailable)) struct TensorImageTests {
  @Test func aPatchIsAWindowRowByRow() {
    let image = numbers((0..<18).map(Double.init), [1, 3, 3, 2])
    let cut = image.patches(size: 2)
    #expect(cut.shape == [1, 2, 2, 8])
    #expect(elements(cut[0][1][0]) == [6, 7, 8, 9, 12, 13, 14, 15])
    #expect(elements(image.patches(size: 3, padding: 1)[0][0][0]).prefix(8) == [0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test(arguments: Sliding.all, [DType.float64, .float32])
  func foldingIsTheTransposeOfCutting(_ window: Sliding, dtype: DType) {
    let x = random([3, window.height, window.width, window.channels], 1, dtype)
    let cut = window.patches(x)
    let p = random(cut.shape, 2, dtype)
    let (one, other) = ((cut * p).total(), (x * window.folded(p)).total())
    #expect(abs(one - other) < (dtype == .float64 ? 1e-10 : 1e-3))
    // The way for other dtypes and devices, which bfloat16 takes, moves the same numbers.
    let short = x.converted(to: .bfloat16)
    #expect(distance(window.patches(short), window.patches(short.converted(to: dtype))) == 0)
  }

  @Test(arguments: Sliding.all)
  func eachIsTheOthersGradientAnyNumberOfTimes(_ window: Sliding) {
    let x = random([1, window.height, window.width, window.channels], 3)
    let cubic: (Tensor) -> Tensor = {
      let p = window.patches($0); return (p.squared() * p).sum()
    }
    #expect(distance(gradient(at: x, cubic), finiteDifferences(at: x, cubic)) < 1e-6)
    let second = slope(of: cubic)
    #expect(distance(gradient(at: x, second), finiteDifferences(at: x, second)) < 1e-6)
    let p = random(window.patches(x).shape, 4)
    let folding = slope {
      let y = window.folded($0); return (y.squared() * y).sum()
    }
    #expect(distance(gradient(at: p, folding), finiteDifferences(at: p, folding)) < 1e-5)
  }

  @Test(arguments: [1, 2, 3])
  func poolingIsLibtorchs(_ size: Int) {
    let x = random([3, 7, 6, 11], 8)
    let tall = x.narrowed(1, from: 0, length: 7 / size * size).narrowed(2, from: 0, length: 6 / size * size)
    let expected = tall.reshaped(3, 7 / size, size, 6 / size, size, 11).max(2, 4)
    #expect(distance(x.maxPooled(size), expected) == 0)
    let short = x.converted(to: .bfloat16)
    #expect(distance(short.maxPooled(size), short.converted(to: .float64).maxPooled(size)) == 0)
  }

  @Test func poolingHasTheGradientOfItsLargestTwice() {
    let x = random([2, 5, 4, 3], 9)
    let cubic: (Tensor) -> Tensor = {
      let y = $0.maxPooled(); return (y.squared() * y).sum()
    }
    #expect(distance(gradient(at: x, cubic), finiteDifferences(at: x, cubic)) < 1e-6)
    let second = slope(of: cubic)
    #expect(distance(gradient(at: x, second), finiteDifferences(at: x, second)) < 1e-6)
    // Of equal numbers the first has all of the gradient.
    let even = gradient(at: .ones([1, 2, 2, 1], dtype: .float64)) { $0.maxPooled().sum() }
    #expect(elements(even) == [1, 0, 0, 0])
    let broken = numbers([1, .nan, 3, 2], [1, 2, 2, 1]).maxPooled()
    #expect(broken.item.isNaN)
  }

  @Test func windowsThatDoNotFitTrap() async {
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([1, 2, 2, 1]).patches(size: 3) }
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([2, 2, 1]).patches(size: 1) }
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([1, 3, 3, 9]).folded(height: 9, width: 9) }
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([1, 1, 4, 1]).maxPooled() }
  }
}
