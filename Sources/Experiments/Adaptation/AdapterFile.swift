public import Foundation
public import MetaLearning
public import Networks
internal import Runs
public import Search
internal import Tasks
internal import Tensors

/// An adapted task on disk: only the leaves that adapted, and the checksum of the model that has the others.
public struct AdapterFile: Sendable {
  static let format = "autodidact-adapter-1"

  /// The adapted task.
  public let task: AdaptedTask<TinyRecursiveModel>
  /// The settings by which it adapted and answers.
  public let solver: Solver

  /// Creates an adapter to write.
  public init(_ task: AdaptedTask<TinyRecursiveModel>, solver: Solver) { (self.task, self.solver) = (task, solver) }

  private struct Description: Codable {
    struct View: Codable {
      let colours: [Int]
      let turn: Dihedral
      let down: Int
      let right: Int
    }
    let name: String
    let model: String
    let solver: Solver
    let views: [View]
    let free: [Int]
    let canvas: Canvas

    /// Views are stored by the name that they had in the first files.
    enum CodingKeys: String, CodingKey {
      case name, model, solver, free, canvas
      case views = "looks"
    }
  }

  /// Writes the file atomically; `model` are the bytes of the model file that was adapted.
  public func write(to url: URL, model: Data) throws {
    let description = Description(
      name: task.name, model: Checksum.text(of: model), solver: solver,
      views: task.views.augmentations.map {
        .init(colours: $0.colours, turn: $0.turn, down: $0.down, right: $0.right)
      },
      free: task.views.free, canvas: task.views.canvas)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(description), as: UTF8.self)
    let shared = try Self.network(of: model).named()
    let adapted = task.network.named().filter { $0.value.rank > shared[$0.key]?.rank ?? 0 }
    let file = Safetensors(adapted, metadata: ["format": Self.format, "adapter": json])
    try WholeFile.write(file.encoded(), to: url)
  }

  /// Returns the network of a model's bytes.
  private static func network(of data: Data) throws -> TinyRecursiveModel {
    try ModelFile(decoding: data, named: "the model").model().slow.network
  }

  /// Reads an adapter for the model of these bytes.
  /// - Throws: `ModelFileError` if it is no adapter or belongs to another model, `SafetensorsError` if it is damaged.
  public init(contentsOf url: URL, model data: Data) throws {
    func refuse(_ problem: String, _ remedy: String) -> ModelFileError {
      ModelFileError(file: url.path, problem: problem, remedy: remedy)
    }
    let bytes: Data
    do { bytes = try Data(contentsOf: url) } catch {
      throw refuse("it cannot be read", "check the path given with --adapter")
    }
    let file = try Safetensors(decoding: bytes, named: url.path)
    let remedy = "give a file that `autodidact adapt` wrote"
    guard file.metadata["format"] == Self.format, let json = file.metadata["adapter"] else {
      throw refuse("it is not an adapter", remedy)
    }
    let description: Description
    do { description = try JSONDecoder().decode(Description.self, from: Data(json.utf8)) } catch {
      throw refuse("its description cannot be read: \(error)", remedy)
    }
    guard description.model == Checksum.text(of: data) else {
      throw refuse("it was made for another model", "name that model with --from, or adapt again")
    }
    let viewsFit = description.views.allSatisfy {
      $0.colours.sorted() == Array(0...9) && (0...30).contains($0.down) && (0...30).contains($0.right)
    }
    guard viewsFit, !description.views.isEmpty, description.free.allSatisfy({ (0...9).contains($0) }),
      description.canvas.count <= 10_000
    else { throw refuse("its views are impossible", "adapt again") }
    var network = try Self.network(of: data)
    let leaves = network.named()
    for (name, tensor) in file.tensors {
      guard let leaf = leaves[name], tensor.shape == [description.views.count] + leaf.shape else {
        throw refuse("tensor \"\(name)\" \(tensor.shape) does not fit the model", "adapt again")
      }
    }
    network = network.mapNamed { name, leaf in file.tensors[name] ?? leaf }
    solver = description.solver
    task = AdaptedTask(
      name: description.name, network: network,
      views: TaskViews(
        augmentations: description.views.map {
          Augmentation(colours: $0.colours, turn: $0.turn, down: $0.down, right: $0.right)
        }, free: description.free, canvas: description.canvas))
  }
}
