internal import CTorch
internal import Foundation
internal import Requirements

/// The libtorch library, which a program opens when it first needs a tensor: in the shim, a library that `make setup`
/// compiles.
public enum Torch {
  /// Opens libtorch, if it is not open yet. The first tensor does this by itself, and traps where this throws.
  public static func load() throws(TorchError) {
    if let failure { throw failure }
  }

  /// Whether libtorch can be opened.
  public static var isAvailable: Bool { failure == nil }

  /// The version of libtorch that the shim was compiled against.
  public static var version: String { String(cString: ct_version()) }

  /// The number of threads of one operation. One by default: on a shared machine spinning threads cost more than they
  /// give.
  public static var threads: Int {
    get { Int(ct_threads()) }
    set { checked("threads", ct_set_threads(Int32(newValue))) }
  }

  private static let failure: TorchError? = {
    var tried: [TorchError.Attempt] = []
    for path in places() {
      guard FileManager.default.fileExists(atPath: path) else {
        tried.append(TorchError.Attempt(path: path, reason: "it is not there"))
        continue
      }
      guard let reason = shim_open(path) else { return nil }
      tried.append(TorchError.Attempt(path: path, reason: String(cString: reason)))
    }
    return TorchError(tried: tried)
  }()

  /// Returns the paths where a shim may be: AUTODIDACT_SHIM and then nowhere else; beside the program; in the user's
  /// cache.
  static func places(
    environment: [String: String] = ProcessInfo.processInfo.environment, programs: [String] = programs
  ) -> [String] {
    if let path = environment["AUTODIDACT_SHIM"], !path.isEmpty { return [path] }
    let folders = programs.map { URL(filePath: $0).resolvingSymlinksInPath().deletingLastPathComponent() }
    let beside = folders.prefix(folders.first == folders.last ? 1 : 2).flatMap { folder in
      [folder, folder.deletingLastPathComponent().appending(path: "lib")].map { $0.appending(path: file).path }
    }
    let home = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
    return beside + cached(in: URL(filePath: "\(home)/autodidact/shim/\(String(cString: shim_key()))"))
  }

  /// Returns the shims of a folder that has one for each libtorch, the last requested one first; without any, the path
  /// where one would be.
  private static func cached(in folder: URL) -> [String] {
    let found =
      (try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: [.contentModificationDateKey])) ?? []
    let dated = found.map {
      ($0, (try? $0.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate)
    }
    let newest = dated.sorted { ($0.1 ?? .distantPast, $0.0.path) > ($1.1 ?? .distantPast, $1.0.path) }.map(\.0)
    return (newest.isEmpty ? [folder.appending(path: "*")] : newest).map {
      $0.appending(path: file).path(percentEncoded: false)
    }
  }

  private static var file: String {
    #if canImport(Darwin)
      "libCTorch.dylib"
    #else
      "libCTorch.so"
    #endif
  }

  /// The paths of the file that this code is in, and of the program that was started.
  private static var programs: [String] {
    // The loader has no path of a program that was started by its name alone.
    let linked = shim_program().map { String(cString: $0) }.flatMap { $0.contains("/") ? $0 : nil }
    return [linked, Bundle.main.executablePath].compactMap { $0 }
  }
}

/// The reason why libtorch could not be opened.
public struct TorchError: Error, Equatable, CustomStringConvertible {
  /// A file that is not the shim, or not one that fits.
  struct Attempt: Equatable {
    var path: String
    var reason: String
  }
  /// The files that were tried, in order.
  let tried: [Attempt]

  /// The files that were tried, and the command that makes the missing one.
  public var description: String {
    """
    libtorch cannot be opened: there is no shim that fits this program. Tried, in this order:
    \(tried.map { "  \($0.path): \($0.reason)" }.joined(separator: "\n"))
    Make it with `make setup` in a clone of Autodidact, or, in a package that depends on it, with
    .build/checkouts/autodidact/Scripts/setup.sh
    """
  }
}

/// Opens libtorch on the first call of the shim.
@_cdecl("shim_first_use")
func shimFirstUse() {
  do { try Torch.load() } catch { trap("\(error)") }
}
