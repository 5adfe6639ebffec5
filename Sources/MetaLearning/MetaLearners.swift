internal import Networks

/// The catalogue of learners. A new one is a file and a line here; commands, guides and contract tests read it.
public struct MetaLearnerEntry: Sendable {
  /// What configurations call it.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// Makes the method for a network; refuses one on which it makes no sense.
  public let make: @Sendable (LearnerRequest) throws(Refusal) -> any MetaLearner

  /// A line of the catalogue.
  public init(
    _ name: String, _ summary: String, source: String,
    make: @escaping @Sendable (LearnerRequest) throws(Refusal) -> any MetaLearner
  ) {
    (self.name, self.summary, self.source, self.make) = (name, summary, source, make)
  }
}

/// The learners there are.
public enum MetaLearners {
  /// Every learner.
  public static let all: [MetaLearnerEntry] = [
    MetaLearnerEntry(
      "joint", "one model on all tasks, one learned vector a task: the published way, and the baseline",
      source: "Jolicoeur-Martineau 2025"
    ) { JointTraining(inner: $0.inner) },
    MetaLearnerEntry(
      "reptile", "moves the start toward where each task's own training ends",
      source: "Nichol, Achiam, Schulman 2018"
    ) { Reptile(inner: $0.inner, options: $0.options.reptile) },
    MetaLearnerEntry(
      "fomaml", "MAML with inner gradients as constants: no second derivatives",
      source: "Finn, Abbeel, Levine 2017, Section 5.2"
    ) { FirstOrderMAML(inner: $0.inner, queryWeights: $0.queryWeights) },
    MetaLearnerEntry(
      "maml", "differentiates the query loss through the inner steps", source: "Finn, Abbeel, Levine 2017"
    ) { MAML(inner: $0.inner, queryWeights: $0.queryWeights) },
    MetaLearnerEntry(
      "maml++", "MAML with a loss after each step, learned rates and annealed derivatives",
      source: "Antoniou, Edwards, Storkey 2019"
    ) { request throws(Refusal) in try MAMLPlusPlus(request) },
    MetaLearnerEntry(
      "imaml", "differentiates where the inner problem ends, whatever the way there: memory of one step",
      source: "Rajeswaran, Finn, Kakade, Levine 2019"
    ) { request throws(Refusal) in try ImplicitMAML(request) },
    MetaLearnerEntry(
      "metaSGD", "MAML that learns a rate for each element", source: "Li, Zhou, Chen, Li 2017"
    ) { request throws(Refusal) in try MetaSGD(request) },
    MetaLearnerEntry(
      "metaCurvature", "MAML that learns matrices that bend each inner gradient", source: "Park, Oliva 2019"
    ) { request throws(Refusal) in try MetaCurvature(request) },
    MetaLearnerEntry(
      "anil", "MAML whose inner loop adapts the head alone", source: "Raghu et al. 2020"
    ) { request throws(Refusal) in try ANIL(request) },
    MetaLearnerEntry(
      "boil", "MAML whose inner loop adapts everything but the head", source: "Oh et al. 2021"
    ) { request throws(Refusal) in try BOIL(request) },
    MetaLearnerEntry(
      "cavia", "adapts a context vector from zero; weights are shared", source: "Zintgraf et al. 2019"
    ) { request throws(Refusal) in try CAVIA(request) },
    MetaLearnerEntry(
      "proto", "the class whose mean feature is nearest: no step, nothing stored but means", source: "Snell et al. 2017"
    ) { request throws(Refusal) in try PrototypicalNetworks(request) },
    MetaLearnerEntry(
      "matching", "labels of the support set, weighed by how alike features are", source: "Vinyals et al. 2016"
    ) { request throws(Refusal) in try MatchingNetworks(request) },
    MetaLearnerEntry(
      "relation", "a learned likeness of a query and each class", source: "Sung et al. 2018"
    ) { request throws(Refusal) in try RelationNetworks(request) },
    MetaLearnerEntry(
      "cnp", "an encoder makes a context of the support set, without a step", source: "Garnelo et al. 2018"
    ) { request throws(Refusal) in try ConditionalNeuralProcess(request) },
    MetaLearnerEntry(
      "lora", "MAML whose inner loop adapts low-rank adapters alone", source: "Hu et al. 2021; Finn et al. 2017"
    ) { request throws(Refusal) in try MetaLoRA(request) },
    MetaLearnerEntry(
      "tarp", "adapts a small core and a gate a layer, between shared low-rank factors",
      source: "Hou, Salazar, Polovets 2022"
    ) { request throws(Refusal) in try TaskReparameterization(request) },
    MetaLearnerEntry(
      "prefix", "adapts a prompt alone, from a learned start", source: "Lester et al. 2021; Li, Liang 2021"
    ) { request throws(Refusal) in try PrefixTuning(request) },
    MetaLearnerEntry(
      "lastLayer", "makes each task's last layer from zero, on features that are learned",
      source: "Kao et al. 2022; Tian et al. 2020"
    ) { request throws(Refusal) in try LastLayer(request) },
    MetaLearnerEntry(
      "biasOnly", "MAML whose inner loop adapts biases alone", source: "Ben Zaken et al. 2022"
    ) { request throws(Refusal) in try BiasTuning(request) },
  ]

  /// The learner of a name, if there is one.
  public static func named(_ name: String) -> MetaLearnerEntry? { all.first { $0.name == name } }
}
