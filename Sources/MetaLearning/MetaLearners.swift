/// The catalogue of learners. A new one is a file and a line here; commands, guides and contract tests read it.
public enum MetaLearners {
  /// All learners.
  public static let all: [MetaLearnerEntry] = [
    JointTraining.entry,
    Reptile.entry,
    FirstOrderMAML.entry,
    MAML.entry,
    MAMLPlusPlus.entry,
    ImplicitMAML.entry,
    MetaSGD.entry,
    MetaCurvature.entry,
    ANIL.entry,
    BOIL.entry,
    CAVIA.entry,
    PrototypicalNetworks.entry,
    MatchingNetworks.entry,
    RelationNetworks.entry,
    ConditionalNeuralProcess.entry,
    MetaLoRA.entry,
    TaskReparameterization.entry,
    PrefixTuning.entry,
    LastLayer.entry,
    BiasTuning.entry,
  ]

  /// Returns the learner of a name, or `nil` if there is none.
  public static func named(_ name: String) -> MetaLearnerEntry? { all.first { $0.name == name } }
}
