public import Foundation
public import Tensors

extension LowRankAdapter {
  /// An adapter of these matrices.
  public init(down: Tensor, up: Tensor, scale: Double) {
    (self.down, self.up, self.scale) = (down, up, scale)
    (core, gate) = (nil, nil)
  }
}

extension CausalDecoder {
  private static let settings = "adapter_config.json"
  private static let weights = "adapter_model.safetensors"
  private static let prefix = "base_model.model."

  /// This decoder with the LoRA adapters of a folder that PEFT wrote beside its linear layers.
  /// - Throws: `DecoderFileError` that names the file and what is wrong with it, or what of it is not supported.
  public func addingAdapters(peft folder: URL) throws(DecoderFileError) -> CausalDecoder {
    let c = try PEFTConfiguration(folder.appending(path: Self.settings))
    let file: SafetensorsFile
    do throws(SafetensorsError) { file = try SafetensorsFile(mapping: folder.appending(path: Self.weights)) } catch {
      throw DecoderFileError(error)
    }
    func refuse(_ problem: String) -> DecoderFileError { DecoderFileError(file: Self.weights, problem: problem) }
    var unused = Set(file.names)
    func matrix(_ module: String, _ side: String) throws(DecoderFileError) -> Tensor? {
      // Without a head of its own, the decoder is the part of the base model that the names begin with.
      let bare = module.split(separator: ".", maxSplits: 1).last.map(String.init) ?? module
      let names = [module, bare].map { "\(Self.prefix)\($0).lora_\(side).weight" }
      guard let name = names.first(where: { unused.contains($0) }) else { return nil }
      unused.remove(name)
      do throws(SafetensorsError) { return try file.tensor(name) } catch { throw DecoderFileError(error) }
    }
    var decoder = self
    var failure: DecoderFileError?
    let modules = linearModules
    decoder.walkParts(Linear.self) { path, layer in
      guard failure == nil, let module = modules[path] else { return }
      do throws(DecoderFileError) {
        guard let down = try matrix(module, "A") else { return }
        guard let up = try matrix(module, "B") else { throw refuse("module \(module) has an A and no B") }
        let (rank, weight) = (Int(c.rank(of: module)), layer.weight)
        guard weight.rank == 2, down.shape == [rank, weight.size(1)], up.shape == [weight.size(0), rank] else {
          throw refuse(
            "module \(module) has A \(down.shape) and B \(up.shape); rank \(rank) beside \(weight.shape) makes them "
              + "\([rank, weight.size(-1)]) and \([weight.size(-2), rank])")
        }
        guard down.dtype.isFloatingPoint, up.dtype.isFloatingPoint else {
          throw refuse("module \(module) holds no weights")
        }
        func placed(_ x: Tensor) -> Tensor { x.converted(to: weight.dtype).moved(to: weight.device) }
        layer.adapter = LowRankAdapter(down: placed(down), up: placed(up), scale: c.scale(of: module))
      } catch { failure = error }
    }
    if let failure { throw failure }
    if let extra = unused.min() {
      throw refuse("tensor \"\(extra)\" belongs to no linear layer of this \(configuration.family.rawValue)")
    }
    return decoder
  }

  /// The name in transformers of each linear layer that is one matrix there too, by its path.
  private var linearModules: [String: String] {
    var copy = self
    var modules: [String: String] = [:]
    let naming = DecoderNaming.huggingFace(configuration.family)
    copy.walkParts(Linear.self) { path, layer in
      guard let tensor = naming.tensor(of: path + ".weight", layer.weight.shape, configuration), tensor.parts.count == 1
      else { return }
      modules[path] = String(tensor.parts[0].name.dropLast(".weight".count))
    }
    return modules
  }

  /// Writes the adapters beside linear layers as PEFT does: `adapter_config.json` and `adapter_model.safetensors`, which PEFT
  /// loads beside the model of the name or folder `base`.
  /// - Throws: `DecoderFileError` for adapters that the format cannot hold, or a file that cannot be written.
  public func write(peft folder: URL, base: String) throws(DecoderFileError) {
    var copy = self
    var adapters: [(module: String, adapter: LowRankAdapter)] = []
    var misfit: String?
    let modules = linearModules
    copy.walkParts(Linear.self) { path, layer in
      guard let adapter = layer.adapter else { return }
      guard let module = modules[path], adapter.core == nil, adapter.gate == nil, adapter.down.rank == 2,
        adapter.up.rank == 2
      else {
        misfit = misfit ?? path
        return
      }
      adapters.append((module, adapter))
    }
    if let misfit {
      throw DecoderFileError(
        file: folder.lastPathComponent,
        problem: "\(misfit) has an adapter with core, gate, task axis or a joined matrix, which PEFT has no form for")
    }
    guard !adapters.isEmpty else {
      throw DecoderFileError(file: folder.lastPathComponent, problem: "the decoder has no adapters to write")
    }
    var tensors: [String: Tensor] = [:]
    for (module, adapter) in adapters {
      tensors["\(Self.prefix)\(module).lora_A.weight"] = adapter.down
      tensors["\(Self.prefix)\(module).lora_B.weight"] = adapter.up
    }
    let fields = Self.fields(
      adapters, among: modules.values.sorted(), base: base, transposed: configuration.family == .gpt2)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try JSONText(fields).data.write(
        to: folder.appending(path: Self.settings), options: .atomic)
      try Safetensors(tensors, metadata: ["format": "pt"]).encoded().write(
        to: folder.appending(path: Self.weights), options: .atomic)
    } catch {
      throw DecoderFileError(
        file: folder.lastPathComponent, problem: "it cannot be written (\(error.localizedDescription))")
    }
  }

  /// The fields of `adapter_config.json`: rank and α of most modules, patterns for the others.
  private static func fields(
    _ adapters: [(module: String, adapter: LowRankAdapter)], among modules: [String], base: String, transposed: Bool
  ) -> [String: Any] {
    func last(_ module: String) -> String { module.split(separator: ".").last.map(String.init) ?? module }
    func mostFrequent<Value: Hashable & Comparable>(_ values: [Value]) -> Value {
      Dictionary(grouping: values) { $0 }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? values[0]
    }
    let ranks = adapters.map { $0.adapter.down.size(0) }
    let alphas = adapters.map { $0.adapter.scale * Double($0.adapter.down.size(0)) }
    let (rank, alpha) = (mostFrequent(ranks), mostFrequent(alphas))
    func number(_ x: Double) -> Any { Int(exactly: x).map { $0 as Any } ?? x }
    var (rankPattern, alphaPattern): ([String: Any], [String: Any]) = ([:], [:])
    for (index, (module, _)) in adapters.enumerated() {
      if ranks[index] != rank { rankPattern[module] = ranks[index] }
      if alphas[index] != alpha { alphaPattern[module] = number(alphas[index]) }
    }
    // The end of a name stands for all modules that end so, if all have adapters.
    let adapted = Set(adapters.map(\.module))
    let targets = adapters.map { adapter in
      let name = last(adapter.module)
      return modules.allSatisfy { last($0) != name || adapted.contains($0) } ? name : adapter.module
    }
    return [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": base, "r": rank,
      "lora_alpha": number(alpha), "lora_dropout": 0.0, "target_modules": Set(targets).sorted(), "bias": "none",
      "fan_in_fan_out": transposed, "use_rslora": false, "rank_pattern": rankPattern, "alpha_pattern": alphaPattern,
      "init_lora_weights": true, "inference_mode": true,
    ]
  }
}
