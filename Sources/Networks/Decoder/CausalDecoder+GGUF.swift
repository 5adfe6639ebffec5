public import Foundation
public import Tensors

extension CausalDecoder {
  /// Reads a GGUF file, which is mapped; quantized weights become numbers of `dtype`, or stay in their blocks: a seventh of the
  /// memory, and of the time that decoding waits for it.
  /// - Throws: `DecoderFileError` that names the file and what is wrong with it.
  public init(gguf url: URL, dtype: DType = .float32, keepsBlocks: Bool = false) throws(DecoderFileError) {
    let file: GGUF
    do { file = try GGUF(mapping: url) } catch { throw DecoderFileError(error) }
    try self.init(file, dtype: dtype, keepsBlocks: keepsBlocks)
  }

  /// Reads the tensors of a GGUF file, whose quantized weights become numbers of `dtype`, or stay in their blocks.
  /// - Throws: `DecoderFileError` that names what is wrong with it.
  public init(_ gguf: GGUF, dtype: DType = .float32, keepsBlocks: Bool = false) throws(DecoderFileError) {
    let c = try DecoderConfiguration(gguf)
    let source = DecoderSource(file: gguf.name, names: gguf.names, shape: gguf.shape(of:)) {
      name throws(DecoderFileError) in
      gguf.tensor(name)
    } matrix: {
      keepsBlocks ? gguf.matrix($0) : nil
    }
    try self.init(c, source, .gguf(c.family), dtype: dtype)
  }
}
