import ArgumentParser
import Experiments
import Language
import MetaLearning
import Networks
import Repositories
import Runs
import Scaling
import Tasks
import Tensors

/// An error that other arguments or files would resolve: the command ends with 2.
protocol InvalidInput: Error {
  /// Whether this error is of that kind.
  var isInvalidInput: Bool { get }
}

extension InvalidInput {
  var isInvalidInput: Bool { true }
}

/// Does the work of a command; an error is printed on the error stream, and determines the exit code.
func reportingFailure(console: Console = .errors, _ work: () throws -> Void) throws {
  do {
    try work()
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch {
    let isInvalid = (error as? any InvalidInput)?.isInvalidInput ?? false
    throw failure(error, isInvalid ? .badInput : .failure, console: console)
  }
}

/// Does the work of a command that waits for other processes.
func reportingFailure(console: Console = .errors, _ work: () async throws -> Void) async throws {
  var failure: (any Error)?
  do { try await work() } catch { failure = error }
  try reportingFailure(console: console) {
    if let failure { throw failure }
  }
}

/// Arguments that do not go together or name nothing.
struct BadInputError: InvalidInput, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension ArchiveError: InvalidInput {}
extension ConfigurationError: InvalidInput {}
extension DecoderFileError: InvalidInput {}
extension DeviceError: InvalidInput {}
extension EpisodeShapeError: InvalidInput {}
extension GGUFError: InvalidInput {}
extension LanguageError: InvalidInput {}
extension ModelFileError: InvalidInput {}
extension OverlayError: InvalidInput {}
extension ResultsPageError: InvalidInput {}
extension RepositoryError: InvalidInput {}
extension RunStoreError: InvalidInput { var isInvalidInput: Bool { isBadInput } }
extension SafetensorsError: InvalidInput {}
extension ScalingError: InvalidInput {}
extension ScalingRequestError: InvalidInput {}
extension ShippedModelError: InvalidInput {}
extension StudyTableError: InvalidInput {}
extension TableError: InvalidInput {}
extension TaskFileError: InvalidInput {}
extension TokenizerError: InvalidInput {}
extension UnknownExampleFamilyError: InvalidInput {}
extension UnknownFamilyError: InvalidInput {}
extension UnsupportedLearner: InvalidInput {}
