import Files
import Grids
import Lab
import NatureRun
import Report

/// The folders of a demonstration and what each of them holds.
struct DemoParts {
  let folder: String
  let settings: NatureRunSettings

  /// One validation of the world's products.
  struct Validation {
    /// What it is called, which is also its folder.
    var name: String
    var experiment: String
    var out: String
    /// Its heading and what it shows, for the page.
    var title, text: String
    /// The figures the page shows of it.
    var figures: [String]

    /// Whether it is finished.
    var isWhole: Bool { Paths.exists(out + "/" + RunFolder.completionMark) }
  }

  /// The nature run.
  var world: String { folder + "/nature-run" }

  /// The page above all.
  var page: String { folder + "/report.md" }

  /// Whether the world is there, made from these settings by this version of the program.
  var hasWorld: Bool {
    guard let manifest = try? NatureRunManifest(reading: world), manifest.lab == LabVersion.text,
      let text = try? Paths.text(of: world + "/naturerun.yml")
    else { return false }
    return text == settings.yaml
  }

  /// The validations, in the order of the page.
  var validations: [Validation] {
    [
      Validation(
        name: "stations", experiment: world + "/experiment.yml", out: folder + "/stations",
        title: "The products at the sparse stations",
        text: """
          Each product was matched with the stations as a downloaded one would be; nothing here knows that the world is \
          invented.
          """,
        figures: ["map", "boxes-season-R", "boxes-season-ubRMSE"]),
      Validation(
        name: "dekads", experiment: world + "/experiment-dekads.yml", out: folder + "/dekads",
        title: "Means of ten days at the sparse stations",
        text: """
          The same products and stations by dekads, as RSSSM's tables have them: noise that is new every day averages out.
          """,
        figures: ["map-R"]),
      Validation(
        name: "cores", experiment: world + "/experiment-cores.yml", out: folder + "/cores",
        title: "The products at the dense networks",
        text: """
          Two cells of 0.25° with many stations each: their mean is nearer to what a footprint sees than any station.
          """,
        figures: []),
      Validation(
        name: "truth", experiment: world + "/experiment-truth.yml", out: folder + "/truth",
        title: "The products against the truth",
        text: """
          The same products against what no real validation has: the true daily mean at 0–5 cm of the cells of 0.25°. \
          What differs from the scores at the stations is the stations' doing: their own error, and that a point is no cell.
          """,
        figures: ["map-R", "boxes-season-ubRMSE"]),
    ]
  }

  /// Writes the page from what the parts hold, and the world's own page with its figures.
  ///
  /// - Parameter drawsWorld: whether the world is drawn; without figures its page is left out.
  nonisolated(nonsending) func writePage(
    jobs: Int, drawsWorld: Bool, progress: (_ what: String) -> Void
  ) async throws {
    let chapters = try validations.map { part in
      DemoPage.Chapter(
        title: part.title, text: part.text, run: try FinishedRun(reading: part.out), link: part.name,
        figures: part.figures)
    }
    var sections: [String] = []
    if drawsWorld {
      let summary = try await NatureRunPage.write(
        natureRun: world, into: folder + "/world", jobs: jobs, progress: progress)
      let figures = DemoParts.worldFigures.filter { Paths.exists(folder + "/world/figures/\($0).png") }
      sections.append(
        "## The world\n\n\(summary) All of it: [world](world/report.md).\n\n"
          + figures.map { "![\($0)](world/figures/\($0).png)\n" }.joined(separator: "\n"))
    }
    let (days, seed) = (settings.days, settings.seed)
    let page = DemoPage(
      opening: """
        A land that does not exist, with known soil moisture, weather, satellites and stations: \(days) days from \
        \(UTC.dateText(settings.start)), seed \(seed). Everything below was made by `lab demo`, from files in the formats \
        of the real products: [nature-run](nature-run) holds them, `nature-run/naturerun.yml` every setting. It says \
        nothing about the Earth; it tells what methods and metrics do where the answer is known.
        """,
      sections: sections, chapters: chapters)
    try AtomicFile.write(try page.text(), to: self.page)
  }

  /// The world's figures that the page shows; the world's own page shows all.
  private static let worldFigures = [
    "elevation", "koppen", "annual-rain", "storm", "orbits", "coverage", "dry-down", "triangle",
  ]
}
