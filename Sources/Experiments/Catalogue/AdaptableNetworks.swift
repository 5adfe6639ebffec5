/// The catalogue of networks that learners can be trained on. A new one is a file and a line here.
public enum AdaptableNetworks {
  /// Every network.
  public static let all: [NetworkEntry] = [.recursive, .perceptron, .convolutional, .neuralProcess, .decoder]
}
