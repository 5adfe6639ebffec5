import Foundation
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct DeviceTests {
  @Test func theProcessorHasAName() throws {
    #expect(try Device(named: "cpu") == .cpu)
    #expect(Device.cpu.description == "cpu")
    #expect(Device.cuda(1).description == "cuda:1")
  }

  @Test(arguments: ["", "gpu", "cpu:0", "cuda:", "cuda:-1", "cuda:x", "cuda:0:1", "CPU"])
  func otherNamesAreRefused(name: String) {
    #expect(throws: DeviceError.unknown(name)) { try Device(named: name) }
  }

  @Test func aDeviceThatIsNotThereSaysHowManyAre() {
    let count = Device.cudaCount
    #expect(throws: DeviceError.absent("cuda:\(count)", available: count)) { try Device(named: "cuda:\(count)") }
    #expect(DeviceError.absent("cuda:9", available: 0).description.contains("LIBTORCH"))
  }

  @Test func tensorsOfTheGPUHaveTheirNumbersThere() throws {
    guard Device.cudaCount > 0 else { return }
    let device = try Device(named: "cuda")
    let x = numbers([1, 2, 3]).moved(to: device)
    #expect(x.device == device)
    device.synchronize()
    #expect(elements((x * x).moved(to: .cpu)) == [1, 4, 9])
    #expect(device.peakBytes > 0)
  }

  @Test func torchHasAVersion() throws {
    #expect(Torch.version.hasPrefix("2."))
    #expect(Torch.threads >= 1)
    let decoded = try JSONDecoder().decode(Device.self, from: JSONEncoder().encode(Device.cuda(2)))
    #expect(decoded == .cuda(2))
  }
}
