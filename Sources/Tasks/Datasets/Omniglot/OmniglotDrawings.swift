import Foundation

/// The drawings of all characters, 28 × 28 bytes of ink each.
struct OmniglotDrawings: Sendable {
  static let side = 28
  static let archives = ["images_background.zip", "images_evaluation.zip"]
  static let remedy =
    "get images_background.zip and images_evaluation.zip of https://github.com/brendenlake/omniglot, folder python/"

  struct Character: Hashable, Sendable {
    /// `Alphabet/character01`.
    let name: String
    /// The place of its first drawing.
    let first: Int
    /// The number of its drawings.
    let count: Int
  }

  private(set) var characters: [Character] = []
  /// 255 for ink, 0 for paper, `[drawings, 28, 28]`.
  private(set) var ink: [UInt8] = []

  /// Reads the characters of these archives that `isWanted` names, in the order of their names.
  init(
    archives: [ZipArchive], resampling: Resampling, isWanted: (String) -> Bool = { _ in true }
  ) throws(ArchiveError) {
    var drawings: [String: [(archive: ZipArchive, entry: ZipArchive.Entry)]] = [:]
    for archive in archives {
      for (name, entries) in Self.characters(of: archive) where isWanted(name) {
        guard drawings[name] == nil else { throw archive.error(name, "the other archive has this character too") }
        drawings[name] = entries.map { (archive, $0) }
      }
    }
    // All drawings are 105 × 105; whatever else there may be gets a resampler of its own.
    var resamplers: [[Int]: Resampler] = [:]
    let side = Self.side
    ink.reserveCapacity(drawings.values.reduce(0) { $0 + $1.count } * side * side)
    for (name, entries) in drawings.sorted(by: { $0.key < $1.key }) {
      characters.append(Character(name: name, first: ink.count / (side * side), count: entries.count))
      for (archive, entry) in entries {
        let image = try Self.image(entry, of: archive)
        let size = [image.height, image.width]
        let resampler =
          resamplers[size]
          ?? Resampler(fromHeight: size[0], width: size[1], toHeight: side, width: side, by: resampling)
        resamplers[size] = resampler
        // Black is ink. Lanczos overshoots a little.
        ink += resampler(image).values.map { UInt8(255 * (1 - min(1, max(0, $0))) + 0.5) }
      }
    }
  }

  /// The entries of each character, in the order of their paths; what is no drawing is left out.
  static func characters(of archive: ZipArchive) -> [String: [ZipArchive.Entry]] {
    var characters: [String: [ZipArchive.Entry]] = [:]
    for entry in archive.entries.sorted(by: { $0.path < $1.path }) {
      let parts = entry.path.split(separator: "/")
      guard parts.count == 4, parts[3].hasSuffix(".png"), !parts[3].hasPrefix(".") else { continue }
      characters["\(parts[1])/\(parts[2])", default: []].append(entry)
    }
    return characters
  }

  private static func image(_ entry: ZipArchive.Entry, of archive: ZipArchive) throws(ArchiveError) -> GreyImage {
    let bytes = try archive.contents(of: entry)
    do {
      return try PNG.decode(bytes)
    } catch {
      throw archive.error(entry.path, error.description)
    }
  }
}
