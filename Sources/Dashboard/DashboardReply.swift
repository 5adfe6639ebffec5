internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Runs

/// The replies of the dashboard, with headers that keep strangers out of its pages.
enum DashboardReply {
  /// Only the page's own script and style, and only its own server.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """
  /// The pages that commands wrote have no scripts, and get nothing of this server if they had.
  private static let writtenPolicy = """
    sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'
    """

  /// Returns a text of the page: HTML, its style or its script.
  static func text(_ text: String, type: String) -> Response {
    reply(ByteBuffer(string: text), type: "\(type); charset=utf-8", policy: policy)
  }

  /// Returns a page that a command wrote.
  static func written(_ data: Data) -> Response {
    reply(ByteBuffer(bytes: data), type: "text/html; charset=utf-8", policy: writtenPolicy)
  }

  /// Returns a value as JSON.
  static func json(_ value: some Encodable, status: Int = 200) throws -> Response {
    reply(ByteBuffer(bytes: try encoded(value)), type: "application/json", policy: policy, status: status)
  }

  /// Returns the JSON of a value: dates in seconds since 1970, numbers that JSON lacks as "nan", "inf" and "-inf".
  static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  /// Returns a body that is written bit by bit.
  static func events(_ body: ResponseBody) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .contentSecurityPolicy: policy],
      body: body)
  }

  private static func reply(_ body: ByteBuffer, type: String, policy: String, status: Int = 200) -> Response {
    var headers: HTTPFields = [
      .contentType: type, .cacheControl: "no-store", .contentSecurityPolicy: policy,
      .xContentTypeOptions: "nosniff",
    ]
    headers[.referrerPolicy] = "no-referrer"
    return Response(status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: body))
  }
}

extension HTTPField.Name {
  fileprivate static var referrerPolicy: Self { Self("Referrer-Policy") ?? .from }
}

/// Turns errors into JSON with a sentence: `{"error": "…"}`.
struct DashboardErrors<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as DashboardError {
      return try DashboardReply.json(["error": error.description], status: error.status)
    } catch let error as RunStoreError {
      return try DashboardReply.json(["error": error.description], status: error.status)
    }
  }
}

extension RunStoreError {
  /// The HTTP status of an error of the store.
  fileprivate var status: Int {
    switch self {
    case .noRun, .noStore: 404
    case .ambiguous, .ended, .stillRunning, .invalidConfiguration: 400
    case .busy: 503
    case .cannotOpen, .corrupted, .newerSchema, .database, .checkpoint: 500
    }
  }
}
