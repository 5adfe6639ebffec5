import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TaskTableTests {
  @Test func rowsStartAtZeroAndAreLookedUp() {
    var table = TaskTable(count: 4, width: 2)
    #expect(table.count == 4)
    #expect(elements(table(Tensor([1, 3]))) == [0, 0, 0, 0])
    table.weight = numbers([1, 2, 3, 4, 5, 6, 7, 8], [4, 2])
    #expect(elements(table(Tensor([3, 0]))) == [7, 8, 1, 2])
    #expect(elements(table.mean) == [4, 5])
    #expect(table.names == ["weight"])
  }

  @Test func aRowThatIsNotInTheBatchDoesNotChange() {
    var table = TaskTable(count: 4, width: 2)
    table.weight = numbers([1, 2, 3, 4, 5, 6, 7, 8], [4, 2])
    table.update(at: Tensor([2, 0]), with: numbers([1, -1, 0, 5], [2, 2]), rate: 0.5, weightDecay: 0.2)
    // p · (1 − 0.1) − 0.5 · sign(g)
    #expect(distance(table.weight, numbers([0.9, 1.3, 3, 4, 4, 5.9, 7, 8], [4, 2])) < 1e-12)
  }

  @Test func theGradientsOfEqualRowsAreSummedBeforeTheSign() {
    var table = TaskTable(count: 2, width: 2)
    let gradients = Tensor([Float(1), 5, -3, -1, -3, -1], shape: [3, 2])
    table.update(at: Tensor([1, 1, 1]), with: gradients, rate: 0.25, weightDecay: 0.5)
    #expect(elements(table.weight) == [0, 0, 0.25, -0.25], "−5 and 3: one step for the row, not three")
    table.update(at: Tensor([1, 0, 1]), with: gradients, rate: 0.25, weightDecay: 0.5)
    #expect(elements(table.weight) == [0.25, 0.25, 0.25 * 0.875 + 0.25, -0.25 * 0.875 - 0.25])
  }
}
