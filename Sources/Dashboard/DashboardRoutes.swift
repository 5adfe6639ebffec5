internal import Foundation
internal import HTTPTypes
public import Hummingbird
public import Runs

/// The pages over a store of runs and, if there is one, a service: under `/dashboard`, and at `/`.
public struct DashboardRoutes: Sendable {
  let store: RunStore
  let live: (any LiveSource)?
  var events: DashboardEvents
  /// The part of links to pages that only those are told who may see them: a browser sends no key for a link.
  private let secret = UUID().uuidString

  /// Creates the routes over a store, and a service if there is one.
  ///
  /// The keys of the service are those of the pages: without one that it knows, the page asks for it and shows nothing.
  public init(store: RunStore, live: (any LiveSource)? = nil) {
    (self.store, self.live) = (store, live)
    events = DashboardEvents(store: store, live: live)
  }

  /// Adds the routes to a router.
  public func add<Routes: RouterMethods>(to router: Routes) {
    let page = { @Sendable (_: Request, _: Routes.Context) in
      DashboardReply.text(DashboardPage.live, type: "text/html")
    }
    router.get("/", use: page)
    router.get("/dashboard", use: page)
    router.get("/dashboard/style.css") { _, _ in DashboardReply.text(DashboardPage.style, type: "text/css") }
    router.get("/dashboard/app.js") { _, _ in DashboardReply.text(DashboardPage.script, type: "text/javascript") }
    addWrittenPages(to: router.group("/dashboard/pages").add(middleware: DashboardErrors<Routes.Context>()))
    let api = router.group("/dashboard/api").add(middleware: DashboardErrors<Routes.Context>())
    addRuns(to: api)
    addLive(to: api)
    router.group("/dashboard/events").add(middleware: DashboardErrors<Routes.Context>()).get { request, _ in
      _ = try await owner(of: request)
      return DashboardReply.events(events.body)
    }
  }

  /// Returns the owner whose key a request has.
  /// - Throws: `DashboardError` 401 for a missing or unknown key.
  @discardableResult
  func owner(of request: Request) async throws(DashboardError) -> String {
    guard let live else { return "" }
    let words = request.headers[.authorization]?.split(separator: " ") ?? []
    let key = words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    guard let owner = await live.owner(of: key) else {
      throw DashboardError(401, "this server shows its pages to those who have an API key; give yours")
    }
    return owner
  }

  /// What the service does, of the owner who asks.
  private func addLive(to api: RouterGroup<some RequestContext>) {
    api.get("server") { request, _ in
      try await owner(of: request)
      return try DashboardReply.json(
        Server(hasService: live != nil, hasJobs: live?.hasJobs ?? false, folder: store.directory.path))
    }
    api.get("queue") { request, _ in
      let owner = try await owner(of: request)
      return try DashboardReply.json(
        Queue(operations: await live?.queue(of: owner) ?? [], runs: try RunningRun.all(in: store, now: Date())))
    }
    api.get("samples") { request, _ in
      let owner = try await owner(of: request)
      return try DashboardReply.json(await live?.samples(of: owner) ?? [])
    }
    api.get("pages") { request, _ in
      try await owner(of: request)
      return try DashboardReply.json(linked(WrittenPage.all(in: store)))
    }
  }

  /// Returns pages with their links.
  func linked(_ pages: [WrittenPage]) -> [WrittenPage] {
    pages.map { page in
      var page = page
      let path = page.path.split(separator: "/").map {
        $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      }
      page.link = "/dashboard/pages/\(secret)/\(path.joined(separator: "/"))"
      return page
    }
  }

  /// The pages that commands wrote.
  private func addWrittenPages(to pages: RouterGroup<some RequestContext>) {
    pages.get("{secret}/{folder}/{name}") { _, context in
      guard try context.parameters.require("secret") == secret else {
        throw DashboardError(404, "this link is of an earlier server; open the page from its list")
      }
      let path = try ["folder", "name"].map { try context.parameters.require($0) }.joined(separator: "/")
      return DashboardReply.written(try WrittenPage.data(path.removingPercentEncoding ?? path, in: store))
    }
  }

  struct Server: Encodable {
    let hasService: Bool
    let hasJobs: Bool
    let folder: String
  }

  struct Queue: Encodable {
    let operations: [QueuedOperation]
    let runs: [RunningRun]
  }
}
