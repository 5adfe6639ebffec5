internal import Networks

/// A network that works on examples made of numbers: what few-shot training and its commands take.
public protocol ExampleNetwork: AdaptableNetwork where Batch == ExampleBatch {}

extension MLP: ExampleNetwork {}
extension ConvNet: ExampleNetwork {}
extension NeuralProcess: ExampleNetwork {}
