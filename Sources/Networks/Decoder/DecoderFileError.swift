public import Tensors

/// Why a file of a language model, or of its adapter, was refused.
public struct DecoderFileError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// What is wrong with it, and what would be right.
  public let problem: String

  /// A refusal of this file.
  public init(file: String, problem: String) { (self.file, self.problem) = (file, problem) }

  /// A refusal of a safetensors file.
  public init(_ error: SafetensorsError) { self.init(file: error.file, problem: error.problem) }

  /// A refusal of a GGUF file.
  public init(_ error: GGUFError) { self.init(file: error.file, problem: error.problem) }

  /// The file and the problem.
  public var description: String { "\(file): \(problem)" }
}
