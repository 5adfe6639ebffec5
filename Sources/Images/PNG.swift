internal import CPNG
public import Tasks

/// A decoder of grey-scale PNG images, by libpng.
///
/// - Differs: colours, transparency and 16 bits are errors; no data set here has them.
public enum PNG {
  /// The largest number of pixels of an image.
  public static let pixelLimit = 1 << 24

  /// Returns the image in a file's bytes.
  public static func decode(_ bytes: [UInt8]) throws(PNGError) -> GreyImage {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else { throw PNGError(image) }
    let (height, width) = (Int(image.height), Int(image.width))
    guard height * width <= pixelLimit else {
      throw PNGError("it has \(width) × \(height) pixels; the limit is \(pixelLimit)")
    }
    let isGrey = image.format & (PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_LINEAR) == 0
    guard isGrey else { throw PNGError("it is not of greys of up to 8 bits, and others are not supported") }
    image.format = png_uint_32(PNG_FORMAT_GRAY)
    var shades = [UInt8](repeating: 0, count: height * width)
    guard png_image_finish_read(&image, nil, &shades, png_int_32(width), nil) != 0 else { throw PNGError(image) }
    return GreyImage(height: height, width: width, values: shades.map { Float($0) / 255 })
  }
}

/// An error of an image that cannot be decoded.
public struct PNGError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem.
  public let description: String
  init(_ description: String) { self.description = description }

  fileprivate init(_ image: png_image) {
    let message = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    self.init("it is no PNG image, or a damaged one (\(message))")
  }
}
