import Foundation
import Testing

@testable import Service

@Suite struct OriginGuardTests {
  @Test func pagesOfOtherServersAreNotAnswered() async throws {
    let service = try TestService()
    defer { service.remove() }
    for origin in ["http://evil.example", "http://127.0.0.1:2", "null"] {
      let reply = try await service.ask(
        "POST", "/api/v1/create_session", Data("{}".utf8), headers: ["Origin": origin])
      #expect(reply.status == 403, "\(origin)")
    }
    let own = try await service.ask(
      "POST", "/api/v1/create_session", Data("{}".utf8), headers: ["Origin": "http://127.0.0.1:1"])
    #expect(own.status == 200)
  }

  @Test(arguments: [
    ("127.0.0.1:80", true), ("localhost", true), ("[::1]:9", true), ("127.1.2.3", true), ("evil.example:80", false),
    ("127.evil.example", false), ("10.0.0.1", false), ("localhost.evil.example", false),
  ]) func onlyNamesOfThisMachineAreLocal(_ authority: String, _ isLocal: Bool) {
    #expect(OriginGuard.isLoopback(authority) == isLocal)
  }
}
