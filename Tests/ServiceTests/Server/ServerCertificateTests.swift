import Foundation
import Logging
import Testing

@testable import Service

private let openssl = URL(filePath: "/usr/bin/openssl")

/// Encrypted connections, with a certificate that the test makes, seen by a client that is not ours.
@Suite(
  .enabled(if: FileManager.default.isExecutableFile(atPath: openssl.path), "there is no openssl"),
  .timeLimit(.minutes(5)))
struct ServerCertificateTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "certificate-\(UUID().uuidString)")
  private var certificate: URL { folder.appending(path: "certificate.pem") }
  private var key: URL { folder.appending(path: "key.pem") }

  private func run(_ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    let (output, entry) = (Pipe(), Pipe())
    (process.executableURL, process.arguments) = (openssl, arguments)
    (process.standardOutput, process.standardInput) = (output, entry)
    process.standardError = FileHandle.nullDevice
    try process.run()
    try entry.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try entry.fileHandleForWriting.close()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  private func make() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.path, "-out",
      certificate.path,
    ])
  }

  @Test func aClientThatChecksTheCertificateIsAnswered() async throws {
    try make()
    defer { try? FileManager.default.removeItem(at: folder) }
    let service = try TestService()
    defer { service.remove() }
    let application = try ServiceApplication(
      service.service, folder: service.folder, limits: ServiceLimits(),
      certificate: try ServerCertificate(certificate: certificate, key: key))
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = Task {
      try await application.run(host: "127.0.0.1", port: 0, logger: Logger(label: "test")) { port.yield($0) }
    }
    var iterator = ports.makeAsyncIterator()
    let address = "127.0.0.1:\(try #require(await iterator.next()))"
    func ask(_ method: String, _ path: String, _ body: String = "") throws -> String {
      try run(
        [
          "s_client", "-quiet", "-connect", address, "-CAfile", certificate.path, "-verify_return_error",
          "-verify_hostname", "localhost",
        ],
        input:
          "\(method) \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      )
    }
    let reply = try ask("GET", "/api/v1/healthz")
    #expect(reply.hasPrefix("HTTP/1.1 200") && reply.hasSuffix(#"{"status":"ok"}"#))
    // Links to files are of the same scheme.
    let model = try await service.model()
    _ = try await service.result("save_weights_external", ["model_id": model, "seq_id": 1, "path": "hf"])
    let links = try ask("GET", "/api/v1/training_runs/\(model)/checkpoints/external_weights/hf/external_weights_urls")
    #expect(links.contains("\"https://\(address)/files/"))
    server.cancel()
    // Cancelled, it says so or not.
    _ = await server.result
  }

  @Test func filesThatAreNoPairAreSaid() throws {
    try make()
    let (other, otherKey) = (folder.appending(path: "other.pem"), folder.appending(path: "other-key.pem"))
    try FileManager.default.moveItem(at: certificate, to: other)
    try FileManager.default.moveItem(at: key, to: otherKey)
    try make()
    defer { try? FileManager.default.removeItem(at: folder) }
    func problem(_ certificate: URL, _ key: URL) -> String {
      do {
        _ = try ServerCertificate(certificate: certificate, key: key)
        return ""
      } catch { return error.detail }
    }
    #expect(problem(certificate, key) == "")
    #expect(problem(certificate, otherKey).hasPrefix("\(otherKey.path) is not the key of \(certificate.path)"))
    #expect(problem(certificate, certificate).hasPrefix("\(certificate.path) has no private key in PEM"))
    #expect(problem(key, key).contains("no certificate"))
    #expect(problem(folder.appending(path: "none"), key).contains("none cannot be read"))
  }
}
