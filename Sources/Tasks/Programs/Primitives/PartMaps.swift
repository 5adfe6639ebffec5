extension PrimitiveGroup {
  /// For each cell a number of the object to which it belongs; background has 0.
  static let partMaps = PrimitiveGroup(
    "partMaps", "for each cell, a number of its object",
    [
      Primitive("object_size", "for each cell of {0}, the size of its object") { (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in objects.map(\.size) }
      },
      Primitive("object_rank", "for each cell of {0}, its object's rank by size") { (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in
          let order = Set(objects.map(\.size)).sorted(by: >)
          return objects.map { 1 + (order.firstIndex(of: $0.size) ?? 0) }
        }
      },
      Primitive("object_rank_up", "for each cell of {0}, its object's rank by size, the smallest first") {
        (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in
          let order = Set(objects.map(\.size)).sorted()
          return objects.map { 1 + (order.firstIndex(of: $0.size) ?? 0) }
        }
      },
      Primitive("object_height", "for each cell of {0}, the height of its object") { (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in objects.map(\.height) }
      },
      Primitive("object_width", "for each cell of {0}, the width of its object") { (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in objects.map(\.width) }
      },
      Primitive("object_order", "for each cell of {0}, its object's number from left to right") {
        (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in
          let order = objects.indices.sorted { (objects[$0].left, $0) < (objects[$1].left, $1) }
          var numbers = [Int](repeating: 0, count: objects.count)
          for (number, index) in order.enumerated() { numbers[index] = number + 1 }
          return numbers
        }
      },
      Primitive("object_solid", "for each cell of {0}, 1 if its object fills a rectangle, else 2") {
        (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in objects.map { $0.size == $0.cells.count ? 1 : 2 } }
      },
      Primitive("object_repeats", "for each cell of {0}, how many objects have the shape of its own") {
        (grid: Grid) throws(Undefined) in
        try grid.objectMap { objects in
          let shapes = objects.map { [UInt8($0.width)] + $0.cells.map { $0 == GridObject.open ? 0 : 1 } }
          let counts = Dictionary(shapes.map { ($0, 1) }, uniquingKeysWith: +)
          return shapes.map { counts[$0] ?? 0 }
        }
      },
      Primitive("place_in_object", "for each cell of {0}, whether it is its object's corner, edge or inside") {
        (grid: Grid) throws(Undefined) in
        var map = [UInt8](repeating: 0, count: grid.cells.count)
        for object in try grid.sideObjects() {
          for (index, cell) in object.cells.enumerated() where cell != GridObject.open {
            let (row, column) = (index / object.width, index % object.width)
            let edges =
              (row == 0 || row == object.height - 1 ? 1 : 0) + (column == 0 || column == object.width - 1 ? 1 : 0)
            map[(object.top + row) * grid.width + object.left + column] = UInt8(3 - edges)
          }
        }
        return Grid(packed: map, height: grid.height, width: grid.width)
      },
    ])
}

extension Grid {
  /// Returns the objects of one colour joined by sides.
  fileprivate func sideObjects() throws(Undefined) -> [GridObject] {
    try PrimitiveGroup.found(in: self, Segmentation(joinsCorners: false, isOneColour: true, background: background))
  }

  /// Returns the grid with each object painted in a number, at most 9.
  fileprivate func objectMap(_ numbers: ([GridObject]) -> [Int]) throws(Undefined) -> Grid {
    let objects = try sideObjects()
    var map = [UInt8](repeating: 0, count: cells.count)
    for (object, number) in zip(objects, numbers(objects)) {
      object.mapping { _ in UInt8(min(9, number)) }.draw(on: &map)
    }
    return Grid(packed: map, height: height, width: width)
  }
}
