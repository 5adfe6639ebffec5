internal import Foundation
internal import JSON

/// `adapter_config.json` of PEFT: ranks and scales of the adapters, which the weights alone do not say.
struct PEFTConfiguration {
  let file: String
  let rank: Int
  let alpha: Double
  /// Whether α is divided by √rank instead of rank. Kalajdzievski 2023, "A Rank Stabilization Scaling Factor".
  let isStabilized: Bool
  private let ranks: [(PEFTPattern, Double)]
  private let alphas: [(PEFTPattern, Double)]

  /// Fields that change what an adapter computes in ways that are not supported here, unless they are absent, false, empty
  /// or the value that changes nothing.
  private static let unsupported = [
    "use_dora", "lora_bias", "alora_invocation_tokens", "trainable_token_indices", "modules_to_save",
    "layer_replication", "use_qalora", "use_bdlora", "target_parameters", "arrow_config", "kasa_config",
    "monteclora_config", "velora_config",
  ]

  /// Reads a file.
  init(_ url: URL) throws(DecoderFileError) {
    self = try JSONFields.read(url) { fields throws(JSONFault) in
      try PEFTConfiguration(fields, file: url.lastPathComponent)
    }
  }

  private init(_ f: JSONFields, file: String) throws(JSONFault) {
    self.file = file
    let type = try f.string("peft_type") ?? ""
    guard type == "LORA" else { throw f.fault("peft_type", "\"\(type)\" is not supported; LORA is") }
    for key in Self.unsupported where f[key]?.isFalse == false {
      throw f.fault(key, "it is not supported: it changes what adapters compute")
    }
    let bias = try f.string("bias") ?? "none"
    guard bias == "none" else { throw f.fault("bias", "\"\(bias)\" is not supported; none is") }
    rank = try f.integer("r") ?? 8
    alpha = try f.number("lora_alpha") ?? 8
    guard (1...(1 << 20)).contains(rank) else { throw f.fault("r", "it must be positive, not \(rank)") }
    isStabilized = try f.boolean("use_rslora") ?? false
    ranks = try Self.patterns("rank_pattern", f)
    alphas = try Self.patterns("alpha_pattern", f)
  }

  private static func patterns(_ key: String, _ f: JSONFields) throws(JSONFault) -> [(PEFTPattern, Double)] {
    guard let fields = try f.object(key) else { return [] }
    var patterns: [(PEFTPattern, Double)] = []
    for (name, value) in fields.rest() {
      guard let pattern = PEFTPattern(name) else {
        throw f.fault(
          key, "it has \"\(name)\", which is neither the end of a module's name nor a plain expression of one")
      }
      guard let number = value.number else { throw fields.fault(name, "\(value.name) instead of a number") }
      patterns.append((pattern, number))
    }
    return patterns
  }

  /// The rank of a module's adapter.
  func rank(of module: String) -> Double { ranks.first { $0.0.matches(module) }?.1 ?? Double(rank) }

  /// The factor of a module's adapter: α / rank, or α / √rank.
  func scale(of module: String) -> Double {
    let rank = rank(of: module)
    let alpha = alphas.first { $0.0.matches(module) }?.1 ?? alpha
    return alpha / (isStabilized ? rank.squareRoot() : rank)
  }
}

extension JSONValue {
  /// Whether Python takes the value for false.
  fileprivate var isFalse: Bool {
    switch kind {
    case .null: true
    case .boolean(let flag): !flag
    case .number: number == 0
    case .string(let text): text.isEmpty
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    }
  }
}

/// A key of PEFT's patterns: the end of a module's name after a dot, or a regular expression of one.
struct PEFTPattern {
  private let key: String
  private let expression: NSRegularExpression?

  /// `nil` for an expression that is none, or whose matching could take forever: repeated groups.
  init?(_ key: String) {
    self.key = key
    let isName = key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard !isName else {
      expression = nil
      return
    }
    guard key.utf8.count <= 200, !Self.repeatsGroups(key),
      let expression = try? NSRegularExpression(pattern: "^(.*\\.)?(\(key))$")
    else { return nil }
    self.expression = expression
  }

  private static func repeatsGroups(_ key: String) -> Bool { [")*", ")+", ")?", "){"].contains { key.contains($0) } }

  /// Whether it names a module.
  func matches(_ module: String) -> Bool {
    guard let expression else { return module == key || module.hasSuffix("." + key) }
    return expression.firstMatch(in: module, range: NSRange(module.startIndex..., in: module)) != nil
  }
}
