import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Service

@Suite struct OpenAPIDocumentTests {
  @Test func everyRouteIsInTheDocumentAndTheReverse() throws {
    let service = try TestService()
    defer { service.remove() }
    let application = try ServiceApplication(service.service, folder: service.folder, limits: ServiceLimits())
    let routes = application.router().routes.map { route in
      let parts = route.path.description.split(separator: "/").map { part in
        part.hasPrefix(":") ? "{\(part.dropFirst())}" : part == "**" ? "{model}" : String(part)
      }
      return "\(route.method.rawValue.lowercased()) /\(parts.joined(separator: "/"))"
    }
    // What answers paths that are none is no route of the document's.
    let real = Set(routes.filter { !$0.hasSuffix("/v1/{model}") })
    guard case .object(let paths)? = OpenAPIDocument.tree["paths"] else {
      Issue.record("the document has no paths")
      return
    }
    let told = paths.flatMap { path -> [String] in
      guard case .object(let operations) = path.value else { return [] }
      return operations.map { "\($0.key) \(path.key)" }
    }
    #expect(Set(told).count == told.count)
    #expect(Set(told).subtracting(real).sorted() == [], "not registered")
    #expect(real.subtracting(told).sorted() == [], "not told")
  }

  @Test func itIsServedAndWhole() async throws {
    let service = try TestService()
    defer { service.remove() }
    let reply = try await service.ask("GET", "/openapi.json")
    #expect(reply.status == 200 && reply.json["openapi"] as? String == "3.1.0")
    let paths = try #require(reply.json["paths"] as? [String: [String: [String: Any]]])
    for (path, operations) in paths {
      for (method, operation) in operations {
        let replies = try #require(operation["responses"] as? [String: Any])
        #expect(replies["400"] != nil, "\(method) \(path)")
      }
    }
  }
}
