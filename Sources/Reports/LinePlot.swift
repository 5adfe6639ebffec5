/// Lines over an axis, with a band of confidence where there is one.
public struct LinePlot: Sendable, Encodable {
  /// A measured point.
  public struct Point: Hashable, Sendable, Encodable {
    /// The place on the horizontal axis.
    public var x: Double
    /// The value; one that is not finite interrupts the line.
    public var y: Double
    /// The interval of the value, say with 95 % confidence, or `nil` if it has none.
    public var interval: ClosedRange<Double>?

    /// A measured point.
    public init(x: Double, y: Double, interval: ClosedRange<Double>? = nil) {
      self.x = x
      self.y = y
      self.interval = interval
    }
  }

  /// A line with a name.
  public struct Series: Hashable, Sendable, Encodable {
    /// The name in the legend.
    public var name: String
    /// The points, in the order of x.
    public var points: [Point]
    /// Whether it is drawn with dashes, as a baseline is.
    public var isDashed: Bool
    /// The way its points are shown.
    public var marks: Marks
    /// The series whose colour it shares, counted from 0, or `nil` if it has a colour of its own.
    public var color: Int?

    /// The way the points of a series are shown.
    public enum Marks: String, Hashable, Sendable, Encodable {
      /// Joined by a line, and marked where they are few.
      case line
      /// Joined by a line alone: a formula, not measurements.
      case curve
      /// Each by itself: measurements.
      case points
      /// Each by itself as a ring: measurements that a fit did not see.
      case rings
    }

    /// A line with a name.
    public init(
      _ name: String, points: [Point], isDashed: Bool = false, marks: Marks = .line, color: Int? = nil
    ) {
      self.name = name
      self.points = points
      self.isDashed = isDashed
      self.marks = marks
      self.color = color
    }

    /// Whether a line joins its points.
    var isJoined: Bool { marks == .line || marks == .curve }
  }

  /// The title above the plot.
  public var title: String
  /// The horizontal axis.
  public var x: PlotAxis
  /// The vertical axis.
  public var y: PlotAxis
  /// The lines.
  public var series: [Series]
  /// The caption below the plot.
  public var caption: String

  /// Creates a plot.
  public init(title: String, x: PlotAxis, y: PlotAxis, series: [Series], caption: String = "") {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.caption = caption
  }

  /// The runs of neighbouring points that both axes can show: a line is broken where a value is missing.
  func segments(of series: Series) -> [[Point]] {
    series.points.split { !x.shows($0.x) || !y.shows($0.y) }.map(Array.init)
  }

  /// The axes fitted to all that is drawn.
  func axes(xTicks: Int, yTicks: Int) -> (x: FittedAxis, y: FittedAxis) {
    let points = series.flatMap { segments(of: $0).joined() }
    let heights = points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
    return (exactly(x, points.map(\.x), xTicks), y.fitted(to: heights, ticks: yTicks))
  }

  /// The horizontal axis ends where the data does, unless told otherwise.
  private func exactly(_ axis: PlotAxis, _ values: [Double], _ ticks: Int) -> FittedAxis {
    var axis = axis
    if axis.range == nil, let low = values.min(), let high = values.max(), low < high { axis.range = low...high }
    return axis.fitted(to: values, ticks: ticks)
  }
}
