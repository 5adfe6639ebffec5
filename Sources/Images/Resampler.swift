internal import Foundation
internal import Requirements
public import Tasks

/// A resampler of images from one size to another by Lanczos's filter.
///
/// out[y, x] = Σᵢⱼ v[y, i] h[x, j] in[i, j],  weights of a row ∝ L((i + ½ − c) / s), c = (y + ½) · in/out,
/// s = max(1, in/out),  L(t) = sinc(t) sinc(t/3) for |t| < 3
///
/// - Source: Duchon 1979, "Lanczos Filtering in One and Two Dimensions"; a radius of 3 and weights normalized to 1 at the
///   borders, as PIL's `LANCZOS`.
/// - Differs: the passes are not rounded to bytes between, and the caller clips what overshoots 0...1.
public struct Resampler: Sendable {
  private let rows: Axis
  private let columns: Axis

  /// Creates a resampler from and to these sizes.
  public init(
    fromHeight: Int, width fromWidth: Int, toHeight: Int, width toWidth: Int, by method: Resampling = .lanczos
  ) {
    require(
      [fromHeight, fromWidth, toHeight, toWidth].allSatisfy { $0 > 0 },
      "\(fromHeight) × \(fromWidth) to \(toHeight) × \(toWidth); give sizes of at least 1")
    rows = Axis(from: fromHeight, to: toHeight, by: method)
    columns = Axis(from: fromWidth, to: toWidth, by: method)
  }

  /// Returns the image at the new size.
  public func callAsFunction(_ image: GreyImage) -> GreyImage {
    require(
      image.height == rows.from && image.width == columns.from,
      "an image of \(image.height) × \(image.width); this resampler takes \(rows.from) × \(columns.from)")
    let width = columns.from
    var tall = [Float](repeating: 0, count: rows.to * width)
    var values = [Float](repeating: 0, count: rows.to * columns.to)
    image.values.withUnsafeBufferPointer { input in
      tall.withUnsafeMutableBufferPointer { tall in
        for row in 0..<rows.to {
          // Whole rows at once: the compiler vectorizes these loops.
          let target = UnsafeMutableBufferPointer(rebasing: tall[row * width..<(row + 1) * width])
          for (offset, weight) in rows.weights[row].enumerated() {
            let first = (rows.starts[row] + offset) * width
            let source = UnsafeBufferPointer(rebasing: input[first..<first + width])
            for column in 0..<width { target[column] += weight * source[column] }
          }
        }
      }
    }
    tall.withUnsafeBufferPointer { tall in
      for column in 0..<columns.to {
        let first = columns.starts[column]
        columns.weights[column].withUnsafeBufferPointer { weights in
          for row in 0..<rows.to {
            var sum: Float = 0
            for offset in weights.indices { sum += weights[offset] * tall[row * width + first + offset] }
            values[row * columns.to + column] = sum
          }
        }
      }
    }
    return GreyImage(height: rows.to, width: columns.to, values: values)
  }
}

/// The weights along one axis: for each new position, the first old one and the weights from there on.
private struct Axis {
  let from: Int
  let to: Int
  let starts: [Int]
  let weights: [[Float]]

  init(from: Int, to: Int, by method: Resampling) {
    self.from = from
    self.to = to
    let ratio = Double(from) / Double(to), scale = max(1, ratio)
    let taps = (0..<to).map { position -> (start: Int, weights: [Float]) in
      let centre = (Double(position) + 0.5) * ratio
      guard method == .lanczos else { return (min(from - 1, Int(centre)), [1]) }
      let start = max(0, Int((centre - 3 * scale + 0.5).rounded(.down)))
      let end = min(from, Int((centre + 3 * scale + 0.5).rounded(.down)))
      let raw = (start..<end).map { Self.lanczos((Double($0) + 0.5 - centre) / scale) }
      let sum = raw.reduce(0, +)
      return (start, raw.map { Float($0 / sum) })
    }
    starts = taps.map(\.start)
    weights = taps.map(\.weights)
  }

  private static func lanczos(_ t: Double) -> Double {
    guard abs(t) < 3 else { return 0 }
    return t == 0 ? 1 : sin(.pi * t) / (.pi * t) * sin(.pi * t / 3) / (.pi * t / 3)
  }
}
