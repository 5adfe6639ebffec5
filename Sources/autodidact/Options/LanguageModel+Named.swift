import Foundation
import Language
import Networks
import Tensors

extension LanguageModel {
  /// Returns the model of a path or a name, on a device, with a PEFT adapter if one is given. Blocks are read in place by the
  /// processor alone.
  static func named(_ model: String, adapter: String? = nil, on device: Device) throws -> LanguageModel {
    var language = try LanguageModel(at: try ModelFolder().resolve(model), keepsBlocks: device == .cpu)
    language.decoder = language.decoder.moved(to: device)
    if let adapter {
      language.decoder = try language.decoder.addingAdapters(peft: URL(fileURLWithPath: adapter))
    }
    return language
  }
}
