import ArgumentParser
import Experiments
import MetaLearning
import Runs
import Scaling
import Tasks
import Tensors

/// Does the work of a command; an error is said on the error stream, and decides how the process ends.
func reportingFailure(console: Console = .errors, _ work: () throws -> Void) throws {
  do {
    try work()
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch {
    throw failure(error, isBadInput(error) ? .badInput : .failure, console: console)
  }
}

/// Whether other arguments or files would have worked.
private func isBadInput(_ error: any Error) -> Bool {
  switch error {
  case is OverlayError, is ConfigurationError, is DeviceError, is TaskFileError, is UnknownFamilyError,
    is ArchiveError, is UnknownExampleFamilyError, is EpisodeShapeError:
    true
  case is ModelFileError, is SafetensorsError, is NoModelError, is BadInputError: true
  case is ScalingError, is TableError, is StudyTableError, is ScalingRequestError, is ResultsPageError: true
  case is UnsupportedLearner: true
  case let error as RunStoreError: error.isBadInput
  default: false
  }
}

/// Arguments that do not go together or name nothing.
struct BadInputError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
