import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct DTypeTests {
  @Test(arguments: DType.allCases)
  func zerosAndOnesAreThemselvesInEveryType(dtype: DType) {
    let x = numbers([0, 1, 1, 0]).converted(to: dtype)
    #expect(x.dtype == dtype)
    #expect(elements(x) == [0, 1, 1, 0])
  }

  @Test func sizesAreThoseOfTheSwiftTypes() {
    #expect(DType.float32.size == MemoryLayout<Float>.size)
    #expect(DType.float64.size == MemoryLayout<Double>.size)
    #expect(DType.int64.size == MemoryLayout<Int>.size)
    #expect(DType.int32.size == MemoryLayout<Int32>.size)
    #expect(DType.uint8.size == MemoryLayout<UInt8>.size)
    #expect(DType.bool.size == MemoryLayout<Bool>.size)
    #expect(DType.bfloat16.size == 2)
  }

  @Test func gradientsExistForFloatingPointAlone() {
    #expect(DType.allCases.filter(\.isFloatingPoint) == [.float32, .float64, .bfloat16])
  }

  @Test func bfloat16KeepsEightBitsOfPrecision() {
    let x = numbers([1 + 0x1p-7, 1 + 0x1p-9]).converted(to: .bfloat16)
    #expect(elements(x) == [1 + 0x1p-7, 1])
  }
}
