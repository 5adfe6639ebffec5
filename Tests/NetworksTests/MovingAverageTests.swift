import Foundation
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MovingAverageTests {
  @Test func isItsRecurrence() {
    var average = MovingAverage(of: Leaf(x: numbers([0, 8])), decay: 0.75)
    average.update(with: Leaf(x: numbers([4, 0])))
    #expect(elements(average.model.x) == [1, 6])
    average.update(with: Leaf(x: numbers([5, 2])))
    #expect(elements(average.model.x) == [2, 5])
  }

  @Test func aConstantModelIsItsOwnAverage() {
    let model = Leaf(x: random([5], 1))
    var average = MovingAverage(of: model)
    for _ in 0..<10 { average.update(with: model) }
    #expect(distance(average.model.x, model.x) < 1e-15)
  }

  @Test func theGapToAConstantFallsGeometrically() {
    var average = MovingAverage(of: Leaf(x: numbers([1])), decay: 0.9)
    for _ in 0..<20 { average.update(with: Leaf(x: numbers([0]))) }
    #expect(abs(average.model.x.item - pow(0.9, 20)) < 1e-14)
  }
}
