import MetaLearning
import Networks
import Tensors

struct Linear1D: AdaptableNetwork {
  var layer: Linear
  mutating func visit(_ visitor: inout ParameterVisitor) { visitor.branch("layer", &layer) }
  func outputs(on batch: ExampleBatch) -> Tensor { layer(batch.inputs) }
  func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }  // [tasks]
}
