import Foundation
import Randomness
import Tensors
import Testing

/// Matrices in blocks of random bytes, with scales that are numbers.
private func matrix(_ format: BlockFormat, rows: Int, blocks: Int, seed: UInt64) -> QuantizedMatrix {
  // Bytes of a block, and where its half-precision numbers lie.
  let (bytes, scales): (Int, [Int]) =
    switch format {
    case .q4_0: (18, [0])
    case .q4_1: (20, [0, 2])
    case .q5_0: (22, [0])
    case .q5_1: (24, [0, 2])
    case .q8_0: (34, [0])
    case .q4_K: (144, [0, 2])
    case .q5_K: (176, [0, 2])
    case .q6_K: (210, [208])
    }
  var generator = Generator(seed: seed)
  var data = (0..<(rows * blocks * bytes)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  for block in 0..<(rows * blocks) {
    for scale in scales {
      let bits = Float16(Float.random(in: -0.1...0.1, using: &generator)).bitPattern
      data[block * bytes + scale] = UInt8(bits & 255)
      data[block * bytes + scale + 1] = UInt8(bits >> 8)
    }
  }
  return QuantizedMatrix(blocks: Tensor(data, shape: [rows, blocks * bytes]), format: format)
}

extension QuantizedMatrix {
  /// The same blocks as a GGUF file, whose reader is the reference.
  fileprivate func reread() throws -> Tensor {
    let numbers: [BlockFormat: UInt32] = [
      .q4_0: 2, .q4_1: 3, .q5_0: 6, .q5_1: 7, .q8_0: 8, .q4_K: 12, .q5_K: 13, .q6_K: 14,
    ]
    var file = Data("GGUF".utf8)
    func add(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { file.append(contentsOf: $0) }
    }
    add(UInt32(3))
    add(UInt64(1))
    add(UInt64(0))
    add(UInt64(1))
    file.append(UInt8(ascii: "w"))
    add(UInt32(2))
    add(UInt64(columns))
    add(UInt64(rows))
    add(numbers[format]!)
    add(UInt64(0))
    file.append(Data(count: (32 - file.count % 32) % 32))
    file.append(contentsOf: blocks.scalars(UInt8.self))
    let read = try GGUF(decoding: file)
    let again = try #require(read.matrix("w"))
    #expect(again.format == format && again.blocks.scalars(UInt8.self) == blocks.scalars(UInt8.self))
    return try #require(read.tensor("w"))
  }
}

@Suite(.enabled(if: Torch.isAvailable)) struct QuantizedMatrixTests {
  @Test(arguments: BlockFormat.allCases) func itsNumbersAreThoseOfTheReader(format: BlockFormat) throws {
    let matrix = matrix(format, rows: 5, blocks: 3, seed: 1)
    let (own, reference) = (matrix.dequantized, try matrix.reread())
    #expect(own.shape == [matrix.rows, matrix.columns] && own.shape == reference.shape)
    #expect(distance(own, reference) < 1e-6 * reference.magnitude().max().item)
    let picked = matrix.rows(at: Tensor([4, 0, 4], shape: [3, 1]))
    #expect(picked.shape == [3, 1, matrix.columns])
    #expect(distance(picked[0][0], own[4]) == 0 && distance(picked[1][0], own[0]) == 0)
  }

  @Test(arguments: BlockFormat.allCases, [1, 2, 3, 7, 12, 13, 40])
  func productsAreThoseOfTheNumbers(format: BlockFormat, rows: Int) {
    let matrix = matrix(format, rows: 33, blocks: 2, seed: 2)
    var generator = Generator(seed: 3)
    let x = Tensor.normal([rows, matrix.columns], using: &generator)
    let expected = x.converted(to: .float64).matmul(matrix.dequantized.converted(to: .float64).transposed())
    #expect(distance(matrix.product(x), expected) < 1e-5 * expected.magnitude().max().item)
  }

  @Test func shapesAreThoseOfALinearMap() {
    let matrix = matrix(.q4_1, rows: 6, blocks: 2, seed: 4)
    #expect(matrix.product(.ones([2, 3, 64])).shape == [2, 3, 6])
    #expect(matrix.product(.ones([64])).shape == [6])
    #expect(matrix.product(Tensor.ones([1, 64]).converted(to: .bfloat16)).dtype == .bfloat16)
  }

  @Test(arguments: [2, 40]) func theGradientAtTheInputIsThatOfTheNumbers(rows: Int) {
    let matrix = matrix(.q5_K, rows: 9, blocks: 1, seed: 5)
    var generator = Generator(seed: 6)
    let x = Tensor.normal([rows, 256], using: &generator).leaf()
    let own = gradients(of: [matrix.product(x).squared().sum()], at: [x])[0]
    let expected = gradients(of: [x.linear(matrix.dequantized).squared().sum()], at: [x])[0]
    #expect(distance(own, expected) < 1e-5 * expected.magnitude().max().item)
  }
}
