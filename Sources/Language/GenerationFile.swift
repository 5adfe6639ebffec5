internal import Foundation

/// What a folder's `generation_config.json` says of texts' ends.
struct GenerationFile {
  /// The ids at which a text ends, or `nil` if the file names none.
  let ends: Set<Int>?

  /// Reads the file of a folder; one that is not there says nothing.
  /// - Throws: `LanguageError` for one that is not JSON, or whose `eos_token_id` is neither an id nor a list of ids.
  init(folder: URL) throws(LanguageError) {
    let url = folder.appending(path: "generation_config.json")
    guard FileManager.default.fileExists(atPath: url.path) else {
      ends = nil
      return
    }
    do {
      ends = try JSONDecoder().decode(Fields.self, from: Data(contentsOf: url)).eos_token_id.map { Set($0.ids) }
    } catch {
      throw LanguageError(
        url.path, "it cannot be read, or its eos_token_id is neither an id nor a list of ids (\(error))")
    }
  }

  private struct Fields: Decodable { let eos_token_id: IDs? }

  /// One id, or several.
  private struct IDs: Decodable {
    let ids: [Int]
    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let one = try? value.decode(Int.self) {
        ids = [one]
      } else {
        ids = try value.decode([Int].self)
      }
    }
  }
}
