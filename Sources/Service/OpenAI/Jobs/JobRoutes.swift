internal import Foundation
internal import Hummingbird
internal import JSON

/// Adds the routes of fine-tuning jobs.
func addJobRoutes<Routes: RouterMethods, Host: TrainingHost>(
  to routes: OpenAIRoutes<Routes>, jobs: FineTuning<Host>
) {
  let path = "fine_tuning/jobs"
  routes.on(.post, path) { call in
    let order = try JobOrder(JSONFields(JSONValue(try await call.body())))
    _ = try await jobs.host(call.owner).text(of: order.model)
    for (id, param) in [(order.trainingFile, "training_file"), (order.validationFile, "validation_file")] {
      guard let id else { continue }
      guard let file = await jobs.files.file(id, owner: call.owner) else {
        throw OpenAIError.invalid(param, "invalid \(param): \(excerpt(id))", code: "file_not_found")
      }
      guard file.purpose == "fine-tune" else {
        throw OpenAIError.invalid(param, "\(param): the purpose of \(id) is \(file.purpose); upload it as fine-tune")
      }
    }
    return .json(try await jobs.create(order, owner: call.owner).tree)
  }
  routes.on(.get, path) { call in
    let wanted = call.query.members(of: "metadata")
    let all = await jobs.all(owner: call.owner).filter { job in
      wanted.allSatisfy { job.metadata?[$0.key] == $0.value }
    }
    let page = try Page(all, after: call.query["after"], limit: try call.query.limit(20), id: \.id)
    return .json(page.tree(id: \.id, \.tree))
  }
  routes.on(.get, "\(path)/:job") { call in
    .json(try await jobs.log(call.part("job"), owner: call.owner).job.tree)
  }
  routes.on(.post, "\(path)/:job/cancel") { call in
    .json(try await jobs.cancel(call.part("job"), owner: call.owner).tree)
  }
  routes.on(.post, "\(path)/:job/pause") { call in
    .json(try await jobs.pause(call.part("job"), owner: call.owner).tree)
  }
  routes.on(.post, "\(path)/:job/resume") { call in
    .json(try await jobs.resume(call.part("job"), owner: call.owner).tree)
  }
  routes.on(.get, "\(path)/:job/events") { call in
    let events = try await jobs.log(call.part("job"), owner: call.owner).events
    let page = try Page(events.reversed(), after: call.query["after"], limit: try call.query.limit(20), id: \.id)
    return .json(page.tree(id: \.id, \.tree))
  }
  routes.on(.get, "\(path)/:job/checkpoints") { call in
    let checkpoints = try await jobs.log(call.part("job"), owner: call.owner).checkpoints
    let page = try Page(checkpoints.reversed(), after: call.query["after"], limit: try call.query.limit(10), id: \.id)
    return .json(page.tree(id: \.id, \.tree))
  }
}
