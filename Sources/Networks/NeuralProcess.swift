public import Randomness
public import Tensors

/// A network that predicts a mean and a deviation at every input from a set of examples: regression in one pass.
///
/// r = mean over the examples of h(x, y);  (μ, s) = g(x*, r);  σ = 0.1 + 0.9 softplus(s)
///
/// r is the decoder's context: without examples it is a leaf, zero at first, which gradient steps can adapt.
/// - Source: Garnelo et al. 2018, "Conditional Neural Processes", Equations 1 to 3; widths and σ as the published
///   notebook. <https://arxiv.org/abs/1807.01613>
/// - Shapes: inputs [tasks, examples, inputs] and targets [tasks, examples, outputs].
public struct NeuralProcess: ParameterTree {
  /// The encoder h, from an input with its target to what is averaged.
  public var encoder: MLP
  /// The decoder g, from an input with r to μ and s.
  public var decoder: MLP

  /// Creates a network of these sizes: h has three hidden layers, g has two.
  public init(_ inputs: Int, _ outputs: Int, width: Int = 128, using generator: inout Generator) {
    encoder = MLP([inputs + outputs, width, width, width, width], using: &generator)
    decoder = MLP([inputs, width, width, 2 * outputs], context: width, using: &generator)
  }

  /// Returns r of each task: [tasks, width].
  public func representation(of inputs: Tensor, _ targets: Tensor) -> Tensor {
    encoder(.concatenate([inputs, targets], -1)).mean(1)
  }

  /// Returns μ and σ at inputs, both [tasks, examples, outputs].
  public func callAsFunction(_ inputs: Tensor) -> (mean: Tensor, deviation: Tensor) {
    let halves = decoder(inputs).split(2, -1)
    return (halves[0], halves[1].softplus() * 0.9 + 0.1)
  }

  /// Visits the encoder and the decoder.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("encoder", &encoder)
    visitor.branch("decoder", &decoder)
  }
}
