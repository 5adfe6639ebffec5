internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Tasks

/// A refusal in the form that OpenAI's clients read: `{"error": {"message", "type", "param", "code"}}` and a status.
struct OpenAIError: Error, Hashable {
  /// The status of the reply, by which clients choose the class of the exception.
  var status = 400
  /// What is wrong, where, and what to do.
  var message: String
  /// The kind of error: `invalid_request_error`, `server_error` or `rate_limit_error`.
  var type = "invalid_request_error"
  /// The part of the request that is wrong, or `nil` for the whole.
  var param: String?
  /// A word for programs, or `nil` if there is none.
  var code: String?

  /// Returns the refusal of a part of a request.
  static func invalid(_ param: String?, _ message: String, code: String? = nil) -> OpenAIError {
    OpenAIError(message: message, param: param, code: code)
  }

  /// Returns the refusal of a model that nobody serves.
  static func noModel(_ name: String) -> OpenAIError {
    OpenAIError(
      status: 404, message: "The model `\(excerpt(name))` does not exist", param: "model", code: "model_not_found")
  }

  /// Returns the refusal of a file that is not there.
  static func noFile(_ id: String) -> OpenAIError {
    OpenAIError(status: 404, message: "No such File object: \(excerpt(id))", param: "id")
  }

  /// Returns the refusal of a job that is not there.
  static func noJob(_ id: String) -> OpenAIError {
    OpenAIError(
      status: 404, message: "Could not find fine tune: \(excerpt(id))", param: "fine_tune_id",
      code: "fine_tune_not_found")
  }

  /// The refusal of a wrong key.
  static let wrongKey = OpenAIError(
    status: 401, message: "Incorrect API key provided", code: "invalid_api_key")

  /// The refusal of a body that is too long.
  static let tooLarge = OpenAIError(
    status: 413, message: "The body is larger than this server takes", code: "request_too_large")

  /// Returns a failure that the asker is not to blame for.
  static func server(_ message: String) -> OpenAIError {
    OpenAIError(status: 500, message: message, type: "server_error")
  }

  /// Creates the error that a fault of JSON is.
  init(_ fault: JSONFault) {
    let place = fault.path.isEmpty ? "\(fault.place)" : fault.path
    self.init(
      message: "\(place): \(fault.problem)" + (fault.remedy.isEmpty ? "" : "; \(fault.remedy)"),
      param: fault.path.isEmpty ? nil : fault.path)
  }

  /// Creates the error that answers any other.
  init(any error: any Error) {
    switch error {
    case let error as OpenAIError: self = error
    case let fault as JSONFault: self.init(fault)
    case let error as ServiceError: self.init(error)
    case let error as TokenizerError: self = .invalid("messages", "\(error)")
    case let error as HTTPError:
      self.init(status: error.status.code, message: error.body ?? error.status.reasonPhrase)
    default: self = .server("\(error)")
    }
  }

  /// Creates the error that a refusal of the service is.
  init(_ error: ServiceError) {
    let codes = [401: "invalid_api_key", 429: "rate_limit_exceeded"]
    self.init(
      status: error.status, message: error.detail,
      type: error.status == 429
        ? "rate_limit_error" : error.status >= 500 ? "server_error" : "invalid_request_error",
      code: codes[error.status])
  }

  init(
    status: Int = 400, message: String, type: String = "invalid_request_error", param: String? = nil,
    code: String? = nil
  ) {
    (self.status, self.message, self.type) = (status, message, type)
    (self.param, self.code) = (param, code)
  }

  /// The body of the reply.
  var body: JSONTree {
    ["error": ["message": .string(message), "type": .string(type), "param": JSONTree(param), "code": JSONTree(code)]]
  }
}
