internal import Tensors

/// A leaf of a decoder and the tensors of a file that hold it, one after another along its first axis.
struct DecoderTensor {
  /// One tensor of a file.
  struct Part {
    /// Its name there.
    let name: String
    /// Its rows of the leaf.
    let rows: Int
    /// How it differs from them.
    let form: Form
  }

  /// How a tensor of a file differs from the leaf.
  enum Form {
    /// Not at all.
    case plain
    /// [in, out], as GPT-2 stores its linear maps.
    case transposed
    /// Rows of each head in the order of rotations over neighbours: row 2i + s of the file is row s · d/2 + i here.
    case interleaved(heads: Int)
    /// Greater by this.
    case greater(by: Double)
  }

  /// The leaf's path.
  let leaf: String
  let parts: [Part]
}

extension DecoderTensor.Form {
  /// The shape in a file of rows of a leaf.
  func shape(_ leaf: [Int]) -> [Int] {
    if case .transposed = self { leaf.reversed() } else { leaf }
  }

  /// What a leaf holds, of what the file does.
  func read(_ x: Tensor) -> Tensor {
    switch self {
    case .plain: x
    case .transposed: x.transposed()
    case .interleaved(let heads): Self.exchanged(x, heads, 2)
    case .greater(let offset): x - offset
    }
  }

  /// What the file holds, of what a leaf does.
  func written(_ x: Tensor) -> Tensor {
    switch self {
    case .plain: x
    case .transposed: x.transposed()
    case .interleaved(let heads): Self.exchanged(x, heads, -2)
    case .greater(let offset): x + offset
    }
  }

  /// Rows [heads, a, b] as [heads, b, a]: b is 2, or a is.
  private static func exchanged(_ x: Tensor, _ heads: Int, _ two: Int) -> Tensor {
    let (shape, half) = (x.shape, x.size(0) / heads / 2)
    let apart = x.reshaped(two > 0 ? [heads, half, 2, -1] : [heads, 2, half, -1])
    return apart.transposed(1, 2).reshaped(shape)
  }
}
