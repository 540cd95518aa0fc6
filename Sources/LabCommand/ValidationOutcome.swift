import Files
import Foundation
import Lab
import Report
import Statistics

/// What `lab validate` says when it is done, in words or as JSON.
struct ValidationOutcome: Encodable {
  struct Product: Encodable {
    var name: String
    var pairs: Int
    var sensorsScored: Int
    var medianR: Double?
    var medianUbRMSE: Double?
  }
  var run: String
  var sensors: Int
  var reference: String?
  var products: [Product]
  var problems: Int
  var figures: Int
  var remarks: [String]

  init(_ result: RunResult, folder: String, report: ReportOutcome) {
    run = folder
    sensors = result.sensors.count
    reference = result.experiment.reference?.name
    problems = result.problems.count
    figures = report.figures.count { $0.status == .drawn }
    remarks = result.remarks + report.warnings
    products = result.experiment.products.enumerated().map { index, product in
      func median(_ metric: Metric) -> Double? {
        result.summary.row(
          product: index, stratification: .all, group: "all", scaling: result.experiment.scaling[0],
          metric: metric
        )?.median
      }
      let kept = result.totals.first {
        $0.stage == .pairs && $0.subject.product == product.name && $0.reason == "kept"
      }
      var scored: Set<Int32> = []
      for (key, column) in result.table.columns
      where key.product == index && key.stratification == .all && key.scaling == result.experiment.scaling[0]
      {
        for (sensor, value) in zip(column.sensors, column.values) where value.isFinite {
          scored.insert(sensor)
        }
      }
      return Product(
        name: product.name, pairs: kept?.count ?? 0,
        sensorsScored: scored.count, medianR: median(.r),
        medianUbRMSE: median(.ubRMSE))
    }
  }

  var text: String {
    var lines: [String] = []
    for product in products {
      let r = product.medianR.map { ", median R \(Self.round($0))" } ?? ""
      let error = product.medianUbRMSE.map { ", median ubRMSE \(Self.round($0)) m³ m⁻³" } ?? ""
      lines.append(
        "\(product.name.singleLine): \(product.pairs) pairs at \(product.sensorsScored) of \(sensors) \(reference == nil ? "sensors" : "cells")\(r)\(error)"
      )
    }
    if problems > 0 {
      lines.append("\(problems) problem\(problems == 1 ? "" : "s") in the inputs, listed in the report")
    }
    lines += remarks.map(\.singleLine)
    lines.append("Read \(run)/report.md")
    return lines.joined(separator: "\n")
  }

  private static func round(_ value: Double) -> String {
    CSVRow.format((value * 1000).rounded() / 1000)
  }
}
