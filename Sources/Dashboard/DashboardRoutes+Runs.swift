internal import Foundation
internal import Hummingbird
internal import Runs

extension DashboardRoutes {
  /// What the store has.
  func addRuns(to api: RouterGroup<some RequestContext>) {
    api.get("runs") { request, _ in
      try await owner(of: request)
      return try DashboardReply.json(RunRows(store.page(try Self.query(request.uri.queryParameters))))
    }
    api.get("runs/{id}") { request, context in
      try await owner(of: request)
      let run = try store.run(matching: try context.parameters.require("id"))
      let pages = linked(WrittenPage.pages(in: run.id, of: store))
      return try DashboardReply.json(RunDetails(run, in: store, pages: pages, now: Date()))
    }
    api.get("runs/{id}/metrics") { request, context in
      try await owner(of: request)
      let asked = request.uri.queryParameters
      let names = asked.getAll("keys").map { String($0) }
      return try DashboardReply.json(
        RunCurves(
          of: try context.parameters.require("id"), named: names,
          points: try Self.number("points", in: asked, 1...5000) ?? 500, in: store))
    }
    api.get("compare") { request, _ in
      try await owner(of: request)
      let asked = request.uri.queryParameters
      let ids = asked["runs"]?.split(separator: ",").map(String.init) ?? []
      guard (1...64).contains(ids.count) else {
        throw DashboardError(400, "\(ids.count) runs to compare; name 1 to 64: runs=A,B,C")
      }
      return try DashboardReply.json(
        ComparedRuns(
          ids, by: asked["key"].map { String($0) }, points: try Self.number("points", in: asked, 1...5000) ?? 500,
          in: store))
    }
  }

  /// Returns the question for runs that parameters ask.
  private static func query(_ asked: Parameters) throws -> RunQuery {
    var query = RunQuery(
      text: asked["q"].map { String($0) } ?? "", after: asked["after"].map { String($0) },
      limit: try number("limit", in: asked, 1...1000) ?? 100)
    if let status = asked["status"] {
      guard let known = Run.Status(rawValue: String(status)) else {
        let all = Run.Status.allCases.map(\.rawValue).joined(separator: ", ")
        throw DashboardError(400, "status=\(status.prefix(40)) is none; take one of \(all)")
      }
      query.status = known
    }
    if let sort = asked["sort"] { query.order = try order(String(sort)) }
    if let direction = asked["direction"] {
      guard direction == "up" || direction == "down" else {
        throw DashboardError(400, "direction=\(direction.prefix(40)) is none; take up or down")
      }
      query.isDescending = direction == "down"
    }
    return query
  }

  private static func order(_ text: String) throws(DashboardError) -> RunQuery.Order {
    switch text {
    case "created": .created
    case "name": .name
    case "kind": .kind
    case "status": .status
    case _ where text.hasPrefix("metric:"): .metric(String(text.dropFirst("metric:".count)))
    default:
      throw DashboardError(
        400,
        "sort=\(text.prefix(40)) is none; take created, name, kind, status, or metric:NAME for a metric's last value")
    }
  }

  private static func number(
    _ name: String, in asked: Parameters, _ range: ClosedRange<Int>
  ) throws(DashboardError) -> Int? {
    guard let text = asked[Substring(name)] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw DashboardError(
        400, "\(name)=\(text.prefix(40)) is no number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
