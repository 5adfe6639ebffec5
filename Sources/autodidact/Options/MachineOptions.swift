import ArgumentParser
import Tensors

/// Where and with how many threads tensors are computed.
struct MachineOptions: ParsableArguments {
  @Option(help: "cpu, cuda or cuda:N.")
  var device = "cpu"

  @OptionGroup var threading: ThreadOption

  /// The device, after the threads were set.
  func prepared() throws -> Device {
    try threading.apply()
    return try Device(named: device)
  }
}

/// How many threads an operation may use.
struct ThreadOption: ParsableArguments {
  @Option(help: "Threads of one operation; more than 1 may change the last digits of results.")
  var threads = 1

  func validate() throws {
    guard (1...1_024).contains(threads) else {
      throw ValidationError("--threads is \(threads); give a number from 1 to 1024")
    }
  }

  /// Opens libtorch and tells it.
  func apply() throws {
    try Torch.load()
    Torch.threads = threads
  }
}
