/// The `tokenizer.json` of a vocabulary that was learned.
struct TrainedTokenizerFile {
  var tokens: [[UInt8]]
  var merges: [(UInt32, UInt32)]
  var specials: [String]
  var splitting: BPETrainer.Splitting

  var bytes: [UInt8] {
    let added = specials.enumerated().map { id, content in
      #"{"id": \#(id), "content": \#(Self.quoted(Array(content.utf8))), "single_word": false, "lstrip": false, "#
        + #""rstrip": false, "normalized": false, "special": true}"#
    }
    let vocabulary = tokens.enumerated().map { "\(Self.quoted($1)): \($0)" }
    let merges = merges.map { "[\(Self.quoted(tokens[Int($0)])), \(Self.quoted(tokens[Int($1)]))]" }
    let text = """
      {
      "version": "1.0",
      "truncation": null,
      "padding": null,
      "added_tokens": [
      \(added.joined(separator: ",\n"))
      ],
      "normalizer": null,
      "pre_tokenizer": \(preTokenizer),
      "post_processor": null,
      "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
      "model": {
      "type": "BPE",
      "dropout": null,
      "unk_token": null,
      "continuing_subword_prefix": null,
      "end_of_word_suffix": null,
      "fuse_unk": false,
      "byte_fallback": false,
      "ignore_merges": false,
      "vocab": {
      \(vocabulary.joined(separator: ",\n"))
      },
      "merges": [
      \(merges.joined(separator: ",\n"))
      ]
      }
      }

      """
    return Array(text.utf8)
  }

  private var preTokenizer: String {
    func byteLevel(usesRegex: Bool) -> String {
      #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": \#(usesRegex)}"#
    }
    func sequence(_ first: String, usesRegex: Bool) -> String {
      #"{"type": "Sequence", "pretokenizers": [\#(first), \#(byteLevel(usesRegex: usesRegex))]}"#
    }
    func split(digits: String) -> String {
      let pattern = Self.quoted(Array(PreTokenizer.Split.pattern(digits: digits).utf8))
      return #"{"type": "Split", "pattern": {"Regex": \#(pattern)}, "behavior": "Isolated", "invert": false}"#
    }
    return switch splitting {
    case .gpt2: byteLevel(usesRegex: true)
    case .llama3: sequence(split(digits: #"\p{N}{1,3}"#), usesRegex: false)
    case .qwen: sequence(split(digits: #"\p{N}"#), usesRegex: false)
    case .smolLM: sequence(#"{"type": "Digits", "individual_digits": true}"#, usesRegex: true)
    }
  }

  /// Returns a JSON string.
  private static func quoted(_ text: [UInt8]) -> String {
    var quoted = "\""
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
