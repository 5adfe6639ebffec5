internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Adds the routes of files.
func addFileRoutes<Routes: RouterMethods>(to routes: OpenAIRoutes<Routes>, files: FileStore) {
  routes.on(.post, "files") { call in
    let upload = try FileUpload(contentType: call.request.headers[.contentType], to: files.newPlace())
    try await call.read(upTo: call.options.fileLimit) { try upload.read($0) }
    let told = try upload.finish()
    let file = try await files.add(
      upload.content, bytes: upload.bytes, owner: call.owner, filename: told.filename, purpose: told.purpose,
      lifetime: told.lifetime)
    return .json(file.tree)
  }
  routes.on(.get, "files") { call in
    let query = call.query
    let order = query["order"] ?? "desc"
    guard order == "asc" || order == "desc" else {
      throw OpenAIError.invalid("order", "order: asc or desc is expected")
    }
    let all = try await files.all(owner: call.owner).filter { $0.purpose == query["purpose"] ?? $0.purpose }
    let page = try Page(
      order == "asc" ? all.reversed() : all, after: query["after"], limit: try query.limit(10000), id: \.id)
    return .json(page.tree(id: \.id, \.tree))
  }
  routes.on(.get, "files/:file") { call in
    let id = try call.part("file")
    guard let file = await files.file(id, owner: call.owner) else { throw OpenAIError.noFile(id) }
    return .json(file.tree)
  }
  routes.on(.get, "files/:file/content") { call in
    let (content, count) = try await files.opened(call.part("file"), owner: call.owner)
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream"],
      body: ResponseBody(contentLength: count) { writer in
        while let part = try content.read(upToCount: 1 << 18), !part.isEmpty {
          try await writer.write(ByteBuffer(bytes: part))
        }
        try await writer.finish(nil)
      })
  }
  routes.on(.delete, "files/:file") { call in
    let id = try call.part("file")
    try await files.remove(id, owner: call.owner)
    return .json(["id": .string(id), "object": "file", "deleted": true])
  }
}
