internal import Tensors

/// The tensors of a file or folder, by name.
struct DecoderSource {
  /// What errors name.
  let file: String
  let names: [String]
  let shape: (String) -> [Int]?
  let tensor: (String) throws(DecoderFileError) -> Tensor?
  /// A matrix that is to stay in few bits, or `nil` for one that is not.
  let matrix: (String) -> QuantizedMatrix?

  /// The name of a part's tensor, which some files write without the prefix, or `nil` if there is none.
  func name(of part: DecoderTensor.Part, _ naming: DecoderNaming) -> String? {
    let bare = part.name.hasPrefix(naming.prefix) ? String(part.name.dropFirst(naming.prefix.count)) : part.name
    return [part.name, bare].first { shape($0) != nil }
  }
}

extension CausalDecoder {
  /// A decoder whose leaves come from a file, each checked for its shape before it is read.
  /// - Throws: `DecoderFileError` where a tensor is missing, of another shape, or of no use to this configuration.
  init(
    _ c: DecoderConfiguration, _ source: DecoderSource, _ naming: DecoderNaming, dtype: DType
  ) throws(DecoderFileError) {
    var decoder = CausalDecoder(blank: c)
    var unused = Set(source.names)
    var failure: DecoderFileError?
    decoder.walkParts(Linear.self) { path, layer in
      guard let matrix = Self.matrix(path, layer.weight.shape, c, source, naming, &unused) else { return }
      layer = Linear(quantized: matrix, bias: layer.bias)
    }
    decoder.walkParts(Embedding.self) { path, table in
      guard let matrix = Self.matrix(path, table.weight.shape, c, source, naming, &unused) else { return }
      table = Embedding(quantized: matrix)
    }
    decoder.walk { path, leaf in
      guard failure == nil else { return }
      do throws(DecoderFileError) {
        leaf = try Self.leaf(path, leaf.shape, c, source, naming, &unused).converted(to: dtype).contiguous()
      } catch { failure = error }
    }
    if let failure { throw failure }
    if let extra = unused.filter({ !DecoderNaming.isIgnored($0, c) }).min() {
      throw DecoderFileError(
        file: source.file,
        problem: "tensor \"\(extra)\" belongs to no part of a \(c.family.rawValue) of this configuration")
    }
    self = decoder
  }

  /// The weight of a layer in the blocks of the file, or `nil` where it becomes numbers: where the source says so, or where its
  /// rows do not have one format and the order of the leaf's, or an order of rows that blocks can be brought into.
  private static func matrix(
    _ path: String, _ shape: [Int], _ c: DecoderConfiguration, _ source: DecoderSource, _ naming: DecoderNaming,
    _ unused: inout Set<String>
  ) -> QuantizedMatrix? {
    guard let tensor = naming.tensor(of: path + ".weight", shape, c) else { return nil }
    var (blocks, formats, names): ([Tensor], Set<BlockFormat>, [String]) = ([], [], [])
    for part in tensor.parts {
      switch part.form {
      case .plain, .interleaved: break
      case .transposed, .greater: return nil
      }
      guard let name = source.name(of: part, naming), source.shape(name) == [part.rows, shape[1]],
        let matrix = source.matrix(name)
      else { return nil }
      blocks.append(part.form.read(matrix.blocks))
      formats.insert(matrix.format)
      names.append(name)
    }
    guard formats.count == 1, let format = formats.first else { return nil }
    unused.subtract(names)
    let all = blocks.count == 1 ? blocks[0] : Tensor.concatenate(blocks, 0)
    return QuantizedMatrix(blocks: all.contiguous(), format: format)
  }

  private static func leaf(
    _ path: String, _ shape: [Int], _ c: DecoderConfiguration, _ source: DecoderSource, _ naming: DecoderNaming,
    _ unused: inout Set<String>
  ) throws(DecoderFileError) -> Tensor {
    guard let tensor = naming.tensor(of: path, shape, c) else {
      throw DecoderFileError(
        file: source.file, problem: "files of a \(c.family.rawValue) have no place for \(path) of this configuration")
    }
    var parts: [Tensor] = []
    for part in tensor.parts {
      guard let name = source.name(of: part, naming), let found = source.shape(name) else {
        throw DecoderFileError(file: source.file, problem: "it has no tensor \"\(part.name)\"")
      }
      let wanted = part.form.shape([part.rows] + shape.dropFirst())
      guard found == wanted else {
        throw DecoderFileError(
          file: source.file, problem: "tensor \"\(name)\" is \(found); the configuration makes it \(wanted)")
      }
      guard let read = try source.tensor(name) else {
        throw DecoderFileError(file: source.file, problem: "it has no tensor \"\(name)\"")
      }
      guard read.dtype.isFloatingPoint else {
        throw DecoderFileError(file: source.file, problem: "tensor \"\(name)\" is \(read.dtype), no weights")
      }
      unused.remove(name)
      parts.append(part.form.read(read))
    }
    return parts.count == 1 ? parts[0] : .concatenate(parts, 0)
  }

  /// The tensors of a kind of files, each made when it is asked for; `nil` where a leaf has no place there.
  func tensors(_ naming: DecoderNaming) -> [(name: String, count: Int, make: () -> Tensor)]? {
    guard buffers.isEmpty else { return nil }  // weights in few bits
    var made: [(name: String, count: Int, make: () -> Tensor)] = []
    for (path, leaf) in leaves {
      let isNorm = leaf.rank == 1
      guard isNorm || leaf.rank == 2, let tensor = naming.tensor(of: path, leaf.shape, configuration) else {
        return nil
      }
      var start = 0
      for part in tensor.parts {
        let range = start..<(start + part.rows)
        guard range.upperBound <= leaf.size(0) else { return nil }
        start = range.upperBound
        made.append(
          (part.name, part.rows * (leaf.count / max(leaf.size(0), 1)), { part.form.written(leaf[range]).contiguous() }))
      }
    }
    return made
  }
}
