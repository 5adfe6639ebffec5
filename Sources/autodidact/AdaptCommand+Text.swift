import Experiments
import Foundation
import Language
import Networks
import Reports
import Runs
import Search
import Tensors

extension AdaptCommand {
  /// Adapts a language model to a text.
  func adaptToText(on device: Device, to output: Output, console: Console) throws {
    guard options.solver == Solver(), source.from == nil else {
      throw BadInputError("--steps, --copies, --votes, --pairs and --from are for tasks; for a text give --set steps=…")
    }
    let plan = try text.plan()
    try checkOutput()
    let texts = try TextCollection(at: URL(fileURLWithPath: file))
    let protected = try text.protect.map { try TextCollection(at: URL(fileURLWithPath: $0)).documents } ?? []
    for omission in texts.omissions { console.print("left out: \(printable(omission.path)): \(omission.reason)") }
    let (model, path) = try languageModel(plan, on: device)
    let adaptation = try TextAdaptation(
      model, texts.documents, plan, protecting: protected, passages: text.passages)
    let run = try run(adaptation, of: texts.documents + protected, model: path, console: console)
    let result = TextAdaptationResult(
      run.outcome, run.verdict, threshold: text.threshold, out: run.isWritten ? out : nil, omissions: texts.omissions)
    if let report = text.report {
      try WholeFile.write(
        result.page(command: CommandLine.arguments.dropFirst()).html(), to: URL(fileURLWithPath: report))
    }
    try output.result(result) { result.blocks.text(output.console.format) }
    try run.check(result.sentence, console: console)
  }

  /// Throws for an output that is there already, or that is an input.
  func checkOutput() throws {
    guard !FileManager.default.fileExists(atPath: out) else {
      throw BadInputError("cannot write \(out): it is there already; name a folder that is not")
    }
    try OutputFile.check([out, text.report], inputs: [file, text.model])
  }

  /// The language model of `--model` in the plan's precision, and its file or folder.
  func languageModel(_ plan: TextAdaptationPlan, on device: Device) throws -> (LanguageModel, URL) {
    let path = try ModelFolder().resolve(text.model ?? "")
    var model = try LanguageModel(at: path, dtype: plan.precision == .float32 ? .float32 : .bfloat16)
    model.decoder = model.decoder.map { $0.moved(to: device) }
    return (model, path)
  }

  /// Adapts, from a stored state if there is one, judges, and writes the adapter if it may be.
  func run(
    _ adaptation: TextAdaptation, of documents: [TextDocument], model path: URL, console: Console
  ) throws -> FinishedAdaptation {
    let (plan, folder) = (adaptation.plan, URL(fileURLWithPath: out))
    let state = AdaptationState(
      beside: folder, of: try AdaptationState.fingerprint(plan, documents, model: path, text.passages))
    let stored = try state.read()
    if let step = stored?.metadata["step"] { console.print("goes on from step \(step) of \(state.url.path)") }
    var bar = ProgressBar("adapt", total: plan.steps, console: console)
    let outcome = try adaptation.run(from: stored, store: state.write) { event in
      switch event {
      case .scoring(let what): bar.say("scores \(what)")
      case .estimate(let seconds, let bytes):
        bar.say(
          "about \(duration(seconds * Double(plan.steps))) for \(plan.steps) steps, "
            + String(format: "%.1f GB of tensors", bytes / 1e9))
      case .step(let step, let loss): bar.update(step, String(format: "loss %.3f", loss))
      case .measured(let step, let bits): bar.say(String(format: "step %d: held out %.4f bits per byte", step, bits))
      }
    }
    bar.finish()
    let verdict = AdaptationVerdict(outcome.protected, threshold: text.threshold)
    let isWritten = verdict == .passes || text.accept
    if isWritten {
      try outcome.write(to: folder, base: path.path, console: console)
      state.remove()
    }
    return FinishedAdaptation(outcome: outcome, verdict: verdict, isWritten: isWritten, state: state.url)
  }
}

/// An adaptation that ended and was judged.
struct FinishedAdaptation {
  let outcome: TextAdaptationOutcome
  let verdict: AdaptationVerdict
  let isWritten: Bool
  let state: URL

  /// Throws if the adapter was refused, with the reason.
  func check(_ sentence: String, console: Console) throws {
    guard isWritten else {
      throw failure(
        "the adapter was not written: \(sentence); what was learned is kept in \(state.path), and the same command "
          + "with --accept writes it all the same", console: console)
    }
  }
}

/// The stored state of an adaptation that has not ended.
struct AdaptationState {
  let url: URL
  private let fingerprint: String

  init(beside folder: URL, of fingerprint: String) {
    url = folder.deletingLastPathComponent().appendingPathComponent(folder.lastPathComponent + ".partial.safetensors")
    self.fingerprint = fingerprint
  }

  /// Returns a checksum of all that the result is a function of.
  static func fingerprint(
    _ plan: TextAdaptationPlan, _ documents: [TextDocument], model: URL, _ passages: Int
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var data = try encoder.encode(plan)
    for document in documents { data.append(Data("\(document.name)\0\(document.prompt)\0\(document.text)\0".utf8)) }
    let size = try FileManager.default.attributesOfItem(atPath: model.path)[.size] as? Int ?? 0
    data.append(Data("\(model.standardizedFileURL.path) \(size) \(passages)".utf8))
    return Checksum.text(of: data)
  }

  /// Returns the state, or `nil` if there is none.
  func read() throws -> Safetensors? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let stored = try Safetensors(decoding: try Data(contentsOf: url), named: url.path)
    guard stored.metadata["fingerprint"] == fingerprint else {
      throw BadInputError(
        "\(url.path) is the state of another adaptation: other text, model or settings; remove it, or give another --out"
      )
    }
    return stored
  }

  /// Writes a state, whole or not at all.
  func write(_ state: Safetensors) throws {
    var state = state
    state.metadata["fingerprint"] = fingerprint
    try WholeFile.write(state.encoded(), to: url)
  }

  /// Removes the file: the adaptation has ended. One that stays is resumed at its end, or refused by its fingerprint.
  func remove() { try? FileManager.default.removeItem(at: url) }
}

extension TextAdaptationOutcome {
  /// Writes adapters as a PEFT folder, other methods' weights as a whole model, and a card beside them; whole or not at all.
  func write(to folder: URL, base: String, console: Console) throws {
    let partial = folder.deletingLastPathComponent().appendingPathComponent(".\(folder.lastPathComponent).partial")
    // Usually nothing is there; what cannot be removed cannot be written over either, which then throws.
    try? FileManager.default.removeItem(at: partial)
    if adaptation.plan.method == .lora {
      try adapted.decoder.write(peft: partial, base: base)
    } else {
      try adapted.decoder.write(huggingFace: partial)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try WholeFile.write(try encoder.encode(TextAdaptationCard(self)), to: partial.appending(path: "autodidact.json"))
    try FileManager.default.moveItem(at: partial, to: folder)
  }
}

/// The card beside an adapter: how it came to be, and the ids of the passages that it was judged by.
struct TextAdaptationCard: Encodable {
  let model: String
  let plan: TextAdaptationPlan
  let heldOut: PairedScores
  let protected: PairedScores
  let suite: ProtectedSuite

  init(_ outcome: TextAdaptationOutcome) {
    (model, plan) = (outcome.adaptation.model.name, outcome.adaptation.plan)
    (heldOut, protected, suite) = (outcome.heldOut, outcome.protected, outcome.adaptation.suite)
  }
}
