internal import Foundation
internal import Hummingbird

/// The measurements of a server, under `/metrics`, and what it is at, under `/api/v1/queue`.
struct MetricsRoutes: Sendable {
  let service: ModelService
  let metrics: PrometheusMetrics
  let keys: APIKeys

  func add(to router: Router<ServiceContext>) {
    router.get("/metrics") { _, _ in
      let overview = await service.overview()
      let kinds = Dictionary(grouping: overview.waiting, by: \.kind)
      for kind in ["create", "load", "forwardBackward", "step", "save", "sample"] {
        metrics.set(Double(kinds[kind]?.count ?? 0), of: "autodidact_waiting_operations", [("kind", kind)])
      }
      for engine in overview.engines {
        metrics.set(engine.isBusy ? 1 : 0, of: "autodidact_engine_busy", [("engine", engine.name)])
        metrics.set(engine.trouble == nil ? 1 : 0, of: "autodidact_engine_alive", [("engine", engine.name)])
        metrics.set(Double(engine.models), of: "autodidact_engine_models", [("engine", engine.name)])
      }
      metrics.set(Double(overview.models), of: "autodidact_models")
      metrics.set(Double(overview.checkpointBytes), of: "autodidact_checkpoint_bytes")
      metrics.set(Double(overview.journalBytes), of: "autodidact_journal_bytes")
      return Wire.reply(Data(metrics.text.utf8), type: "text/plain; version=0.0.4")
    }
    router.group("/api/v1").add(middleware: TinkerErrors()).add(middleware: TinkerKeys(keys: keys))
      .get("queue") { _, context in
        try Wire.reply(await service.overview(of: context.owner))
      }
  }
}
