import ArgumentParser
import Tensors

/// The options for the device and the number of threads of tensors.
struct MachineOptions: ParsableArguments {
  @Option(help: "cpu, cuda or cuda:N.")
  var device = "cpu"

  @OptionGroup var threading: ThreadOption

  /// Sets the threads and returns the device.
  func prepared() throws -> Device {
    try threading.apply()
    return try Device(named: device)
  }
}

/// The option for the number of threads of an operation.
struct ThreadOption: ParsableArguments {
  @Option(help: "Threads of one operation; more than 1 may change the last digits of results.")
  var threads = 1

  func validate() throws {
    guard (1...1_024).contains(threads) else {
      throw ValidationError("--threads is \(threads); give a number from 1 to 1024")
    }
  }

  /// Opens libtorch and sets its threads.
  func apply() throws {
    try Torch.load()
    Torch.threads = threads
  }
}
