import Foundation
import TestSupport
import Testing

@testable import Tensors

@Suite struct TorchTests {
  @Test func aShimThatIsNamedIsTheOnlyOne() {
    #expect(
      Torch.places(environment: ["AUTODIDACT_SHIM": "/a/libCTorch.so"], programs: ["/b/p"]) == ["/a/libCTorch.so"])
  }

  @Test func elseItIsBesideTheProgramOrInTheCache() throws {
    let cache = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID())")
    defer { try? FileManager.default.removeItem(at: cache) }
    func folders() -> [String] {
      Torch.places(environment: ["XDG_CACHE_HOME": cache.path], programs: ["/b/bin/p"]).map {
        $0.split(separator: "/").dropLast().joined(separator: "/")
      }
    }
    let key = try #require(folders().last?.split(separator: "/").dropLast().last)
    #expect(folders().dropLast() == ["b/bin", "b/lib"])
    let shims = cache.appending(path: "autodidact/shim/\(key)")
    for (index, name) in ["2.12.1-3", "2.13.0-7", "2.13.0-cuda-5"].enumerated() {
      let folder = shims.appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let asked = Date(timeIntervalSince1970: 1e9 + Double(index == 0 ? 9 : index))
      try FileManager.default.setAttributes([.modificationDate: asked], ofItemAtPath: folder.path)
    }
    #expect(folders().dropFirst(2).map { $0.split(separator: "/").last } == ["2.12.1-3", "2.13.0-cuda-5", "2.13.0-7"])
  }

  @Test func withoutAShimTheFirstTensorSaysHowToMakeOne() async throws {
    let result = await #expect(processExitsWith: .trap, observing: [\.standardErrorContent]) {
      setenv("AUTODIDACT_SHIM", "/nowhere/libCTorch.so", 1)
      _ = Tensor(1).shape
    }
    let text = try #require(result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) })
    #expect(text.contains("/nowhere/libCTorch.so: it is not there") && text.contains("make setup"))
  }

  @Test func whatIsNoShimIsRefusedWithAReason() async {
    await #expect(processExitsWith: .success) {
      let file = FileManager.default.temporaryDirectory.appending(path: "shim-\(UUID())")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data("no library".utf8).write(to: file)
      setenv("AUTODIDACT_SHIM", file.path, 1)
      let error = try #require(throws: TorchError.self) { try Torch.load() }
      #expect(error.tried.count == 1 && error.description.contains("\(file.path): "))
      #expect(!Torch.isAvailable)
    }
  }
}
