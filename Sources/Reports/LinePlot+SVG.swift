internal import Foundation

extension LinePlot {
  func html(width: Double) -> String {
    """
    <figure>
    \(title.isEmpty ? "" : "<div class=\"name\">\(escaped(title))</div>\n")\(legend())
    \(embedded(width: width))
    \(captionHTML(isDense ? "\(caption) Pale: every value; line: running mean.".trimmed : caption))</figure>
    """
  }

  /// Returns whether a line has so many points that its noise would hide its shape.
  private func isDense(_ points: [Point]) -> Bool { points.count > 300 }

  private var isDense: Bool {
    series.contains { $0.marks == .line && segments(of: $0).contains(where: isDense) }
  }

  /// Returns the index of the colour of a series.
  private func color(_ index: Int) -> Int { (series[index].color ?? index) % seriesColorCount }

  private func legend() -> String {
    guard series.count > 1 else { return "" }
    let entries = series.indices.filter { !series[$0].name.isEmpty }.map { index in
      """
      <span><svg viewBox="0 0 26 10" aria-hidden="true">\(mark(index))</svg>\(escaped(series[index].name))</span>
      """
    }
    return "<div class=\"legend\">\(entries.joined())</div>"
  }

  /// Returns the line or the dot of a series in a legend.
  private func mark(_ index: Int) -> String {
    series[index].isJoined
      ? "<line x1=\"1\" y1=\"5\" x2=\"25\" y2=\"5\" class=\"curve\" \(stroke(index))/>"
      : "<circle cx=\"13\" cy=\"5\" r=\"4\" \(fill(index))/>"
  }

  private func embedded(width: Double) -> String {
    let height = height(of: width)
    return """
      <svg class="\(width > 600 ? "wide" : "narrow")" viewBox="0 0 \(number(width)) \(number(height))" role="img" aria-label="\(escaped(ariaLabel))">
      \(drawing(width: width))
      </svg>
      """
  }

  /// Returns the figure as a self-contained file, with its title and its legend, in light and dark.
  public func svg(width: Double = 760) -> String {
    let height = height(of: width), named = series.indices.filter { !series[$0].name.isEmpty }
    let rows = named.enumerated().map { row, index in
      let y = 36 + 20 * Double(row)
      return """
        <g transform="translate(48 \(number(y)))">\(mark(index))<text x="34" y="9">\(escaped(series[index].name))</text></g>
        """
    }
    let top = 36 + 20 * Double(named.count)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(top + height))" role="img" aria-label="\(escaped(ariaLabel))">
      <style>
      \(figureStyle)
      </style>
      <rect class="page" width="100%" height="100%"/>
      <text class="title" x="48" y="22">\(escaped(title))</text>
      \(rows.joined(separator: "\n"))
      <g transform="translate(0 \(number(top)))">
      \(drawing(width: width))
      </g>
      </svg>

