public import Foundation
public import Tensors

extension CausalDecoder {
  /// Reads a GGUF file, which is mapped; quantized weights become numbers of `dtype`.
  /// - Throws: `DecoderFileError` that names the file and what is wrong with it.
  public init(gguf url: URL, dtype: DType = .float32) throws(DecoderFileError) {
    let file: GGUF
    do { file = try GGUF(mapping: url) } catch { throw DecoderFileError(error) }
    try self.init(file, dtype: dtype)
  }

  /// Reads the tensors of a GGUF file, whose quantized weights become numbers of `dtype`.
  /// - Throws: `DecoderFileError` that names what is wrong with it.
  public init(_ gguf: GGUF, dtype: DType = .float32) throws(DecoderFileError) {
    let c = try DecoderConfiguration(gguf)
    let source = DecoderSource(file: gguf.name, names: gguf.names, shape: gguf.shape(of:)) {
      name throws(DecoderFileError) in gguf.tensor(name)
    }
    try self.init(c, source, .gguf(c.family), dtype: dtype)
  }
}
