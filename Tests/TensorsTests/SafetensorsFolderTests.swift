import Foundation
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct SafetensorsFolderTests {
  private func folder(_ body: (URL) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "tensors-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try body(place)
  }

  private static var tensors: [(name: String, bytes: Int, make: () -> Tensor)] {
    (0..<7).map { index in
      ("t\(index)", 40, { Tensor.full(Double(index), [2, 5]) })
    }
  }

  @Test(arguments: [(40, 7), (100, 4), (1000, 1), (1, 7)]) func whatIsWrittenComesBack(mostBytes: Int, files: Int)
    throws
  {
    try folder { place in
      try SafetensorsFolder.write(Self.tensors, to: place, mostBytes: mostBytes)
      let found = try FileManager.default.contentsOfDirectory(atPath: place.path).filter {
        $0.hasSuffix(".safetensors")
      }
      #expect(found.count == files)
      let read = try SafetensorsFolder(place)
      #expect(read.names == Self.tensors.map(\.name))
      for (name, _, make) in Self.tensors {
        #expect(read.shape(of: name) == [2, 5])
        #expect(distance(try #require(try read.tensor(name)), make()) == 0)
      }
      #expect(try read.tensor("t9") == nil)
    }
  }

  @Test(arguments: [
    "../t.safetensors", "/tmp/t.safetensors", "a/b.safetensors", ".hidden.safetensors", "t.bin", "gone.safetensors",
  ])
  func anIndexThatLeavesTheFolderIsRefused(name: String) throws {
    try folder { place in
      let outside = place.deletingLastPathComponent().appending(path: "t.safetensors")
      try Safetensors(["x": Tensor.zeros([1])]).encoded().write(to: outside)
      defer { try? FileManager.default.removeItem(at: outside) }
      try JSONSerialization.data(withJSONObject: ["weight_map": ["x": name]]).write(
        to: place.appending(path: "model.safetensors.index.json"))
      #expect(throws: SafetensorsError.self) { try SafetensorsFolder(place) }
    }
  }

  @Test func aPromisedTensorMustBeThere() throws {
    try folder { place in
      try SafetensorsFolder.write(Self.tensors, to: place, mostBytes: 100)
      let index = place.appending(path: "model.safetensors.index.json")
      var fields = try JSONSerialization.jsonObject(with: Data(contentsOf: index)) as! [String: Any]
      var map = fields["weight_map"] as! [String: String]
      map["more"] = map["t0"]
      fields["weight_map"] = map
      try JSONSerialization.data(withJSONObject: fields).write(to: index)
      #expect(throws: SafetensorsError.self) { try SafetensorsFolder(place) }
    }
  }

  @Test func anEmptyFolderSaysWhatItLacks() throws {
    try folder { place in
      let error = #expect(throws: SafetensorsError.self) { try SafetensorsFolder(place) }
      #expect(error?.problem.contains("model.safetensors") == true)
    }
  }

  @Test func halvesAreReadExactly() throws {
    let halves: [Float16] = [0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, .infinity, -.infinity, 0.333]
    let bytes = halves.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
    let header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[10],\"data_offsets\":[0,20]}}"
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data += Data(header.utf8) + bytes
    let file = try SafetensorsFile(decoding: data)
    #expect(file.dtype(of: "h") == .float32)
    let read = try #require(try file.tensor("h")).scalars(Float.self)
    #expect(read.map(\.bitPattern) == halves.map { Float($0).bitPattern })
  }
}
