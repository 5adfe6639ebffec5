public import Hummingbird
internal import Foundation
internal import NIOCore

/// What goes with a request through the routes: whose it is.
public struct ServiceContext: RequestContext {
  /// What Hummingbird keeps.
  public var coreContext: CoreRequestContextStorage
  /// Whose the request is.
  public var owner = APIKeys.everyone

  /// Creates the context of a request.
  public init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}

/// Reads bodies and writes replies.
enum Wire {
  /// Returns a body, no longer than a limit.
  /// - Throws: `ServiceError` 413 for a longer one, 415 for a compressed one.
  static func body(_ request: Request, limit: Int) async throws -> Data {
    if let encoding = request.headers[.contentEncoding], encoding != "identity" {
      throw ServiceError(415, "the body is compressed (\(encoding.prefix(40))); send it as it is")
    }
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
      throw ServiceError(413, "the body has \(length) bytes; \(limit) are taken at most: send fewer at once")
    }
    do {
      let buffer = try await request.body.collect(upTo: limit)
      return Data(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw ServiceError(413, "the body has more than \(limit) bytes: send fewer at once")
    }
  }

  /// Returns what a JSON body says.
  /// - Throws: `ServiceError` 400 that names the key.
  static func json<Value: Decodable>(_ type: Value.Type, _ data: Data) throws(ServiceError) -> Value {
    do {
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw ServiceError(400, explanation(of: error))
    } catch let error as ServiceError {
      throw error
    } catch {
      throw ServiceError(400, "the body is no JSON: \(error)")
    }
  }

  private static func explanation(of error: DecodingError) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(let type, let context): return "\(path(context.codingPath)) is no \(type)"
    case .valueNotFound(let type, let context): return "\(path(context.codingPath)) is null; give a \(type)"
    case .dataCorrupted(let context):
      let place = context.codingPath.isEmpty ? "the body" : path(context.codingPath)
      return "\(place) is not right: \(context.debugDescription)"
    @unknown default: return "the body is not right: \(error)"
    }
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in CamelKey(path[path.count - 1]) }
    return decoder
  }

  /// A key as Swift has it: `model_id` is `modelID`.
  private struct CamelKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init?(intValue: Int) { (self.intValue, stringValue) = (intValue, "\(intValue)") }
    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(_ key: any CodingKey) {
      intValue = key.intValue
      let parts = key.stringValue.split(separator: "_", omittingEmptySubsequences: false)
      stringValue =
        (parts.first.map(String.init) ?? "")
        + parts.dropFirst().map { $0 == "id" ? "ID" : $0 == "ids" ? "IDs" : $0.prefix(1).uppercased() + $0.dropFirst() }
        .joined()
    }
  }

  /// Returns a reply of JSON.
  static func reply(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    reply(try TinkerReply.encoder.encode(value), type: "application/json", status: status)
  }

  /// Returns a reply of bytes.
  static func reply(_ data: Data, type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }

  /// Returns a reply without a body.
  static var nothing: Response { Response(status: .noContent) }
}
