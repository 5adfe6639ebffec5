import Foundation
import Language
import Service
import SwiftProtobuf

extension LanguageEngine {
  /// Judges the data of several models' requests in one pass, and adds their gradients.
  mutating func judge(_ requests: [EngineRequest]) -> [EngineReply] {
    var replies = requests.map { EngineReply(id: $0.id, .done) }
    var asked: [(index: Int, name: String, training: AdapterTraining, request: PolicyRequest)] = []
    for (index, request) in requests.enumerated() {
      guard case .forwardBackward(let name) = request.work else { continue }
      do {
        let message = try Tinker_ForwardBackwardRequest(serializedBytes: request.body)
        asked.append((index, name, try model(name), try PolicyRequest(message)))
      } catch { replies[index] = EngineReply(id: request.id, Self.outcome(of: error)) }
    }
    let results = base.judge(asked.map(\.request), adapters: asked.map(\.training.adapters))
    for (ask, result) in zip(asked, results) {
      let id = requests[ask.index].id
      do {
        let result = try result.get()
        if let gradient = result.gradient { models[ask.name]?.add(gradient) }
        // The order of a map's entries is else another at each time, and equal answers would differ in their bytes.
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        replies[ask.index] = EngineReply(
          id: id, .done,
          body: try Tinker_ForwardBackwardOutput(result, of: ask.request.data).serializedBytes(options: options))
      } catch { replies[ask.index] = EngineReply(id: id, Self.outcome(of: error)) }
    }
    return replies
  }
}

extension PolicyRequest {
  /// The request of a message.
  init(_ message: Tinker_ForwardBackwardRequest) throws {
    var settings = message.lossFnConfig
    for (key, value) in message.lossFnConfigV2 {
      guard case .number(let number) = value.value else {
        throw LanguageError("loss_fn_config \(key)", "it is a text; the losses here have numbers")
      }
      settings[key] = number
    }
    let loss = try PolicyLoss(message.lossFn, settings)
    let data = try message.data.enumerated().map { index, datum in
      do throws(WireError) { return try PolicyDatum(datum) } catch {
        throw WireError(problem: "datum \(index): \(error.problem)")
      }
    }
    self.init(data, loss, isForwardOnly: message.forwardOnly)
  }
}

extension PolicyDatum {
  /// The datum of a message.
  init(_ message: Tinker_Datum) throws(WireError) {
    let tokens = try message.modelInput.tokens()
    guard let stored = message.lossFnInputs["target_tokens"] else {
      throw WireError(problem: "loss_fn_inputs has no target_tokens")
    }
    let targets = try WireTensor(stored, "target_tokens")
    guard targets.rows == tokens.count else {
      throw WireError(
        problem: "target_tokens has \(targets.rows) rows but model_input has \(tokens.count) tokens")
    }
    if targets.columns == 0 {
      throw WireError(problem: "target_tokens has no columns; give one token after each or more")
    }
    let ids = targets.numbers.compactMap { Int(exactly: $0) }
    guard ids.count == targets.numbers.count else {
      throw WireError(problem: "target_tokens has a number that is no token")
    }
    var inputs: [String: [Double]] = [:]
    for (name, tensor) in message.lossFnInputs where name != "target_tokens" {
      inputs[name] = try WireTensor(tensor, name).numbers
    }
    self.init(
      tokens: tokens, targets: ids, width: targets.columns ?? 1,
      isMatrix: targets.columns != nil, inputs: inputs)
  }
}

extension Tinker_ForwardBackwardOutput {
  private static let type = "ArrayRecord"

  /// The message of a result: a record for each run of data whose rows are of one shape.
  init(_ result: PolicyResult, of data: [PolicyDatum]) {
    self.init()
    lossFnOutputType = Self.type
    metrics = result.metrics
    var start = 0
    while start < data.count {
      let first = data[start]
      let end = data[start...].firstIndex { $0.width != first.width || $0.isMatrix != first.isMatrix } ?? data.count
      let values = result.logProbabilities[start..<end]
      var tensor = Tinker_BatchedTensor()
      tensor.data = Data(floats: values.joined())
      let sizes = values.map { Int64(4 * $0.count) }
      tensor.offsets = Data(littleEndian: sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) })
      tensor.dtype = .float32
      tensor.trailingShape = first.isMatrix ? [Int64(first.width)] : []
      var record = Tinker_ArrayRecord()
      (record.typeTag, record.fields, record.numDatums) = (Self.type, ["logprobs": tensor], Int64(end - start))
      lossFnOutputs.append(record)
      start = end
    }
  }
}
