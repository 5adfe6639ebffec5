public import Foundation
internal import Synchronization

/// The drawings of all characters, 28 × 28 bytes of ink each.
public struct OmniglotDrawings: Sendable {
  /// The height and width of a drawing.
  public static let side = 28

  struct Character: Hashable, Sendable {
    /// The name: `Alphabet/character01`.
    let name: String
    /// The index of the first drawing.
    let first: Int
    /// The number of drawings.
    let count: Int
  }

  let characters: [Character]
  /// The drawings, 255 for ink, 0 for paper, `[drawings, 28, 28]`.
  let ink: [UInt8]

  /// Creates the drawings of characters, of 28 · 28 bytes each: 255 for ink, 0 for paper.
  public init(_ drawings: [(name: String, ink: [[UInt8]])]) {
    var characters: [Character] = []
    var ink: [UInt8] = []
    for (name, own) in drawings {
      characters.append(Character(name: name, first: ink.count / (Self.side * Self.side), count: own.count))
      ink += own.joined()
    }
    (self.characters, self.ink) = (characters, ink)
  }
}

/// A reader of Omniglot's drawings from the files of a folder.
///
/// The target `Images` has one, apart from this library, so that programs without images build without libpng.
public protocol OmniglotReader: Sendable {
  /// Returns the drawings in a directory, in the order of their characters' names.
  func drawings(in directory: URL, resampling: Resampling) throws(ArchiveError) -> OmniglotDrawings
}

/// A method of resizing an image.
public enum Resampling: String, CaseIterable, Codable, Sendable {
  /// Each pixel is the original one under its centre.
  case nearest
  /// Each pixel is a mean weighted by a windowed sinc, as wide as the coarser of the two grids requires (antialiased).
  case lanczos
}

extension Omniglot {
  private static let shared = Mutex<(any OmniglotReader)?>(nil)

  /// The reader of this program, or `nil` if none is set.
  public static var reader: (any OmniglotReader)? {
    get { shared.withLock { $0 } }
    set { shared.withLock { $0 = newValue } }
  }
}
