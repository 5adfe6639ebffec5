internal import MetaLearning
internal import Synchronization
internal import Tasks

/// The catalogue of task distributions that models can be trained on. A new one is a file and a line here; a program
/// that has one of its own adds it.
public enum TaskDistributions {
  private static let builtIn: [TaskEntry] =
    [.families] + ExampleFamilies.all.map { .numbers($0) } + [.omniglot, .text]
  private static let added = Mutex<[TaskEntry]>([])

  /// All distributions: procedural families of grids and rows, regressions, images, text, and those added by a program.
  public static var all: [TaskEntry] {
    let added = added.withLock { $0 }
    let names = Set(added.map(\.name))
    return builtIn.filter { !names.contains($0.name) } + added
  }

  /// Adds a distribution, which replaces an earlier one of its name; before any configuration that names it is read.
  public static func add(_ entry: TaskEntry) {
    added.withLock { $0 = $0.filter { $0.name != entry.name } + [entry] }
  }
}
