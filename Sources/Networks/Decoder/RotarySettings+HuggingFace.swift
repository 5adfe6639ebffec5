internal import Foundation
internal import JSON

extension RotarySettings {
  /// Reads `rope_parameters` (transformers 5), or `rope_theta` and `rope_scaling` (older files). `nested` stands for
  /// `rope_parameters` where that holds one object for each kind of layer.
  init(huggingFace f: JSONFields, nested: JSONFields? = nil, base: Double) throws(JSONFault) {
    let plain = try f.object("rope_parameters")
    let older = try f.object("rope_scaling")
    let rope = nested ?? plain ?? older
    self.init()
    func number(_ key: String) throws(JSONFault) -> Double? {
      if let rope, rope[key] != nil { try rope.number(key) } else { try f.number(key) }
    }
    self.base = try number("rope_theta") ?? base
    share = try number("partial_rotary_factor") ?? 1
    guard let rope else { return }
    let type = try rope.string("rope_type", "type") ?? "default"
    func positive(_ key: String) throws(JSONFault) -> Double {
      guard let number = try rope.number(key), number > 0 else { throw rope.fault(key, "it must be a positive number") }
      return number
    }
    func original() throws(JSONFault) -> Int {
      let key = "original_max_position_embeddings"
      if let original = try rope.integer(key) { return original }
      guard let original = try f.integer(key, "max_position_embeddings") else { throw rope.fault(key, "it is missing") }
      return original
    }
    switch type {
    case "default": scaling = .none
    case "linear": scaling = .linear(factor: try positive("factor"))
    case "dynamic": scaling = .dynamic(factor: try positive("factor"))
    case "llama3":
      scaling = .llama3(
        factor: try positive("factor"), low: try positive("low_freq_factor"), high: try positive("high_freq_factor"),
        original: try original())
    case "yarn":
      var yarn = Yarn(factor: try positive("factor"), original: try original())
      yarn.fast = try rope.number("beta_fast") ?? 32
      yarn.slow = try rope.number("beta_slow") ?? 1
      yarn.attentionFactor = try rope.number("attention_factor")
      if let scale = try rope.number("mscale"), let all = try rope.number("mscale_all_dim") {
        yarn.scales = [scale, all]
      }
      yarn.truncates = try rope.boolean("truncate") ?? true
      scaling = .yarn(yarn)
    default:
      throw rope.fault("rope_type", "\"\(type)\" is not known; known are default, linear, dynamic, llama3, yarn")
    }
  }

  /// The fields of `rope_scaling`, or `nil` without scaling.
  /// - Throws: `DecoderFileError` for frequencies that the format has no name for.
  func huggingFaceScaling(in file: String) throws(DecoderFileError) -> [String: Any]? {
    switch scaling {
    case .none: return nil
    case .linear(let factor): return ["rope_type": "linear", "factor": factor]
    case .dynamic(let factor): return ["rope_type": "dynamic", "factor": factor]
    case .llama3(let factor, let low, let high, let original):
      return [
        "rope_type": "llama3", "factor": factor, "low_freq_factor": low, "high_freq_factor": high,
        "original_max_position_embeddings": original,
      ]
    case .yarn(let yarn):
      var fields: [String: Any] = [
        "rope_type": "yarn", "factor": yarn.factor, "original_max_position_embeddings": yarn.original,
        "beta_fast": yarn.fast, "beta_slow": yarn.slow, "truncate": yarn.truncates,
      ]
      fields["attention_factor"] = yarn.attentionFactor
      if let scales = yarn.scales, scales.count == 2 {
        (fields["mscale"], fields["mscale_all_dim"]) = (scales[0], scales[1])
      }
      return fields
    case .divided:
      throw DecoderFileError(
        file: file, problem: "frequencies that a GGUF file divides one by one have no name in this format")
    }
  }
}
