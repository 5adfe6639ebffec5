internal import CTorch
internal import Foundation
internal import Requirements

/// A format that keeps the numbers of a matrix in few bits: blocks of a scale, perhaps a minimum, and small whole numbers.
///
/// - Source: ggml; the layouts stand beside their decoding in `GGUFFormat`.
public enum BlockFormat: String, CaseIterable, Codable, Sendable {
  /// 32 numbers of 4, 5 and 8 bits with one scale, and in the odd ones with a minimum.
  case q4_0, q4_1, q5_0, q5_1, q8_0
  /// 256 numbers of 4, 5 and 6 bits whose parts have scales of their own.
  case q4_K, q5_K, q6_K

  var raw: ct_block_format {
    switch self {
    case .q4_0: ct_q4_0
    case .q4_1: ct_q4_1
    case .q5_0: ct_q5_0
    case .q5_1: ct_q5_1
    case .q8_0: ct_q8_0
    case .q4_K: ct_q4_k
    case .q5_K: ct_q5_k
    case .q6_K: ct_q6_k
    }
  }

  var stored: GGUFFormat {
    switch self {
    case .q4_0: .q4_0
    case .q4_1: .q4_1
    case .q5_0: .q5_0
    case .q5_1: .q5_1
    case .q8_0: .q8_0
    case .q4_K: .q4_K
    case .q5_K: .q5_K
    case .q6_K: .q6_K
    }
  }
}

/// A matrix whose numbers stay in blocks of few bits, on the CPU.
///
/// A product with few rows reads each block once and never makes the numbers in memory; one with many makes them first. There
/// is a gradient at what it is multiplied with, none at the matrix.
/// - Shapes: [rows, columns], columns a multiple of the format's block.
public struct QuantizedMatrix: Sendable {
  /// [rows, bytes of a row], uint8.
  public var blocks: Tensor
  /// The format of a row's bytes.
  public let format: BlockFormat

  /// Creates the matrix of these blocks.
  public init(blocks: Tensor, format: BlockFormat) {
    let bytes = format.stored.block.bytes
    require(
      blocks.rank == 2 && blocks.dtype == .uint8 && blocks.size(1) % bytes == 0,
      "QuantizedMatrix: \(blocks.shape) \(blocks.dtype) are no rows of \(bytes)-byte blocks of uint8")
    (self.blocks, self.format) = (blocks, format)
  }

  /// The number of rows.
  public var rows: Int { blocks.size(0) }
  /// The number of numbers in a row.
  public var columns: Int { blocks.size(1) / format.stored.block.bytes * format.stored.block.elements }

  /// The numbers, float32 [rows, columns].
  public var dequantized: Tensor { Self.numbers(blocks, format) }

  /// Returns the numbers of the rows at `index` [...], float32 [..., columns].
  public func rows(at index: Tensor) -> Tensor { Self.numbers(blocks.rows(at: index), format) }

  /// Returns x·Wᵀ of this W: x [..., columns] gives [..., rows], in the dtype of x.
  public func product(_ x: Tensor) -> Tensor {
    let wide = x.converted(to: .float32)
    return giving("product of \(x.shape) with quantized [\(rows), \(columns)]") {
      ct_quantized_linear(wide.raw, blocks.raw, format.raw, $0)
    }.converted(to: x.dtype)
  }

  private static func numbers(_ blocks: Tensor, _ format: BlockFormat) -> Tensor {
    giving("dequantized: \(blocks.shape)") { ct_dequantized(blocks.raw, format.raw, $0) }
  }
}

extension GGUF {
  /// Returns a matrix in the blocks that the file holds, or `nil` if it has no matrix in blocks of this name.
  public func matrix(_ name: String) -> QuantizedMatrix? {
    guard let entry = entries[name], entry.shape.count == 2,
      let format = BlockFormat.allCases.first(where: { $0.stored == entry.format })
    else { return nil }
    let block = entry.format.block
    let shape = [entry.shape[0], entry.shape[1] / block.elements * block.bytes]
    let blocks = data.withUnsafeBytes {
      Tensor(bytes: UnsafeRawBufferPointer(rebasing: $0[entry.bytes]), shape: shape, dtype: .uint8)
    }
    return QuantizedMatrix(blocks: blocks, format: format)
  }
}
