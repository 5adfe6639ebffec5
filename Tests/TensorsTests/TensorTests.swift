import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorTests {
  @Test func aTensorKnowsItsForm() {
    let x = Tensor.zeros([2, 3, 4], dtype: .bfloat16)
    #expect(x.shape == [2, 3, 4])
    #expect(x.rank == 3)
    #expect(x.count == 24)
    #expect(x.dtype == .bfloat16)
    #expect(x.device == .cpu)
    #expect(x.size(1) == 3)
    #expect(x.size(-1) == 4)
    #expect(Tensor(1).shape.isEmpty)
    #expect(Tensor(1).count == 1)
  }

  @Test func aTensorIsAValue() {
    let x = numbers([1, 2, 3])
    var y = x
    y += numbers([1, 1, 1])
    y -= numbers([0, 1, 0])
    #expect(elements(x) == [1, 2, 3])
    #expect(elements(y) == [2, 2, 4])
    let rows = Tensor.zeros([3, 2])
    _ = rows.replacingRows(Tensor([1]), with: .ones([1, 2]))
    #expect(elements(rows) == [0, 0, 0, 0, 0, 0])
  }

  @Test func theNumbersOfASmallTensorAreShown() {
    #expect(numbers([1, 2]).description == "Tensor[2] float64 [1.0, 2.0]")
    #expect(Tensor.zeros([17]).description == "Tensor[17] float32")
  }

  @Test func misuseSaysBothShapes() async {
    let result = await #expect(processExitsWith: .trap, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([2, 3]).matmul(.zeros([4, 5]))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("matmul of [2, 3] and [4, 5]"))
  }

  /// In a process of its own, where no other test holds a tensor.
  @Test func aHandleThatIsLetGoOfIsFreed() async {
    await #expect(processExitsWith: .success) {
      let before = Tensor.liveCount
      var held: Tensor? = Tensor.ones([3])
      #expect(Tensor.liveCount == before + 1)
      held = held.map { ($0 + 1).exp().sum() }
      #expect(Tensor.liveCount == before + 1)
      held = nil
      #expect(Tensor.liveCount == before)
    }
  }
}
