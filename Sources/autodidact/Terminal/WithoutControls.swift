/// Returns what a model wrote without control characters that would steer a terminal; line breaks and tabs stay.
func withoutControls(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\t" }))
}
