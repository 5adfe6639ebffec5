internal import Hummingbird

/// Refuses what a page of somebody else's asks in a visitor's browser: a request whose origin is another server's, and, of a server
/// that only this machine reaches, one that was sent to another name (which is how DNS rebinding looks).
struct OriginGuard: RouterMiddleware {
  typealias Context = ServiceContext
  /// Whether only this machine reaches the server.
  let isLocal: Bool

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    let authority = request.head.authority ?? ""
    if let origin = request.headers[.origin], origin.split(separator: "/").last.map(String.init) != authority {
      return try TinkerErrors.response(
        ServiceError(403, "this server does not answer pages of other servers; ask it from its own"))
    }
    if isLocal, !authority.isEmpty, !Self.isLoopback(authority) {
      return try TinkerErrors.response(
        ServiceError(403, "this server is asked as localhost or 127.0.0.1, not as \(authority.prefix(100))"))
    }
    return try await next(request, context)
  }

  /// Whether a host, with a port or without, is this machine.
  static func isLoopback(_ authority: String) -> Bool {
    let host =
      authority.hasPrefix("[")
      ? String(authority.prefix { $0 != "]" }.dropFirst()) : String(authority.prefix { $0 != ":" })
    return ["localhost", "::1"].contains(host) || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
  }
}
