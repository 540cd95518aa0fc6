import Files

extension MapFile {
  /// Writes the file whole into a folder.
  ///
  /// It is not flushed to disk: a run has thousands of these, and flushes them all at once before it is called whole.
  /// - Throws: `Failure` (data) where it cannot be written; nothing is left of it then.
  func write(into folder: String) throws(Failure) {
    let file = try NetCDFWriter(writing: folder + "/" + name, isFlushed: false, linksDimensions: false)
    let frame = try MapFrame(self, in: file)
    var variables: [NetCDFWriter.Variable] = []
    for layer in layers {
      let variable = try file.variable(
        layer.name, layer.values.type, frame.dimensions, fill: layer.fill,
        storage: frame.storage(of: layer.values.type))
      for (name, value) in layer.attributes { try file.attribute(name, value, of: variable) }
      variables.append(variable)
    }
    for (name, value) in attributes { try file.attribute(name, value) }
    try frame.writeCoordinates(self, to: file)
    for (layer, variable) in zip(layers, variables) {
      precondition(
        layer.values.count == grid.count * (time?.values.count ?? 1),
        "a layer has a value for every cell and step")
      for part in frame.parts {
        try file.write(part.cells.map(layer.values.selecting) ?? layer.values, to: variable, at: part.slab)
      }
    }
    try file.finish()
  }
}

/// The dimensions and coordinates of a file of maps.
private struct MapFrame {
  let dimensions: [NetCDFWriter.Dimension]
  private let chunks: [Int]
  /// Whether the maps reach far beyond the region.
  private var isGlobe: Bool { coordinates == nil }
  /// The parts of every variable the region's cells fill, two where the region crosses the globe's first meridian.
  let parts: [Part]

  /// A part of the stored maps and the cells it holds, in stored order; all cells in theirs where nil.
  struct Part {
    let slab: NetCDFSlab
    let cells: [Int32]?
  }

  private let coordinates: (latitude: NetCDFWriter.Variable, longitude: NetCDFWriter.Variable)?
  private let time: NetCDFWriter.Variable?

  init(_ map: MapFile, in file: NetCDFWriter) throws(Failure) {
    let (rows, columns) = (map.grid.rows, map.grid.columns)
    var leading: [NetCDFWriter.Dimension] = []
    var time: NetCDFWriter.Variable?
    if let axis = map.time {
      let steps = try file.dimension(axis.name, length: axis.values.count)
      leading = [steps]
      let variable = try file.variable(axis.name, .double, [steps], storage: .init(deflate: 0))
      for (name, text) in [
        ("standard_name", "time"), ("long_name", "time"), ("units", axis.units),
        ("calendar", "standard"), ("axis", "T"),
      ] { try file.attribute(name, text, of: variable) }
      time = variable
    }
    self.time = time
    let ones = leading.map { _ in 1 }
    let steps = leading.map { _ in map.time?.values.count ?? 1 }
    let zeros = leading.map { _ in 0 }
    switch map.layout {
    case .rowsFirst(let north, let east), .columnsFirst(let north, let east):
      var isTransposed = false
      if case .columnsFirst = map.layout { isTransposed = true }
      let latitudes = try file.dimension(north, length: rows)
      let longitudes = try file.dimension(east, length: columns)
      dimensions = leading + (isTransposed ? [longitudes, latitudes] : [latitudes, longitudes])
      let shape = isTransposed ? [columns, rows] : [rows, columns]
      chunks = ones + shape
      let transposition = (0..<columns).flatMap { column in
        (0..<rows).map { Int32($0 * columns + column) }
      }
      parts = [
        Part(
          slab: NetCDFSlab(start: zeros + [0, 0], count: steps + shape),
          cells: isTransposed ? transposition : nil)
      ]
      coordinates = (
        try MapFrame.coordinate(north, latitudes, ("latitude", "degrees_north", "Y"), in: file),
        try MapFrame.coordinate(east, longitudes, ("longitude", "degrees_east", "X"), in: file)
      )
    case .globe(let west):
      let all = map.grid.whole
      let y = try file.dimension("y", length: all.rows)
      let x = try file.dimension("x", length: all.columns)
      dimensions = leading + [y, x]
      let shift = west == .greenwich ? all.columns / 2 : 0
      let first = (map.grid.first.column + shift) % all.columns
      chunks =
        ones + [
          MapFrame.chunk(around: map.grid.first.row, rows, of: all.rows),
          MapFrame.chunk(around: first, columns, of: all.columns),
        ]
      let before = min(columns, all.columns - first)
      parts = [(first, 0..<before), (0, before..<columns)].compactMap { start, part in
        guard !part.isEmpty else { return nil }
        let slab = NetCDFSlab(
          start: zeros + [map.grid.first.row, start], count: steps + [rows, part.count])
        guard part.count < columns else { return Part(slab: slab, cells: nil) }
        let allRows = rows * steps.reduce(1, *)
        return Part(
          slab: slab,
          cells: (0..<allRows).flatMap { row in part.map { Int32(row * columns + $0) } })
      }
      coordinates = nil
    }
  }

  /// The least length of chunks one of which holds a whole stretch of cells, or the stretch's own where none below twice
  /// that does: what lies beside a region is fill values, which take next to no space, and a chunk takes time.
  private static func chunk(around first: Int, _ count: Int, of all: Int) -> Int {
    let least = max(1, min(all, max(count, 32)))
    let lengths = least...max(least, min(all, 2 * least))
    return lengths.first { first / $0 == (first + count - 1) / $0 } ?? least
  }

  /// How a layer is stored: every chunk is written once, so that two of them are cache enough.
  ///
  /// A layer of a few kilobytes lies there as it is: to set up its chunks and deflate takes longer than to write it, and
  /// saves less than HDF5's own words about it take.
  func storage(of type: NetCDFType) -> NetCDFWriter.Storage {
    let bytes = type.byteCount * chunks.reduce(1, *)
    guard bytes > 4096 || isGlobe else { return NetCDFWriter.Storage(deflate: 0) }
    return NetCDFWriter.Storage(deflate: 1, chunks: chunks, cacheBytes: 2 * bytes)
  }

  func writeCoordinates(_ map: MapFile, to file: NetCDFWriter) throws(Failure) {
    if let time, let values = map.time?.values { try file.write(.double(values), to: time) }
    guard let coordinates else { return }
    try file.write(.float(map.grid.latitudes.map { Float($0) }), to: coordinates.latitude)
    try file.write(.float(map.grid.longitudes.map { Float($0) }), to: coordinates.longitude)
  }

  private static func coordinate(
    _ name: String, _ dimension: NetCDFWriter.Dimension, _ words: (String, String, String),
    in file: NetCDFWriter
  ) throws(Failure) -> NetCDFWriter.Variable {
    let variable = try file.variable(name, .float, [dimension], storage: .init(deflate: 0))
    try file.attribute("standard_name", words.0, of: variable)
    try file.attribute("long_name", words.0, of: variable)
    try file.attribute("units", words.1, of: variable)
    try file.attribute("axis", words.2, of: variable)
    return variable
  }
}
