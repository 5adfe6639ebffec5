internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Adds the routes of files.
func addFileRoutes<Routes: RouterMethods>(to routes: OpenAIRoutes<Routes>, files: FileStore) {
  routes.on(.post, "files") { call in
    let body = try await call.body(upTo: call.options.fileLimit)
    let upload = try FileUpload(MultipartForm(body, contentType: call.request.headers[.contentType]))
    let file = try await files.add(
      upload.content, owner: call.owner, filename: upload.filename, purpose: upload.purpose, lifetime: upload.lifetime)
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
    Response(
      status: .ok, headers: [.contentType: "application/octet-stream"],
      body: ResponseBody(
        byteBuffer: ByteBuffer(bytes: try await files.content(of: call.part("file"), owner: call.owner))))
  }
  routes.on(.delete, "files/:file") { call in
    let id = try call.part("file")
    try await files.remove(id, owner: call.owner)
    return .json(["id": .string(id), "object": "file", "deleted": true])
  }
}

/// A file as a client sends it, examined.
struct FileUpload: Sendable {
  /// The content.
  let content: ArraySlice<UInt8>
  /// The name that the client gave.
  let filename: String
  /// What it is for.
  let purpose: String
  /// The seconds after which it is gone, or `nil` if it stays.
  let lifetime: Int?

  private static let purposes = ["fine-tune", "batch", "assistants", "vision", "user_data", "evals"]

  /// Reads the fields of a form. A file to learn from is read to its end, and refused with the line that is wrong.
  init(_ form: MultipartForm) throws(OpenAIError) {
    guard let file = form["file"], let filename = file.filename else {
      throw .invalid("file", "file: a part of this name with a filename is expected")
    }
    guard let purpose = form["purpose"]?.text, Self.purposes.contains(purpose) else {
      throw .invalid("purpose", "purpose: one of \(Self.purposes.joined(separator: ", ")) is expected")
    }
    if purpose == "fine-tune" { _ = try TrainingFile(Array(file.body)) }
    (content, self.filename, self.purpose) = (file.body, filename, purpose)
    lifetime = try Self.lifetime(form)
  }

  private static func lifetime(_ form: MultipartForm) throws(OpenAIError) -> Int? {
    let (anchor, seconds) = (form["expires_after[anchor]"]?.text, form["expires_after[seconds]"]?.text)
    guard anchor != nil || seconds != nil else { return nil }
    guard anchor == "created_at", let lifetime = seconds.flatMap(Int.init), (3600...2_592_000).contains(lifetime) else {
      throw .invalid(
        "expires_after", "expires_after: the anchor created_at and from 3600 to 2592000 seconds are expected")
    }
    return lifetime
  }
}
