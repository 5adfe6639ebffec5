public import Foundation
public import Tensors

extension CausalDecoder {
  /// Reads a Hugging Face folder: `config.json` and `model.safetensors`, or its shards. Files are mapped; what is kept is of
  /// `dtype`.
  /// - Throws: `DecoderFileError` that names the file and what is wrong with it.
  public init(
    huggingFace folder: URL, configuration: DecoderConfiguration? = nil, dtype: DType = .float32
  ) throws(DecoderFileError) {
    let c: DecoderConfiguration
    if let configuration {
      c = configuration
    } else {
      c = try DecoderConfiguration(huggingFace: folder.appending(path: "config.json"))
    }
    let files: SafetensorsFolder
    do throws(SafetensorsError) { files = try SafetensorsFolder(folder) } catch { throw DecoderFileError(error) }
    let source = DecoderSource(
      file: folder.lastPathComponent, names: files.names, shape: files.shape(of:)
    ) { name throws(DecoderFileError) in
      do throws(SafetensorsError) { return try files.tensor(name) } catch { throw DecoderFileError(error) }
    } matrix: { _ in
      nil
    }
    try self.init(c, source, .huggingFace(c.family), dtype: dtype)
  }

  /// Writes `config.json` and the weights, in the configuration's `storage`, so that `transformers` loads the folder. Where
  /// they take more than `mostShardBytes`, there are several files and an index.
  ///
  /// Tokenizer and generation settings are files of their own. Adapters must be merged, and no leaf may have a task axis.
  /// - Throws: `DecoderFileError` for what such a folder cannot hold, or a file that cannot be written.
  public func write(huggingFace folder: URL, mostShardBytes: Int = 5_000_000_000) throws(DecoderFileError) {
    let name = folder.lastPathComponent
    let fields = try configuration.huggingFaceFields(in: name)
    guard let tensors = tensors(.huggingFace(configuration.family)) else {
      throw DecoderFileError(
        file: name,
        problem:
          "a folder has no place for adapters or leaves of a task each: merge or pick them first; nor for quantized weights"
      )
    }
    let storage = configuration.storage
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try JSONText(fields).data.write(
        to: folder.appending(path: "config.json"), options: .atomic)
      try SafetensorsFolder.write(
        tensors.map { tensor in
          (tensor.name, tensor.count * storage.size, { tensor.make().converted(to: storage) })
        }, to: folder, mostBytes: mostShardBytes)
    } catch {
      throw DecoderFileError(file: name, problem: "it cannot be written (\(error.localizedDescription))")
    }
  }

  /// The tensors under the names, and in the form, that the family's Hugging Face files give them: of weights, or of their
  /// gradient, which is a tree of the same type. `nil` where a leaf has no place there, such as that of an adapter.
  public var huggingFaceTensors: [String: Tensor]? {
    tensors(.huggingFace(configuration.family)).map { tensors in
      Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.make()) })
    }
  }
}
