import Foundation
import Language
import Networks
import Randomness
import Service
import SwiftProtobuf
import Tasks
import Tensors
import Testing

@testable import autodidact

/// A decoder of bytes with random weights, whose head is its table of tokens.
private func base(seed: UInt64 = 1) throws -> LanguageModel {
  var c = DecoderConfiguration()
  (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (256, 16, 2, 2, 2, 8)
  (c.innerWidth, c.longest, c.isTied) = (32, 64, true)
  var generator = Generator(seed: seed)
  return try LanguageModel("tiny", CausalDecoder(c, using: &generator), .bytes)
}

private func floats(_ numbers: [Double], _ shape: [Int64]) -> Tinker_TensorData {
  var tensor = Tinker_TensorData()
  (tensor.dense, tensor.dtype, tensor.shape) = (Data(floats: numbers.map { Float($0) }), .float32, shape)
  return tensor
}

private func integers(_ numbers: [Int], _ shape: [Int64]) -> Tinker_TensorData {
  var tensor = Tinker_TensorData()
  (tensor.dense, tensor.dtype, tensor.shape) = (Data(littleEndian: numbers.map { Int64($0) }), .int64, shape)
  return tensor
}

private func datum(_ tokens: [Int32], _ inputs: [String: Tinker_TensorData], chunks: Int = 2) -> Tinker_Datum {
  var datum = Tinker_Datum()
  datum.modelInput = (0..<chunks).map { part in
    var (chunk, text) = (Tinker_Chunk(), Tinker_EncodedText())
    text.tokens = Data(littleEndian: tokens[part * tokens.count / chunks..<(part + 1) * tokens.count / chunks])
    chunk.encodedText = text
    return chunk
  }
  datum.lossFnInputs = inputs
  return datum
}

private let text = datum(
  [72, 101, 108, 108],
  [
    "target_tokens": integers([101, 108, 108, 111], [4]), "weights": floats([0, 1, 1, 1], [4]),
  ])

private func pass(
  _ id: Int, _ model: String, _ data: [Tinker_Datum] = [text, text], loss: String = "cross_entropy",
  forwardOnly: Bool = false
) throws -> EngineRequest {
  var message = Tinker_ForwardBackwardRequest()
  (message.data, message.lossFn, message.forwardOnly) = (data, loss, forwardOnly)
  return EngineRequest(id: id, .forwardBackward(model: model), body: try message.serializedData())
}

private func output(_ reply: EngineReply) throws -> Tinker_ForwardBackwardOutput {
  #expect(reply.outcome == .done)
  return try Tinker_ForwardBackwardOutput(serializedBytes: reply.body)
}

private func sampled(_ reply: EngineReply) throws -> Tinker_SampleResponse {
  #expect(reply.outcome == .done)
  return try Tinker_SampleResponse(serializedBytes: reply.body)
}

private func order(_ id: Int, _ sampler: String, _ change: (inout SampleOrder) -> Void = { _ in }) throws
  -> EngineRequest
{
  var order = SampleOrder(prompt: [72, 101, 108])
  order.maxTokens = 5
  change(&order)
  return EngineRequest(id: id, .sample(sampler: sampler), body: try JSONEncoder().encode(order))
}

extension LanguageEngine {
  fileprivate mutating func only(_ work: EngineWork) -> EngineOutcome {
    answer([EngineRequest(id: 1, work)])[0].outcome
  }
}

private func refusal(_ reply: EngineReply) -> String {
  if case .refused(let words) = reply.outcome { words } else { "not refused: \(reply.outcome)" }
}

@Suite(.enabled(if: Torch.isAvailable)) struct LanguageEngineTests {
  private func engine(_ models: String...) throws -> LanguageEngine {
    var engine = LanguageEngine(try base())
    for (seed, model) in models.enumerated() {
      #expect(engine.only(.create(model: model, AdapterShape(rank: 2, seed: UInt64(seed)))) == .done)
    }
    return engine
  }

  @Test func itDescribesItsBase() throws {
    var engine = try engine()
    guard case .described(let model) = engine.only(.describe) else { throw EngineLost("no description") }
    #expect(model.architecture == "llama" && model.contextLength == 64 && model.vocabulary == 256)
    #expect(model.parameters == engine.base.decoder.parameterCount)
  }

  @Test func modelsOfABatchLearnAsEachAlone() throws {
    var (together, apart) = (try engine("a", "b"), try engine("a", "b"))
    var losses: [Double] = []
    for _ in 0..<4 {
      let replies = together.answer([try pass(1, "a"), try pass(2, "b", [text])])
      let alone = [apart.answer([try pass(1, "a")])[0], apart.answer([try pass(2, "b", [text])])[0]]
      for (a, b) in zip(replies, alone) {
        #expect(a.id == b.id)
        let (x, y) = (try output(a).metrics["loss:sum"]!, try output(b).metrics["loss:sum"]!)
        #expect(abs(x - y) < 1e-3)
        if a.id == 1 { losses.append(x) }
      }
      var step = OptimizerStep()
      step.rate = 0.02
      for name in ["a", "b"] {
        guard case .metrics(let metrics) = together.only(.step(model: name, step)) else { throw EngineLost("no step") }
        #expect(metrics["grad_norm"]! > 0 && metrics["learning_rate"] == 0.02)
        _ = apart.only(.step(model: name, step))
      }
    }
    #expect(losses.last! < losses[0] - 1)
  }

  @Test func logProbabilitiesComeBackInTheShapeOfTheTargets() throws {
    var engine = try engine("a")
    let wide = datum(
      [1, 2],
      ["target_tokens": integers([1, 2, 3, 4, 5, 6], [2, 3]), "weights": floats([1, 1, 1, 1, 1, 1], [2, 3])])
    let reply = try output(engine.answer([try pass(7, "a", [text, text, wide], forwardOnly: true)])[0])
    #expect(reply.lossFnOutputType == "ArrayRecord" && reply.lossFnOutputs.map(\.numDatums) == [2, 1])
    let (first, second) = (reply.lossFnOutputs[0].fields["logprobs"]!, reply.lossFnOutputs[1].fields["logprobs"]!)
    #expect(WireTensor.values(first.offsets, Int64.self) == [0, 16, 32] && first.trailingShape.isEmpty)
    #expect(WireTensor.values(second.offsets, Int64.self) == [0, 24] && second.trailingShape == [3])
    #expect(first.dtype == .float32 && first.data.count == 32 && second.data.count == 24)
    #expect(engine.models["a"]?.gradient == nil)
  }

  @Test func aSparseTensorIsADenseOneWithZeros() throws {
    var engine = try engine("a")
    func sparse(_ values: Data, _ dtype: Tinker_DType) -> Tinker_TensorData {
      var (tensor, rows) = (Tinker_TensorData(), Tinker_SparseRows())
      rows.values = values
      (rows.crowIndices, rows.colIndices) = (
        Data(littleEndian: [0, 2, 3] as [Int64]), Data(littleEndian: [0, 2, 1] as [Int64])
      )
      (tensor.sparseCsr, tensor.dtype, tensor.shape) = (rows, dtype, [2, 3])
      return tensor
    }
    let dense = datum(
      [1, 2],
      [
        "target_tokens": integers([7, 0, 9, 0, 8, 0], [2, 3]), "weights": floats([0.5, 0, 0.25, 0, 1, 0], [2, 3]),
      ])
    let csr = datum(
      [1, 2],
      [
        "target_tokens": sparse(Data(littleEndian: [7, 9, 8] as [Int64]), .int64),
        "weights": sparse(Data(floats: [0.5, 0.25, 1]), .float32),
      ])
    let bodies = engine.answer([try pass(1, "a", [dense])] + [try pass(2, "a", [csr])]).map(\.body)
    let outputs = try bodies.map { try Tinker_ForwardBackwardOutput(serializedBytes: $0) }
    #expect(abs(outputs[0].metrics["loss:sum"]! - outputs[1].metrics["loss:sum"]!) < 1e-5)
  }

  @Test func whatCannotBeDoneIsRefusedInWordsAndCostsTheOthersNothing() throws {
    var engine = try engine("a", "b")
    let targets = integers([1, 2, 3, 4], [4])
    var picture = text
    picture.modelInput[0].image = Tinker_Image()
    let cases: [(EngineRequest, String)] = [
      (
        try pass(1, "b", [datum([1, 2, 3], ["target_tokens": integers([1, 2], [2])])]),
        "target_tokens has 2 rows but model_input has 3 tokens"
      ),
      (
        try pass(2, "b", [text, datum([1, 2, 3, 4], ["target_tokens": targets])]),
        "datum 1: cross_entropy needs weights"
      ),
      (try pass(3, "b", [picture]), "this model reads text"),
      (try pass(4, "b", loss: "stable_reinforce"), "cross_entropy"),
      (try pass(5, "b", [datum([1], [:])]), "no target_tokens"), (try pass(6, "b", []), "there are none"),
      (
        try pass(
          7, "b", [datum([1, 900], ["target_tokens": integers([1, 2], [2]), "weights": floats([1, 1], [2])])]),
        "the token 900"
      ),
      (try pass(8, "b", [datum([1, 2, 3, 4], ["target_tokens": targets, "weights": floats([1], [4])])]), "shape"),
      (
        try pass(9, "b", [datum([1], ["target_tokens": floats([.nan], [1]), "weights": floats([1], [1])])]), "no token"
      ),
    ]
    let replies = engine.answer([try pass(0, "a")] + cases.map(\.0))
    _ = try output(replies[0])
    for (reply, (request, words)) in zip(replies.dropFirst(), cases) {
      #expect(reply.id == request.id && refusal(reply).contains(words))
    }
    #expect(engine.models["b"]?.gradient == nil)
    guard case .failed = engine.answer([try pass(9, "nobody")])[0].outcome else { throw EngineLost("it passed") }
    #expect(refusal(EngineReply(id: 1, engine.only(.create(model: "c", AdapterShape(rank: 0))))).contains("rank"))
  }

  @Test func samplersAreSnapshotsAndSampleTogether() throws {
    try withEngineFolder { folder in
      var engine = try engine("a")
      #expect(engine.only(.openSampler(sampler: "base", folder: nil)) == .done)
      _ = engine.answer([try pass(1, "a")])
      var step = OptimizerStep()
      step.rate = 0.1
      _ = engine.only(.step(model: "a", step))
      let path = folder.appending(path: "s1").path
      guard case .saved(let bytes) = engine.only(.save(model: "a", folder: path, .sampler)) else {
        throw EngineLost("not saved")
      }
      #expect(bytes > 0 && engine.only(.openSampler(sampler: "s1", folder: path)) == .done)
      let orders = [
        try order(1, "s1") { ($0.seed, $0.count) = (3, 2) },
        try order(2, "base") {
          ($0.wantsPromptLogProbabilities, $0.topPromptTokens, $0.topSampledTokens) = (true, 2, 3)
        },
        try order(3, "s1") { $0.prompt = [999] }, try order(4, "none"),
      ]
      let replies = engine.answer(orders)
      let (first, second) = (try sampled(replies[0]), try sampled(replies[1]))
      #expect(
        first.sequences.count == 2 && first.sequences.allSatisfy { $0.tokens.count == 20 && $0.logprobs.count == 20 })
      #expect(!first.hasPromptLogprobs && second.hasPromptLogprobs && second.promptLogprobs.count == 12)
      #expect(Float(bitPattern: WireTensor.values(second.promptLogprobs, UInt32.self)[0]).isNaN)
      #expect(second.topkPromptLogprobs.k == 2 && second.topkPromptLogprobs.length == 3)
      #expect(WireTensor.values(second.topkPromptLogprobs.tokenIds, Int32.self).prefix(2) == [0, 0])
      #expect(Float(bitPattern: WireTensor.values(second.topkPromptLogprobs.logprobs, UInt32.self)[1]) == -99999)
      #expect(second.sequences[0].topkSampledLogprobs.k == 3 && second.sequences[0].topkSampledLogprobs.length == 5)
      #expect(refusal(replies[2]).contains("the token 999"))
      guard case .failed = replies[3].outcome else { throw EngineLost("it passed") }
      let last = try order(5, "base") { ($0.wantsPromptLogProbabilities, $0.lastPromptPlaces) = (true, 1) }
      let told = WireTensor.values(try sampled(engine.answer([last])[0]).promptLogprobs, UInt32.self)
      #expect(told.map { Float(bitPattern: $0).isNaN } == [true, true, false])
      #expect(told[2] == WireTensor.values(second.promptLogprobs, UInt32.self)[2])
      // What the model learns afterwards changes nothing for its sampler.
      _ = engine.answer([try pass(1, "a")])
      _ = engine.only(.step(model: "a", step))
      #expect(engine.answer([orders[0]])[0].body == engine.answer([orders[0]])[0].body)
      #expect(try sampled(engine.answer([orders[0]])[0]).sequences.map(\.tokens) == first.sequences.map(\.tokens))
    }
  }

  @Test func aSavedModelGoesOnBitForBitAndAFolderIsWholeOrNotThere() throws {
    try withEngineFolder { folder in
      var engine = try engine("a")
      let path = folder.appending(path: "state").path
      _ = engine.answer([try pass(1, "a")])
      _ = engine.only(.step(model: "a", OptimizerStep()))
      _ = engine.answer([try pass(1, "a", [text])])
      #expect(engine.only(.save(model: "a", folder: path, .training)) != .done)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state"])
      guard case .failed = engine.only(.save(model: "a", folder: path, .training)) else {
        throw EngineLost("it passed")
      }
      var other = LanguageEngine(try base())
      #expect(other.only(.load(model: "b", folder: path, optimizer: true)) == .done)
      #expect(engine.only(.step(model: "a", OptimizerStep())) == other.only(.step(model: "b", OptimizerStep())))
      #expect(engine.answer([try pass(1, "a")])[0].body == other.answer([try pass(1, "b")])[0].body)
      var stranger = LanguageEngine(try base(seed: 2))
      #expect(
        refusal(EngineReply(id: 1, stranger.only(.load(model: "b", folder: path, optimizer: true)))).contains(
          "another base"))
      #expect(
        refusal(EngineReply(id: 1, other.only(.load(model: "b", folder: folder.path, optimizer: true)))).contains(
          "no adapter"))
      let peft = folder.appending(path: "peft").path
      #expect(engine.only(.save(model: "a", folder: peft, .external)) != .done)
      #expect(engine.only(.openSampler(sampler: "peft", folder: peft)) == .done)
      #expect(engine.only(.drop(models: ["a", "nobody"], samplers: ["peft"])) == .done && engine.models.isEmpty)
    }
  }
}

private func withEngineFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
