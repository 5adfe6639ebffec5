import Foundation
import Networks
import Tensors

/// The values of published code, where they stand beside the repository.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../../shared/reference/lm-golden"
  ).standardizedFileURL

  /// Whether they are there, and a libtorch to compare with them.
  static let isHere = Torch.isAvailable && FileManager.default.fileExists(atPath: folder.appending(path: "llama").path)

  static func tensors(_ path: String) throws -> [String: Tensor] {
    try Safetensors(decoding: Data(contentsOf: folder.appending(path: path)), named: path).tensors
  }

  static func json(_ path: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: path))) as? [String: Any] ?? [:]
  }

  /// The largest difference of logits at tokens [rows, length, vocabulary], those at padding aside.
  static func distance(_ a: Tensor, _ b: Tensor, mask: Tensor) -> Double {
    let at = (mask .!= 0).unsqueezed(-1)
    return NetworksTests.distance(
      at.select(a, else: Tensor.zeros(like: a)), at.select(b, else: Tensor.zeros(like: b)))
  }
}

extension CausalDecoder {
  /// The mean over all tokens but the first of each row, and but those of padding, of −ln p.
  func meanLoss(_ tokens: Tensor, mask: Tensor? = nil, labels: Tensor) -> Tensor {
    let length = tokens.size(1)
    let logits = self(tokens, mask: mask).narrowed(1, from: 0, length: length - 1)
    let targets = labels.narrowed(1, from: 1, length: length - 1)
    let counted = (targets .!= Double(Loss.ignored)).converted(to: .int64).sum().item
    return Loss.crossEntropy(logits, targets, .softmax).sum() * (1 / counted)
  }

  /// The most likely tokens one after another, each row from its own prompt, and the logits each was chosen by
  /// [rows, count, vocabulary].
  func greedy(after prompt: Tensor, mask: Tensor? = nil, count: Int) -> (tokens: [[Int]], logits: Tensor) {
    withoutGradient {
      var cache = KeyValueCache()
      var features = features(of: prompt, mask: mask, cache: &cache)
      var (tokens, logits): ([Tensor], [Tensor]) = ([], [])
      for step in 0..<count {
        let last = self.logits(of: features.narrowed(1, from: features.size(1) - 1, length: 1))
        let chosen = last.argmax(-1)  // [rows, 1]
        tokens.append(chosen)
        logits.append(last)
        if step < count - 1 { features = self.features(of: chosen, cache: &cache) }
      }
      let all = Tensor.concatenate(tokens, 1)
      return ((0..<all.size(0)).map { all[$0].scalars(Int.self) }, .concatenate(logits, 1))
    }
  }
}
