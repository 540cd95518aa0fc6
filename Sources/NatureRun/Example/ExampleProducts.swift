import Files
import Glibc
import Grids
import Numerics

/// The three products of the example and their retrievals.
enum ExampleProducts {
  /// A location of a product and what it sees.
  struct Location {
    var latitude: Float
    var longitude: Float
    var place: ExamplePlace
    var column: ExampleColumn
    /// The number of the 5-degree cell, 0…2591.
    var cell: Int {
      let column = Int(((Double(longitude) + 180) / 5).rounded(.down))
      let row = Int(((Double(latitude) + 90) / 5).rounded(.down))
      return column * 36 + row
    }
    var id: Int64 { Int64((latitude + 90) * 1000) * 1_000_000 + Int64((longitude + 180) * 1000) }
  }

  /// Writes the cell files of all three into folders below `folder`.
  static func write(_ landscapes: [ExampleLandscape], seed: UInt64, to folder: String) throws(Failure) {
    for (name, spacing) in [("daily", 0.25), ("overpass", 0.36), ("model", 0.1)] {
      try ExampleArchive.createFolder("\(folder)/\(name)")
      var cells: [Int: [Location]] = [:]
      for landscape in landscapes {
        for location in locations(around: landscape, spacing: spacing, product: name) {
          cells[location.cell, default: []].append(location)
        }
      }
      for (cell, locations) in cells.sorted(by: { $0.key < $1.key }) {
        var number = ArchiveText()
        number.append(digits: cell, count: 4)
        let path = "\(folder)/\(name)/\(number.text).nc"
        switch name {
        case "daily": try ExampleDailyProduct.write(locations, seed: seed, to: path)
        case "overpass": try ExampleOverpassProduct.write(locations, seed: seed, to: path)
        default: try ExampleModelProduct.write(locations, seed: seed, to: path)
        }
      }
    }
  }

  /// The grid's point nearest to the station, which sees the landscape's mean, and its three neighbours.
  ///
  /// East of 179.5° E the grids have no land: the nearest point lies beyond the date line.
  private static func locations(
    around landscape: ExampleLandscape, spacing: Double, product: String
  ) -> [Location] {
    let place = landscape.place
    let south = ((place.latitude / spacing - 0.5).rounded(.down) + 0.5) * spacing
    let west = ((place.longitude / spacing - 0.5).rounded(.down) + 0.5) * spacing
    var points: [(latitude: Double, longitude: Double)] = []
    for row in [south, south + spacing] {
      for column in [west, west + spacing] {
        points.append((row, column > 179.5 ? -180 + spacing / 2 : column))
      }
    }
    if place.longitude > 179 { points = [points[0], points[2]] }
    let centre = GeographicPoint(latitude: place.latitude, longitude: place.longitude)
    let sorted = points.sorted {
      GeographicPoint(latitude: $0.latitude, longitude: $0.longitude).distance(to: centre)
        < GeographicPoint(latitude: $1.latitude, longitude: $1.longitude).distance(to: centre)
    }
    return sorted.enumerated().map { index, point in
      Location(
        latitude: Float(point.latitude), longitude: Float(point.longitude), place: place,
        column: index == 0 ? landscape.region : landscape.neighbour("\(product) \(index)"))
    }
  }

  /// An error that remembers: first-order in time with unequal steps.
  struct Memory {
    var days: Double
    var deviation: Double
    private var value = 0.0
    private var last = 0.0

    init(days: Double, deviation: Double) {
      self.days = days
      self.deviation = deviation
    }

    mutating func next(atDay day: Double, _ random: inout RandomStream) -> Double {
      let keep = exp(-abs(day - last) / days)
      last = day
      value = keep * value + (1 - keep * keep).squareRoot() * deviation * random.normal()
      return value
    }
  }

  /// Rounded to a step, so that the last bits of a mathematical library do not reach the file.
  static func rounded(_ value: Double, _ step: Double) -> Double { (value / step).rounded() * step }
}
