internal import Foundation
internal import MetaLearning
internal import Runs
internal import Tensors

extension StudyCell {
  /// Returns the metrics of the model that are known before it is measured.
  func facts(of file: ModelFile, seconds: Double?) -> [Metric] {
    let training = file.experiment
    let isWhole = training.initialize.isEmpty
    let parameters = file.parameters
    let numbers: [(String, Double?)] = [
      ("seed", Double(training.seed)), ("parameters", Double(parameters)),
      ("tasks", isWhole ? Double(training.tasksSeen) : nil), ("operations", isWhole ? training.operations : nil),
      ("seconds", isWhole ? seconds : nil),
    ]
    return numbers.compactMap { name, value in value.map { Metric("model/\(name)", step: 0, value: $0) } }
  }

  /// The name of the metric of a training's processor seconds, up to each of its checkpoints.
  static let secondsName = "train/seconds"

  /// The processor time of this process so far.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
