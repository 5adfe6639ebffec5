import ArgumentParser
import Dashboard
import Foundation
import Language
import Logging
import Runs
import Service
import Tasks
import Workers

/// The command `autodidact serve`, which lets others train and sample over HTTP.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve language models over HTTP: the clients tinker and openai train and sample here.",
    discussion: """
      Each base model has a process of its own; each client trains an adapter of its own over it. What was acknowledged is \
      in --state and survives a kill of any of them. Only this machine is served unless --host says otherwise, and without \
      --keys everyone is one owner. Nothing is downloaded.
      """)

  @Option(
    help: ArgumentHelp(
      "A base model: a folder, a .gguf file, or a name that `autodidact model list` shows, under a name of your own if you "
        + "give one. May be given again.", valueName: "[name=]model"))
  var model: [String] = []

  @Option(help: "The port; 0 takes a free one.")
  var port = 8421

  @Option(help: "The address to listen at.")
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The folder of what was acknowledged.", valueName: "folder"))
  var state = "autodidact-service"

  @Option(
    help: ArgumentHelp(
      "A file of API keys: a line `OWNER SHA256` each, the digest that `printf %s KEY | sha256sum` prints.",
      valueName: "file"))
  var keys: String?

  @Option(
    help: ArgumentHelp(
      "A certificate in PEM, by which connections are encrypted: addresses are https then. Needs --key.",
      valueName: "file"))
  var certificate: String?

  @Option(help: ArgumentHelp("The certificate's private key in PEM.", valueName: "file"))
  var key: String?

  @OptionGroup var runs: RunsCommand.Options

  @Option(help: "Threads of each base model's process.")
  var threads = 1

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is \(port); give 0 to 65535") }
    if let given = certificate ?? key, certificate == nil || key == nil {
      let (has, lacks) = key == nil ? ("--certificate", "--key") : ("--key", "--certificate")
      throw ValidationError("\(has) \(given) needs \(lacks) FILE beside it")
    }
    guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more") }
  }

  func run() async throws {
    let models = try served()
    let folder = URL(fileURLWithPath: state)
    let (program, threads) = (Workers.thisProgram, threads)
    let paths = Dictionary(models.map { ($0.base.engine, $0.path) }) { first, _ in first }
    let limits = ServiceLimits()
    let store = try RunStore(directory: runs.directory)
    let service: ModelService
    let owners: APIKeys
    var encryption: ServerCertificate?
    do {
      if let certificate, let key {
        encryption = try ServerCertificate(
          certificate: URL(fileURLWithPath: certificate), key: URL(fileURLWithPath: key))
      }
      owners = try keys.map { try APIKeys(file: URL(fileURLWithPath: $0)) } ?? APIKeys()
      service = try ModelService(models.map(\.base), folder: folder, limits: limits) { name throws(EngineLost) in
        let path = paths[name]
        guard path != nil || name == ModelService.taskEngine else { throw EngineLost("nothing is known of it") }
        return WorkerEngine(
          program,
          WorkerJob(
            name, arguments: ["engine-worker"] + (path.map { ["--model", $0.path] } ?? []),
            log: folder.appending(path: "engine-\(ModelService.fileName(name)).log")),
          threads: threads)
      }
    } catch let error as ServiceError {
      throw ValidationError(error.detail)
    }
    if !Self.isLocal(host), keys == nil {
      Console.errors.print("warning: \(host) is open to others, and without --keys they are all one owner.")
    }
    for model in models {
      Console.output.print("model   \(model.base.name)  (\(model.path.path))")
      _ = try await service.describe(model.base.name)
    }
    var logger = Logger(label: "autodidact.service")
    logger.logLevel = .warning
    let host = host
    let hasKeys = keys != nil
    let application = try ServiceApplication(
      service, folder: folder, keys: owners, limits: limits, isLocal: Self.isLocal(host), certificate: encryption)
    let scheme = application.scheme
    let curves = _Concurrency.Task {
      await RunRecorder(store, version: Autodidact.version, state: folder).record(service) {
        Console.errors.print("warning: \($0)")
      }
    }
    let housekeeping = _Concurrency.Task {
      while !_Concurrency.Task.isCancelled {
        do { try await service.tidy() } catch { Console.errors.print("warning: \(error)") }
        // Cancelled, the pause ends early.
        try? await _Concurrency.Task.sleep(for: .seconds(30))
      }
    }
    defer { housekeeping.cancel() }
    let live = LiveService(service: service, keys: owners)
    let pages = DashboardRoutes(store: store, live: live)
    try await application.run(host: host, port: port, logger: logger, beside: { pages.add(to: $0) }) { port in
      let address = "\(scheme)://\(host):\(port)"
      Console.output.print(
        """
        tinker  export TINKER_BASE_URL=\(address) TINKER_API_KEY=\(hasKeys ? "YOUR-KEY" : "tml-local")
        openai  export OPENAI_BASE_URL=\(address)/v1 OPENAI_API_KEY=\(hasKeys ? "YOUR-KEY" : "sk-local")
        page    \(address)
        state   \(folder.path)
        """)
    }
    await curves.value
  }

  private static func isLocal(_ host: String) -> Bool { ["127.0.0.1", "localhost", "::1"].contains(host) }

  private struct Served {
    let base: ModelService.Base
    let path: URL
  }

  /// The models that were asked for, or the one that `model get` brings.
  private func served() throws -> [Served] {
    let asked = model.isEmpty ? [KnownModel.all[0].name] : model
    var served: [Served] = []
    for text in asked {
      let cut = text.firstIndex(of: "=")
      let name = cut.map { String(text[..<$0]) } ?? text
      let place = cut.map { String(text[text.index(after: $0)...]) } ?? text
      let path: URL
      do {
        path = try ModelFolder().resolve(place)
      } catch {
        guard model.isEmpty else { throw error }
        throw ValidationError(
          "there is no model to serve: `autodidact model get \(place)` brings a small one, or give --model NAME=FOLDER")
      }
      guard !served.contains(where: { $0.base.name == name }) else {
        throw ValidationError("--model names \(name) twice; give each a name of its own")
      }
      let hasTokenizer = FileManager.default.fileExists(atPath: path.appending(path: "tokenizer.json").path)
      served.append(
        Served(
          base: ModelService.Base(
            name: name, engine: path.standardizedFileURL.path,
            tokenizer: hasTokenizer ? path.standardizedFileURL.path : nil,
            text: {
              let files = try TextFiles(at: path)
              return BaseText(tokenizer: files.tokenizer, template: files.template, ends: files.ends)
            }),
          path: path))
    }
    return served
  }
}
