public import Foundation
public import Tasks

/// A reader of the drawings of `images_background` and `images_evaluation`, which may be archives or unpacked folders.
public struct OmniglotArchives: OmniglotReader {
  static let names = ["images_background", "images_evaluation"]
  static let remedy =
    "get images_background.zip and images_evaluation.zip of https://github.com/brendenlake/omniglot, folder python/"

  /// Creates a reader.
  public init() {}

  /// Returns the drawings of the two archives or folders in a directory.
  public func drawings(in directory: URL, resampling: Resampling) throws(ArchiveError) -> OmniglotDrawings {
    var characters: [String: [Drawing]] = [:]
    for name in Self.names {
      for (character, drawings) in try Self.characters(at: directory.appendingPathComponent(name)) {
        guard characters[character] == nil else {
          throw drawings[0].error("the other archive has this character too", entry: character)
        }
        characters[character] = drawings
      }
    }
    return try Self.drawings(of: characters, resampling: resampling)
  }

  /// A file of a drawing.
  struct Drawing {
    let archive: String
    let path: String
    let bytes: [UInt8]

    func error(_ problem: String, entry: String? = nil) -> ArchiveError {
      ArchiveError(file: archive, entry: entry ?? path, problem: problem, remedy: OmniglotArchives.remedy)
    }
  }

  /// Returns the drawings of each character, `Alphabet/character01`, in the order of their paths.
  static func characters(at place: URL) throws(ArchiveError) -> [String: [Drawing]] {
    // What is not there is no folder, and its archive is missing too, which throws.
    let isFolder = (try? place.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    let source = isFolder ? place.path : place.path + ".zip"
    let files = try isFolder ? folder(place) : Archive.files(in: source, remedy: remedy) { name(of: $0) != nil }
    var characters: [String: [Drawing]] = [:]
    for file in files.sorted(by: { $0.path < $1.path }) {
      guard let name = name(of: file.path) else { continue }
      characters[name, default: []].append(Drawing(archive: source, path: file.path, bytes: file.bytes))
    }
    return characters
  }

  /// Returns the files of an unpacked archive, with paths as in the archive.
  private static func folder(_ folder: URL) throws(ArchiveError) -> [(path: String, bytes: [UInt8])] {
    var files: [(path: String, bytes: [UInt8])] = []
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      let inside = "\(folder.lastPathComponent)/\(path)"
      guard name(of: inside) != nil else { continue }
      do { files.append((inside, [UInt8](try Data(contentsOf: folder.appendingPathComponent(path))))) } catch {
        throw ArchiveError(file: folder.path, entry: path, problem: "it cannot be read", remedy: remedy)
      }
    }
    return files
  }

  /// Returns the character of a drawing's path, or `nil` if it is no drawing.
  private static func name(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count == 4, parts[3].hasSuffix(".png"), !parts[3].hasPrefix(".") else { return nil }
    return "\(parts[1])/\(parts[2])"
  }

  static func drawings(
    of characters: [String: [Drawing]], resampling: Resampling
  ) throws(ArchiveError) -> OmniglotDrawings {
    // All drawings are 105 × 105; whatever else there may be gets a resampler of its own.
    var resamplers: [[Int]: Resampler] = [:]
    let side = OmniglotDrawings.side
    var found: [(name: String, ink: [[UInt8]])] = []
    for (name, drawings) in characters.sorted(by: { $0.key < $1.key }) {
      var ink: [[UInt8]] = []
      for drawing in drawings {
        let image: GreyImage
        do { image = try PNG.decode(drawing.bytes) } catch { throw drawing.error(error.description) }
        let size = [image.height, image.width]
        let resampler =
          resamplers[size]
          ?? Resampler(fromHeight: size[0], width: size[1], toHeight: side, width: side, by: resampling)
        resamplers[size] = resampler
        // Black is ink. Lanczos overshoots a little.
        ink.append(resampler(image).values.map { UInt8(255 * (1 - min(1, max(0, $0))) + 0.5) })
      }
      found.append((name, ink))
    }
    return OmniglotDrawings(found)
  }
}
