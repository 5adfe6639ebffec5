import Tensors
import TestSupport
import Testing

/// Channels last to channels first.
private func first(_ x: Tensor) -> Tensor { x.permuted(0, 3, 1, 2) }

/// libtorch's convolution of the same numbers.
private func plain(_ x: Tensor, _ weight: Tensor, _ window: Sliding) -> Tensor {
  let k = window.size
  return first(x).convolved(
    weight.reshaped(-1, k, k, window.channels).permuted(0, 3, 1, 2), stride: window.stride, padding: window.padding
  ).permuted(0, 2, 3, 1)
}

/// The same, with a weight for each task, one task after the other.
private func looped(_ x: Tensor, _ weights: Tensor, _ window: Sliding) -> Tensor {
  let (tasks, examples) = (weights.size(0), x.size(0) / weights.size(0))
  return .concatenate(
    (0..<tasks).map { plain(x[$0 * examples..<($0 + 1) * examples], weights[$0], window) }, 0)
}

private func ours(_ x: Tensor, _ weight: Tensor, _ window: Sliding) -> Tensor {
  x.convolvedChannelsLast(weight, size: window.size, stride: window.stride, padding: window.padding)
}

private let windows =
  Sliding.all + [
    Sliding(channels: 16, stride: 2, padding: 1), Sliding(height: 3, width: 2, channels: 70, padding: 1),
    Sliding(height: 4, width: 4, channels: 37, stride: 2, padding: 1),
  ]

@Suite(.enabled(if: Torch.isAvailable)) struct TensorConvolutionTests {
  /// Results of 1 to 70 channels: whole registers, parts of them, and both.
  @Test(arguments: windows, [1, 5, 8, 22, 70])
  func aConvolutionIsLibtorchsToTheSecondDerivative(_ window: Sliding, out: Int) {
    let x = random([6, window.height, window.width, window.channels], 5)
    let patch = window.size * window.size * window.channels
    let weight = random([out, patch], 6)
    let shared = { (of: (Tensor, Tensor, Sliding) -> Tensor) in
      derivatives([x, weight]) { of($0[0], $0[1], window).squared() }
    }
    #expect(relativeDistance(shared(ours), shared(plain)) < 1e-11)
    let weights = random([3, out, patch], 7)
    let each = { (of: (Tensor, Tensor, Sliding) -> Tensor) in
      derivatives([x, weights]) { of($0[0], $0[1], window).squared() }
    }
    #expect(relativeDistance(each(ours), each(looped)) < 1e-11)
  }

  @Test(arguments: windows)
  func float32DiffersByItsRounding(_ window: Sliding) {
    let x = random([4, window.height, window.width, window.channels], 8)
    let weights = random([2, 33, window.size * window.size * window.channels], 9)
    let exact = derivatives([x, weights]) { ours($0[0], $0[1], window) }
    let short = derivatives([x, weights].map { $0.converted(to: .float32) }) { ours($0[0], $0[1], window) }
    #expect(relativeDistance(Array(short.prefix(1)), Array(exact.prefix(1))) < 1e-5)
  }

  @Test func aSharedWeightIsOneForEachTask() {
    let (x, weight) = (random([6, 5, 5, 9], 10), random([4, 81], 11))
    let shared = derivatives([x, weight]) { ours($0[0], $0[1], Sliding(channels: 9)) }
    let expanded = derivatives([x, weight]) { ours($0[0], $0[1].expanded([3, 4, 81]), Sliding(channels: 9)) }
    #expect(relativeDistance(shared, expanded) < 1e-12)
  }

  /// More images than one group of the loops holds, and a last group that is not full.
  @Test func manyImagesAreTheirParts() {
    let window = Sliding(height: 9, width: 9, channels: 8, padding: 1)
    let (x, weight) = (random([29, 9, 9, 8], 12), random([3, 72], 13))
    #expect(
      relativeDistance(
        derivatives([x, weight]) { ours($0[0], $0[1], window) },
        derivatives([x, weight]) { plain($0[0], $0[1], window) }
      ) < 1e-11)
  }

  /// The way for other dtypes and devices, which bfloat16 takes.
  @Test(arguments: Sliding.all)
  func libtorchsWayIsTheSame(_ window: Sliding) {
    let x = random([4, window.height, window.width, window.channels], 14, .bfloat16)
    let weights = random([2, 3, window.size * window.size * window.channels], 15, .bfloat16)
    let exact = ours(x.converted(to: .float64), weights.converted(to: .float64), window)
    #expect(relativeDistance([ours(x, weights, window)], [exact]) < 0.02)
  }

  @Test func slopesAreFiniteDifferences() {
    let window = Sliding(height: 3, width: 4, channels: 2, stride: 2, padding: 1)
    let (x, weights) = (random([2, 3, 4, 2], 16), random([2, 3, 18], 17))
    let ofImage = { (x: Tensor) in
      let y = ours(x, weights, window); return (y.squared() * y).sum()
    }
    let ofWeight = { (w: Tensor) in
      let y = ours(x, w, window); return (y.squared() * y).sum()
    }
    for (f, at) in [(ofImage, x), (ofWeight, weights), (slope(of: ofImage), x), (slope(of: ofWeight), weights)] {
      let differences = finiteDifferences(at: at, f)
      #expect(relativeDistance([gradient(at: at, f)], [differences]) < 1e-6)
    }
  }

  @Test func weightsThatDoNotFitTrap() async {
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([3, 4, 4, 1]).convolvedChannelsLast(.ones([2, 8, 9]))
    }
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([4, 4, 4, 1]).convolvedChannelsLast(.ones([2, 8, 10]))
    }
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([4, 4, 4, 1]).convolvedChannelsLast(.ones([9]))
    }
  }
}
