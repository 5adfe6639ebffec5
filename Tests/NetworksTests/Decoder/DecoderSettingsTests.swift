import Networks
import Testing

@Suite struct DecoderSettingsTests {
  @Test func impossibleSizesAreSaid() {
    var settings = DecoderSettings()
    #expect(settings.problem == nil)
    (settings.width, settings.heads) = (10, 4)
    #expect(settings.problem?.contains("heads") == true)
    (settings.width, settings.heads) = (1 << 40, 1)
    #expect(settings.problem?.contains("at most") == true)
  }

  @Test func theyShapeALlama() {
    let c = DecoderSettings().configuration
    #expect(c.problem == nil)
    #expect(c.family == .llama && c.headWidth * c.heads == c.width && c.keyValueHeads == c.heads)
  }
}