      """
  }

  private func height(of width: Double) -> Double { (width * 0.3 + 120).rounded() }

  private func drawing(width: Double) -> String {
    let height = height(of: width)
    let (x, y) = axes(xTicks: Int(width / 85), yTicks: 6)
    let labelWidth = Double(y.labels.map(\.count).max() ?? 1) * 7.2
    let lastLabel = Double(x.labels.last?.count ?? 1) * 4.6
    let frame = Frame(
      left: 32 + labelWidth, right: width - max(14, lastLabel + 2), top: 10, bottom: height - 44, x: x, y: y)
    let lines = series.indices.map { band($0, frame) } + series.indices.map { curve($0, frame) }
    return """
      \(frame.grid())
      \(frame.names(x: self.x.label, y: self.y.label, height: height))
      \(lines.filter { !$0.isEmpty }.joined(separator: "\n"))
      """
  }

  private var ariaLabel: String {
    let what = title.isEmpty ? "\(y.label) against \(x.label)" : title
    return "\(what): \(series.map(\.name).joined(separator: ", "))"
  }

  private func band(_ index: Int, _ frame: Frame) -> String {
    guard series[index].isJoined else { return whiskers(index, frame) }
    return segments(of: series[index]).flatMap { segment in
      segment.split { $0.interval == nil }.filter { $0.count > 1 }.map { part in
        let upper = part.map { frame.point($0.x, $0.interval?.upperBound ?? $0.y) }
        let lower = part.reversed().map { frame.point($0.x, $0.interval?.lowerBound ?? $0.y) }
        let corners = (upper + lower).joined(separator: " ")
        return "<polygon class=\"band\" style=\"fill: var(--s\(color(index)))\" points=\"\(corners)\"/>"
      }
    }.joined(separator: "\n")
  }

  /// Returns the intervals of points that no line joins.
  private func whiskers(_ index: Int, _ frame: Frame) -> String {
    segments(of: series[index]).joined().compactMap { point in
      point.interval.map { interval in
        let low = frame.place(point.x, interval.lowerBound), high = frame.place(point.x, interval.upperBound)
        return """
          <line class="whisker" style="stroke: var(--s\(color(index)))" x1="\(number(low.0))" x2="\(number(high.0))" \
          y1="\(number(low.1))" y2="\(number(high.1))"/>
          """
      }
    }.joined(separator: "\n")
  }

  private func fill(_ index: Int) -> String {
    series[index].marks == .rings
      ? "class=\"ring\" style=\"stroke: var(--s\(color(index)))\""
      : "class=\"dot\" style=\"fill: var(--s\(color(index)))\""
  }

  private func curve(_ index: Int, _ frame: Frame) -> String {
    let line = series[index]
    let segments = segments(of: line)
    let paths =
      !line.isJoined
      ? []
      : segments.flatMap { segment in
        line.marks == .line && isDense(segment)
          ? [
            path(Self.thinned(segment, to: 300), "curve pale", index, frame),
            path(Self.smoothed(segment, to: 120), "curve", index, frame),
          ] : [path(segment, "curve", index, frame)]
      }
    // A single point has no line, and few points deserve a mark each.
    let isSparse = line.points.count <= 40 && line.marks != .curve
    let radius = line.isJoined || line.marks == .rings || line.points.count <= 40 ? "4" : "3.2"
    let dots = segments.filter { !line.isJoined || isSparse || $0.count == 1 }.joined().map { point in
      let (x, y) = frame.place(point.x, point.y)
      return """
        <circle \(fill(index)) cx="\(number(x))" cy="\(number(y))" r="\(radius)">\
        <title>\(escaped(hover(line, point)))</title></circle>
        """
    }
    return "<g><title>\(escaped(line.name))</title>\((paths + dots).joined(separator: "\n"))</g>"
  }

  private func path(_ points: [Point], _ style: String, _ index: Int, _ frame: Frame) -> String {
    let corners = points.map { frame.point($0.x, $0.y) }.joined(separator: " ")
    return "<polyline class=\"\(style)\" \(stroke(index)) points=\"\(corners)\"/>"
  }

  private func hover(_ line: Series, _ point: Point) -> String {
    let value = String(format: "%.4g", point.y)
    let interval = point.interval.map { String(format: " (%.4g – %.4g)", $0.lowerBound, $0.upperBound) } ?? ""
    return "\(line.name)\n\(x.label) \(String(format: "%.6g", point.x)): \(value)\(interval)"
  }

  private func stroke(_ index: Int) -> String {
    let isDashed = series[index].isDashed || (series[index].color ?? index) >= seriesColorCount
    let dashes = isDashed ? "; stroke-dasharray: 6 5" : ""
    return "style=\"stroke: var(--s\(color(index)))\(dashes)\""
  }

  /// Returns a long line thinned without changing its look: the lowest and highest point of each stretch, in order.
  static func thinned(_ points: [Point], to stretches: Int) -> [Point] {
    guard let first = points.first, let last = points.last, points.count > 2 * stretches + 2 else { return points }
    let inner = (0..<stretches).flatMap { stretch in
      let range = (points.count * stretch / stretches)..<(points.count * (stretch + 1) / stretches)
      let low = range.min { points[$0].y < points[$1].y } ?? range.lowerBound
      let high = range.max { points[$0].y < points[$1].y } ?? range.lowerBound
      return Set([low, high]).sorted().map { points[$0] }
    }
    return [first] + inner.filter { $0 != first && $0 != last } + [last]
  }

  /// Returns a noisy line smoothed: the mean of each stretch, at its middle.
  static func smoothed(_ points: [Point], to stretches: Int) -> [Point] {
    (0..<stretches).compactMap { stretch in
      let part = points[(points.count * stretch / stretches)..<(points.count * (stretch + 1) / stretches)]
      guard !part.isEmpty else { return nil }
      let count = Double(part.count)
      return Point(x: part.reduce(0) { $0 + $1.x / count }, y: part.reduce(0) { $0 + $1.y / count })
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// The rectangle that the lines are drawn in.
private struct Frame {
  let left, right, top, bottom: Double
  let x: FittedAxis
  let y: FittedAxis

  func place(_ x: Double, _ y: Double) -> (Double, Double) {
    let height = min(1, max(0, self.y.place(y)))
    let width = min(1, max(0, self.x.place(x)))
    return (left + width * (right - left), bottom - height * (bottom - top))
  }

  func point(_ x: Double, _ y: Double) -> String {
    let (x, y) = place(x, y)
    return "\(number(x)),\(number(y))"
  }

  func grid() -> String {
    let rows = zip(y.ticks, y.labels).map { tick, label in
      let at = bottom - y.place(tick) * (bottom - top)
      return """
        <line class="grid" x1="\(number(left))" x2="\(number(right))" y1="\(number(at))" y2="\(number(at))"/>\
        <text x="\(number(left - 8))" y="\(number(at + 4.5))" text-anchor="end">\(escaped(label))</text>
        """
    }
    let columns = spaced(Array(zip(x.ticks, x.labels))).map { tick, label in
      let at = left + x.place(tick) * (right - left)
      return """
        <line class="axis" x1="\(number(at))" x2="\(number(at))" y1="\(number(bottom))" y2="\(number(bottom + 5))"/>\
        <text x="\(number(at))" y="\(number(bottom + 19))" text-anchor="middle">\(escaped(label))</text>
        """
    }
    let base = """
      <line class="axis" x1="\(number(left))" x2="\(number(right))" y1="\(number(bottom))" y2="\(number(bottom))"/>
      """
    return (rows + [base] + columns).joined(separator: "\n")
  }

  /// Returns the labels without those that would touch the one before.
  private func spaced(_ labels: [(Double, String)]) -> [(Double, String)] {
    var end = -Double.infinity
    return labels.filter { tick, label in
      let middle = left + x.place(tick) * (right - left), half = Double(label.count) * 3.6
      guard middle - half > end + 6 else { return false }
      end = middle + half
      return true
    }
  }

  func names(x: String, y: String, height: Double) -> String {
    let middle = (top + bottom) / 2
    return """
      <text x="\(number((left + right) / 2))" y="\(number(height - 6))" text-anchor="middle">\(escaped(x))</text>
      <text transform="translate(13 \(number(middle))) rotate(-90)" text-anchor="middle">\(escaped(y))</text>
      """
  }
}

/// Returns a coordinate with one decimal, without locale.
private func number(_ value: Double) -> String {
  let tenths = (value * 10).rounded() / 10
  return tenths == tenths.rounded() ? String(format: "%.0f", tenths) : "\(tenths)"
}
