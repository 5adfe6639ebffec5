internal import Foundation
internal import Hummingbird

extension ModelService {
  /// Returns the secret part of a link to a file of an exported checkpoint: whoever has it reads the file without a key.
  func link(to checkpoint: StoredCheckpoint) -> String {
    let folder = checkpoint.folder
    if let known = links.first(where: { $0.value == folder }) { return known.key }
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
    links[secret] = folder
    return secret
  }

  /// Returns a file by its link.
  func linked(_ secret: String, _ name: String) throws -> Data {
    guard let folder = links[secret], try TinkerRoutes.files(folder).contains(name) else {
      throw ServiceError.notFound("the file; ask for external_weights_urls again")
    }
    return try Data(contentsOf: URL(filePath: folder).appending(path: name))
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
