internal import Networks

/// A network for numeric examples, as few-shot training and its commands use.
public protocol ExampleNetwork: AdaptableNetwork where Batch == ExampleBatch {}

extension MLP: ExampleNetwork {}
extension ConvNet: ExampleNetwork {}
extension NeuralProcess: ExampleNetwork {}
