import Foundation
import Language
import Reports

/// The result of an adaptation to a text, for people and for programs.
struct TextAdaptationResult: Documentable {
  let model: String
  let plan: TextAdaptationPlan
  let documents: Int
  let heldOutDocuments: Int
  let scoredDocuments: Int
  let isHeldOutByDocument: Bool
  /// Whether the prompt of `inContext` is what was retrieved, and not the end of the learned text.
  let isRetrieved: Bool
  let omissions: [TextCollection.Omission]
  let tokens: Int
  let parameters: Int
  let bestStep: Int
  let curve: [TextAdaptation.Measurement]
  let heldOut: PairedScores
  let inContext: PairedScores
  let protected: PairedScores
  let threshold: Double
  let verdict: AdaptationVerdict
  let seconds: Double
  /// The folder, or `nil` if nothing was written.
  let out: String?
  /// The held-out texts that changed most, each with its tokens.
  let passages: [Passage]

  struct Passage: Encodable {
    let name: String
    let bitsBefore: Double
    let bitsAfter: Double
    let tokens: [TextAdaptationOutcome.Token]
  }

  init(
    _ outcome: TextAdaptationOutcome, _ verdict: AdaptationVerdict, threshold: Double, out: String?,
    omissions: [TextCollection.Omission]
  ) {
    let adaptation = outcome.adaptation
    (model, plan, tokens, parameters) = (adaptation.model.name, adaptation.plan, outcome.tokens, outcome.parameters)
    (documents, heldOutDocuments) = (adaptation.split.train.count, adaptation.split.heldOut.count)
    (scoredDocuments, isHeldOutByDocument) = (adaptation.scored.count, adaptation.split.isByDocument)
    isRetrieved = adaptation.isRetrieved
    (bestStep, curve, seconds, self.out, self.omissions) = (
      outcome.best, outcome.curve, outcome.seconds, out, omissions
    )
    (heldOut, inContext, protected) = (outcome.heldOut, outcome.inContext, outcome.protected)
    (self.verdict, self.threshold) = (verdict, threshold)
    let (before, after) = (outcome.heldOut.before, outcome.heldOut.after)
    let order = before.indices.sorted {
      after[$0].bitsPerByte - before[$0].bitsPerByte < after[$1].bitsPerByte - before[$1].bitsPerByte
    }
    let picked = order.count <= 4 ? order : Array(order.prefix(2) + order.suffix(2))
    passages = picked.map { index in
      Passage(
        name: adaptation.scored[index].name, bitsBefore: before[index].bitsPerByte, bitsAfter: after[index].bitsPerByte,
        tokens: outcome.tokens(of: index))
    }
  }

  /// The verdict in words.
  var sentence: String {
    let lost = Self.change(protected)
    let limit = String(format: "%.3f", threshold)
    return switch verdict {
    case .passes: "protected texts changed by \(lost) bits per byte, surely below \(limit)"
    case .losesTooMuch:
      "protected texts lost \(lost) bits per byte, more than \(limit)"
        + (plan.rehearsal == 0 ? "; --set rehearsal=0.5 loses less" : "; a lower rate loses less")
    case .cannotTell:
      "protected texts changed by \(lost) bits per byte, and \(protected.before.count) texts cannot tell whether that is "
        + "below \(limit); give more with --protect or --passages"
    }
  }

  private static func change(_ scores: PairedScores) -> String {
    let range = scores.interval.map { String(format: " (%+.3f to %+.3f)", $0.lowerBound, $0.upperBound) } ?? ""
    return String(format: "%+.3f", scores.rise) + range
  }

  private static func row(_ name: String, _ scores: PairedScores) -> [String] {
    [
      name, "\(scores.before.count)", String(format: "%.4f", scores.bitsBefore),
      String(format: "%.4f", scores.bitsAfter),
      change(scores),
    ]
  }

  var blocks: [DocumentBlock] {
    [
      .facts([
        Fact("model", model),
        Fact(
          "learned", "\(documents) texts, \(tokens) tokens an epoch; \(parameters) numbers by \(plan.method.rawValue)"),
        Fact(
          "held out",
          "\(heldOutDocuments) \(isHeldOutByDocument ? "documents" : "spans")"
            + (scoredDocuments < heldOutDocuments ? ", of which \(scoredDocuments) are scored" : "")),
        Fact("kept", "step \(bestStep) of \(curve.last?.step ?? 0), the best on held-out texts"),
      ]),
      .table(
        Table(
          ["bits per byte", "texts", "before", "after", "change (95 %)"], numeric: 1...,
          rows: [
            Self.row("held out", heldOut),
            Self.row(
              isRetrieved
                ? "  instead, what was retrieved in the prompt"
                : "  instead, the last \(TextAdaptation.contextTokens) learned tokens in the prompt", inContext),
            Self.row("protected", protected),
          ])),
      verdict == .passes ? .text(sentence) : .warning(sentence),
    ] + (out.map { [.facts([Fact("adapter", $0)])] } ?? [])
  }

  /// Returns the report: the answer, the curve, and the passages that changed most, token by token.
  func page(command: some Sequence<String>) -> Document {
    let points = curve.map { LinePlot.Point(x: Double($0.step), y: $0.heldOut) }
    let losses = curve.compactMap { m in m.loss.map { LinePlot.Point(x: Double(m.step), y: $0) } }
    let plots = [
      LinePlot(
        title: "Held-out texts", x: PlotAxis("step"), y: PlotAxis("bits per byte"),
        series: [.init("held out", points: points)]),
      LinePlot(
        title: "Learned texts", x: PlotAxis("step"), y: PlotAxis("nats per token"),
        series: [.init("training loss", points: losses)]),
    ]
    var page = Document(
      title: "What \(model) learned", answer: blocks, plots: plots,
      command: "autodidact \(command.joined(separator: " "))")
    page.blocks.append(.heading("Passages that changed most"))
    page.blocks.append(
      .text("Each token with the bits that it took before and after; ▼ where it takes at least one less, ▲ more."))
    for passage in passages {
      page.blocks.append(
        .text(
          String(
            format: "%@: %.3f bits per byte before, %.3f after", passage.name, passage.bitsBefore, passage.bitsAfter)))
      page.blocks.append(.table(Self.table(of: passage.tokens)))
    }
    return page
  }

  private static func table(of tokens: [TextAdaptationOutcome.Token]) -> Table {
    Table(
      ["token", "before", "after", ""], numeric: [1, 2],
      rows: tokens.map { token in
        let (before, after) = (token.before / M_LN2, token.after / M_LN2)
        let mark = after <= before - 1 ? "▼" : after >= before + 1 ? "▲" : ""
        return [token.text.debugDescription, String(format: "%.2f", before), String(format: "%.2f", after), mark]
      })
  }
}
