internal import Files
internal import Statistics

/// `summary.csv`, one row a product, group, scaling and metric (DESIGN §5).
///
/// `ci_lower` and `ci_upper` stay empty: intervals over stations need a method of their own.
enum SummaryFile {
  static func write(_ summary: Summary, experiment: Experiment, to path: String) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(
      "product,stratum,group,scaling,metric,mean,median,q25,q75,ci_lower,ci_upper,networks,stations,pairs,status\n"
    )
    for row in summary.rows {
      var line = CSVRow()
      line.append(experiment.products[row.product].name)
      line.append(row.stratification.name)
      line.append(row.group)
      line.append(row.scaling.rawValue)
      line.append(row.metric.rawValue)
      line.append(row.mean)
      line.append(row.median)
      line.append(row.lowerQuartile)
      line.append(row.upperQuartile)
      line.append(Double?.none)
      line.append(Double?.none)
      line.append(row.networks)
      line.append(row.stations)
      line.append(row.pairs)
      line.append(row.status.rawValue)
      try stream.write(line.line)
    }
    try stream.commit()
  }
}
