import Foundation
import Testing

@testable import Service

@Suite struct APIKeysTests {
  /// The examples of the standard.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
  ]) func digestsAreTheStandards(_ text: String, _ digest: String) {
    #expect(KeyDigest.of(text) == digest)
  }

  @Test func aFileOfKeysSaysWhoseAKeyIs() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("# who may ask\nanna \(KeyDigest.of("tml-1"))\n\nben \(KeyDigest.of("tml-2").uppercased())\n".utf8).write(
      to: file)
    let keys = try APIKeys(file: file)
    #expect(try keys.owner(of: "tml-1") == "anna" && keys.owner(of: "tml-2") == "ben")
    #expect(throws: ServiceError.self) { try keys.owner(of: "tml-3") }
    #expect(throws: ServiceError.self) { try keys.owner(of: nil) }
  }

  @Test(arguments: ["anna", "anna tml-1", "anna abc def", ""]) func aLineThatIsNoKeyIsNamed(_ line: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("# keys\n\(line)\n".utf8).write(to: file)
    let error = #expect(throws: ServiceError.self) { try APIKeys(file: file) }
    #expect(error?.detail.contains(line.isEmpty ? "has no key" : "line 2") == true)
  }

  @Test func withoutKeysEveryoneIsOneOwner() throws {
    #expect(try APIKeys().owner(of: nil) == APIKeys.everyone && APIKeys().owner(of: "any") == APIKeys.everyone)
  }
}
