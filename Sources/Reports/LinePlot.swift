/// A line plot, with confidence bands where there are intervals.
public struct LinePlot: Sendable, Encodable {
  /// A measured point.
  public struct Point: Hashable, Sendable, Encodable {
    /// The position on the horizontal axis.
    public var x: Double
    /// The value; one that is not finite interrupts the line.
    public var y: Double
    /// The interval of the value, such as a 95 % confidence interval, or `nil` if it has none.
    public var interval: ClosedRange<Double>?

    /// Creates a measured point.
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
    /// Whether the line is dashed, as for a baseline.
    public var isDashed: Bool
    /// The marks of the points.
    public var marks: Marks
    /// The index of the series whose colour it shares, or `nil` if it has a colour of its own.
    public var color: Int?

    /// The marks of a series' points.
    public enum Marks: String, Hashable, Sendable, Encodable {
      /// Joined by a line, and marked if there are few.
      case line
      /// Joined by a line alone: a formula, not measurements.
      case curve
      /// Separate dots: measurements.
      case points
      /// Separate rings: measurements that a fit did not see.
      case rings
    }

    /// Creates a line with a name.
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

  /// Returns the runs of adjacent points that both axes can show: a line is broken where a value is missing.
  func segments(of series: Series) -> [[Point]] {
    series.points.split { !x.shows($0.x) || !y.shows($0.y) }.map(Array.init)
  }

  /// Returns the axes fitted to all that is drawn.
  func axes(xTicks: Int, yTicks: Int) -> (x: FittedAxis, y: FittedAxis) {
    let points = series.flatMap { segments(of: $0).joined() }
    let heights = points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
    return (exactly(x, points.map(\.x), xTicks), y.fitted(to: heights, ticks: yTicks))
  }

  /// Returns the horizontal axis, which ends where the data does unless its range is set.
  private func exactly(_ axis: PlotAxis, _ values: [Double], _ ticks: Int) -> FittedAxis {
    var axis = axis
    if axis.range == nil, let low = values.min(), let high = values.max(), low < high { axis.range = low...high }
    return axis.fitted(to: values, ticks: ticks)
  }
}
