/// The statistics that normalize a batch, and so what an answer may depend on. Printed with every result.
///
/// `transductive` lets a query see the other queries of its task; the others answer each query by itself. Scales and
/// shifts for each inner step go with any of them (`ConvNetConfiguration.hasStepNorms`).
public enum Normalization: String, CaseIterable, Codable, Sendable {
  /// Batch norm by the examples that are processed together: support by support, query by the whole query set, as in
  /// MAML's and Reptile's published numbers.
  case transductive
  /// Batch norm by the support set, also for queries.
  case support
  /// Batch norm by the examples of all tasks together in training, by population statistics of meta-training tasks
  /// in evaluation, for each inner step.
  ///
  /// In training a task sees the others of its meta-batch, whose statistics approximate the population's: trained with
  /// each task's own, a network does not work with the population's.
  /// - Source: Antoniou et al. 2019, "How to Train Your MAML", Section 4 (BNRS). The code that its authors published
  ///   collects them and normalizes by the task all the same, in training and test: that is `transductive` here.
  case running
  /// Group norm: statistics of each example over groups of channels (Wu, He 2018, "Group Normalization").
  case group

  /// Whether an answer to a query depends on the other queries.
  public var isTransductive: Bool { self == .transductive }
}
