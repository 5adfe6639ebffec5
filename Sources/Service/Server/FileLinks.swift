internal import Foundation
internal import Hummingbird

/// A link to the files of an exported checkpoint.
struct FileLink {
  /// How long a link can be asked, in seconds.
  static let lifetime = 3600.0
  let folder: String
  let end: Date
}

extension ModelService {
  /// Returns the secret part of links to the files of an exported checkpoint, and their end: whoever has it reads them without a key.
  func link(to checkpoint: StoredCheckpoint) -> (secret: String, end: Date) {
    links = links.filter { $0.value.end > now() }
    let end = now().addingTimeInterval(FileLink.lifetime)
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
    links[secret] = FileLink(folder: checkpoint.folder, end: end)
    return (secret, end)
  }

  /// Returns a file by its link.
  func linked(_ secret: String, _ name: String) throws -> Data {
    // A checkpoint that was deleted since has no files.
    guard let link = links[secret], link.end > now(), let names = try? TinkerRoutes.files(link.folder),
      names.contains(name)
    else { throw ServiceError.notFound("the file; ask for external_weights_urls again") }
    return try Data(contentsOf: URL(filePath: link.folder).appending(path: name))
  }
}

/// The files of exported checkpoints, by links that only their owner was told.
struct FileLinks: Sendable {
  let service: ModelService

  func add(to router: Router<ServiceContext>) {
    router.group("/files").add(middleware: TinkerErrors()).get("{secret}/{name}") { _, context in
      let data = try await service.linked(
        try context.parameters.path("secret"), try context.parameters.path("name"))
      return Wire.reply(data, type: "application/octet-stream")
    }
  }
}
