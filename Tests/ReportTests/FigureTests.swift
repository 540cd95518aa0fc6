import Files
import Statistics
import Testing

@testable import Lab
@testable import Report

@Suite struct FigureTests {
  private static let koppen = Stratification(factors: [.koppen])

  /// The figure's rows are the summary's rows: same text of every number, in the same order.
  @Test func dataAreTheTableRows() throws {
    let run = try SyntheticRun(stations: 17).result()
    let metric = try #require(Metric(rawValue: "RMSE"))
    let panels = try #require(
      BoxPanels(run: run, stratification: FigureTests.koppen, scaling: .none, metric: metric))
    let data = BoxFigure(panels).figure(name: "x").data
    var expected: [String] = []
    for product in run.experiment.products.indices {
      for group in run.summary.groups(of: FigureTests.koppen) {
        let row = try #require(
          run.summary.row(
            product: product, stratification: FigureTests.koppen, group: group, scaling: .none, metric: metric
          ))
        let numbers = [row.mean, row.median, row.lowerQuartile, row.upperQuartile]
          .map { $0.map(CSVRow.format) ?? "NaN" }.joined(separator: " ")
        expected.append(
          "\"\(run.experiment.products[product].name)\" \"koppen\" \"\(group)\" \"RMSE\" \"\(row.status.rawValue)\" "
            + "\(row.stations) \(row.pairs) \(numbers) ")
      }
    }
    let lines = data.split(separator: "\n").filter { $0.contains("\"koppen\"") }
    #expect(lines.count == expected.count)
    for (line, start) in zip(lines, expected) { #expect(line.hasPrefix(start)) }
  }

  @Test func tooFewStationsKeepTheirPlace() throws {
    // Six classes, 17 stations: the last class has two.
    let run = try SyntheticRun(stations: 17).result()
    let metric = try #require(Metric(rawValue: "R"))
    let panels = try #require(
      BoxPanels(run: run, stratification: FigureTests.koppen, scaling: .none, metric: metric))
    let figure = BoxFigure(panels).figure(name: "x")
    #expect(figure.data.contains("\"koppen\" \"ET\" \"R\" \"tooFew\" 2 "))
    #expect(figure.data.contains("\"—\""))
    #expect(figure.caption.hasSuffix("—: too few stations."))
  }

  @Test func scriptsHoldNoTextFromData() throws {
    var synthetic = HostileNames.run
    synthetic.minimumStations = 1
    let result = try synthetic.result()
    let desk = FigureDesk(run: result, pairs: nil)
    for entry in FigureCatalogue(result).entries {
      guard let figure = try entry.make(FigureEntry.Request(name: entry.name, desk: desk)) else { continue }
      for name in HostileNames.all {
        #expect(!figure.script.contains(name), "\(figure.name)")
      }
      // One line a row: no name has broken a line.
      for line in figure.data.split(separator: "\n") where !line.hasPrefix("#") {
        #expect(line.count { $0 == "\"" }.isMultiple(of: 2))
      }
    }
  }

  @Test func aFigureWithoutDataIsASentence() throws {
    let result = try SyntheticRun(isEmpty: true).result()
    let desk = FigureDesk(run: result, pairs: nil)
    let entries = FigureCatalogue(result).entries
    #expect(entries.count > 30)
    for entry in entries where entry.family != 0 {
      #expect(try entry.make(FigureEntry.Request(name: entry.name, desk: desk)) == nil, "\(entry.name)")
      #expect(!entry.reason.isEmpty && !entry.sentence.isEmpty)
    }
  }

  @Test func anOutlierFarOffDoesNotFlattenTheBoxes() throws {
    var synthetic = SyntheticRun(stations: 30, classes: ["BSk"])
    synthetic.farOff = 40
    let metric = try #require(Metric(rawValue: "bias"))
    let panels = try #require(
      BoxPanels(
        run: try synthetic.result(), stratification: FigureTests.koppen, scaling: .none, metric: metric))
    let (scale, beyond) = panels.axis
    #expect(scale.upper < 1)
    #expect(beyond >= 1)
    #expect(BoxFigure(panels).figure(name: "x").caption.contains("beyond the axis"))
  }
}
