import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct ParameterTreeTests {
  private struct Layer: ParameterTree {
    var weight: Tensor
    var bias: Tensor?
    mutating func visit(_ visitor: inout ParameterVisitor) {
      visitor.leaf("weight", &weight)
      visitor.leaf("bias", &bias)
    }
  }

  private struct Model: ParameterTree {
    var first: Layer
    var blocks: [Layer]
    var extra: Layer?
    mutating func visit(_ visitor: inout ParameterVisitor) {
      visitor.branch("first", &first)
      visitor.branch("blocks", &blocks)
      visitor.branch("extra", &extra)
    }
  }

  private let model = Model(
    first: Layer(weight: numbers([1, 2]), bias: numbers([3])),
    blocks: [Layer(weight: numbers([4])), Layer(weight: numbers([5]), bias: numbers([6]))], extra: nil)

  private func values(_ tree: some ParameterTree) -> [Double] { tree.tensors.flatMap(elements) }

  @Test func leavesComeInTheOrderOfVisitWithTheirPaths() {
    #expect(
      model.names == ["first.weight", "first.bias", "blocks.0.weight", "blocks.1.weight", "blocks.1.bias"])
    #expect(values(model) == [1, 2, 3, 4, 5, 6])
    #expect(model.leaves.map(\.name) == model.names)
    #expect(model.parameterCount == 6)
  }

  @Test func absentPartsAppearOnceTheyAreThere() {
    var copy = model
    copy.extra = Layer(weight: numbers([7]))
    #expect(copy.names.last == "extra.weight")
    #expect(model.extra == nil)
  }

  @Test func aMapChangesEveryLeafAndNothingElse() {
    #expect(values(model.map { $0 * 10 }) == [10, 20, 30, 40, 50, 60])
    #expect(values(model) == [1, 2, 3, 4, 5, 6])
    let named = model.mapNamed { name, leaf in name.hasSuffix("bias") ? -leaf : leaf }
    #expect(values(named) == [1, 2, -3, 4, 5, -6])
  }

  @Test func zipIsAGradientStep() {
    let stepped = model.zip(model.map { $0 * 2 }) { $0 - 0.5 * $1 }
    #expect(values(stepped) == [0, 0, 0, 0, 0, 0])
  }

  @Test func replacingIsTheInverseOfTensors() {
    #expect(values(model.replacing(model.tensors)) == values(model))
    let reversed = model.replacing(model.tensors.reversed())
    #expect(values(reversed) == [6, 5, 4, 3, 1, 2])
    #expect(reversed.blocks[1].bias.map(elements) == [1, 2])
  }

  @Test func walkingWritesInPlace() {
    var copy = model
    copy.walk { name, leaf in if name == "blocks.0.weight" { leaf = numbers([0]) } }
    #expect(values(copy) == [1, 2, 3, 0, 5, 6])
  }

  @Test func partsOfATypeAreFoundWithTheirPaths() {
    var copy = model
    var paths: [String] = []
    copy.walkParts(Layer.self) { path, layer in
      paths.append(path)
      layer.bias = numbers([9])
    }
    #expect(paths == ["first", "blocks.0", "blocks.1"])
    #expect(values(copy) == [1, 2, 9, 4, 9, 5, 9])
  }

  @Test func aPartThatIsAbsentIsNotFound() {
    var copy = Pair(a: numbers([1]), b: numbers([2]))
    copy.walkParts(Layer.self) { _, _ in Issue.record("a pair has no layer") }
    #expect(values(copy) == [1, 2])
  }
}
