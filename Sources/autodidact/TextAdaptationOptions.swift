import ArgumentParser
public import Language
public import Settings

/// The options of `adapt` for texts.
struct TextAdaptationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The language model: a Hugging Face folder, a .gguf file, or a name that `autodidact model list` shows.",
      valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A setting of learning a text: method (lora, biases, lastLayers, everything), rank, alpha, rate, steps, batch, "
        + "window, heldOut, patience, … May be given again.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("More texts that must not be lost.", valueName: "path"))
  var protect: String?

  @Option(help: "Passages of the model's own that must not be lost.")
  var passages = 24

  @Option(help: "Bits per byte that protected texts may lose, at the upper end of the interval.")
  var threshold = 0.05

  @Flag(help: "Write the adapter though protected texts lost too much, or too few were there to tell.")
  var accept = false

  @Option(help: ArgumentHelp("Write an HTML report with curves and passages.", valueName: "file"))
  var report: String?

  /// Returns the plan that the settings make.
  func plan() throws -> TextAdaptationPlan {
    var plan = TextAdaptationPlan()
    for setting in set { plan = try Overlay.apply(setting: setting, to: plan) }
    if let problem = plan.problem { throw BadInputError("--set \(problem)") }
    return plan
  }

  func validate() throws {
    guard threshold > 0, threshold.isFinite else {
      throw ValidationError("--threshold is \(threshold); give bits per byte above 0")
    }
    guard (0...10_000).contains(passages) else { throw ValidationError("--passages is \(passages); give 0 to 10000") }
  }
}

extension TextAdaptationPlan: Defaulted {}
