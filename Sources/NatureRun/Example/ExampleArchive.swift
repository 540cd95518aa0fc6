public import Files
import Glibc
import Numerics

/// A small invented archive with three products and the experiment that scores them, written to a folder.
///
/// What it is for: the demo, the tests, and a first look at the program without any real data. Station files
/// come in every form real archives have (both layouts, four line ends, flags in sets, absent provider flags,
/// stations without metadata); products in the three time-series layouts. Truth is a simulated soil column a
/// place, so that stations and products agree as well as they would in the field, and no better.
///
/// Written are `archive/` (ISMN layout), `products/daily/`, `products/overpass/` and `products/model/`
/// (5-degree cell files), and `experiment.yml`.
public enum ExampleArchive {
  /// The two headers `frm_classification.csv` has had.
  public enum ClassificationHeader: Sendable {
    /// Nine columns, as in archives before 2024.
    case short
    /// Fourteen columns of which two are called `tsw`, as in archives of 2025.
    case repeatedColumn
  }

  /// Writes everything; the same seed gives the same bytes.
  ///
  /// - Parameters:
  ///   - folder: created with its parents where absent; files of the same names are replaced.
  ///   - seed: what every random stream is drawn from.
  ///   - header: the header of `frm_classification.csv`.
  /// - Throws: `Failure` (data) naming the file or folder that cannot be written.
  public static func write(
    to folder: String, seed: UInt64, header: ClassificationHeader = .repeatedColumn
  ) throws(Failure) {
    let archive = folder + "/archive"
    try createFolder(archive)
    var landscapes: [ExampleLandscape] = []
    for place in ExamplePlace.all {
      let landscape = ExampleLandscape(place, seed: seed)
      try write(landscape, seed: seed, into: archive)
      landscapes.append(landscape)
    }
    let classes = ExampleMetadata.classification(ExamplePlace.all, header: header)
    try AtomicFile.write(classes.text, to: archive + "/frm_classification.csv")
    try AtomicFile.write(ExampleMetadata.readme, to: archive + "/Readme.txt")
    try ExampleProducts.write(landscapes, seed: seed, to: folder + "/products")
    try AtomicFile.write(ExampleExperiment.text, to: folder + "/experiment.yml")
  }

  private static func write(_ landscape: ExampleLandscape, seed: UInt64, into archive: String) throws(Failure)
  {
    let place = landscape.place
    let files = ExampleStationFiles(place: place)
    let folder = archive + "/" + files.folder
    try createFolder(folder)
    for sensor in place.sensors {
      let name = files.name(of: sensor)
      var random = RandomStream(seed: seed, stream: "sensor", name)
      let readings = ExampleReadings(
        sensor, in: landscape.station, isUnchecked: place.dialect.isUnchecked, &random)
      try AtomicFile.write(files.series(of: sensor, readings).text, to: folder + "/" + name)
    }
    if let table = ExampleMetadata.staticVariables(of: place) {
      try AtomicFile.write(table.text.text, to: folder + "/" + table.name)
    }
  }

  /// Creates a folder and its parents.
  static func createFolder(_ path: String) throws(Failure) {
    var part = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
      part += "/" + name
      guard unsafe mkdir(part, 0o755) == 0 || errno == EEXIST else {
        throw AtomicFile.systemFailure("the folder cannot be created", path: part)
      }
    }
  }
}
