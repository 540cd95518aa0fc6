import ArgumentParser
import Files
import Foundation
import Products

/// DCT-PLS on the reference case, alone in its process so that the peak memory is its own.
struct SmoothingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dctpls", abstract: "Times DCT-PLS on a netCDF file with `input` and a peer's `output`.")

  @Argument(help: "The file: time × y × x.")
  var file: String

  @Option(help: "The most fits with robust weights; 3 as the peer's, more to run the weights to convergence.")
  var rounds = 3

  @Option(help: "Threads.")
  var jobs = 2

  func run() throws {
    let file = try NetCDFFile(reading: file)
    let variable = try file.requiredVariable("input")
    let shape = variable.shape
    guard shape.count == 3 else { throw ValidationError("input has no three dimensions") }
    let input = try file.floats(variable)
    var smoother = DCTPLS()
    smoother.rounds = rounds
    let clock = ContinuousClock()
    var fit: DCTPLS.Fit?
    let taken = clock.measure {
      fit = smoother.fit(input, layers: shape[0], rows: shape[1], columns: shape[2], jobs: jobs)
    }
    guard let fit else { throw ValidationError("input has no finite value") }
    let peak = Usage.ofThisProcess().peakBytes
    // A day at a time, so that the comparison is no part of the memory that is reported.
    let output = try file.requiredVariable("output")
    var sum = 0.0
    for layer in 0..<shape[0] {
      let part = try file.doubles(output, NetCDFSlab(start: [layer, 0, 0], count: [1, shape[1], shape[2]]))
      for (index, value) in part.enumerated() {
        let difference = Double(fit.values[layer * part.count + index]) - value
        sum += difference * difference
      }
    }
    let difference = (sum / Double(fit.values.count)).squareRoot()
    print(
      "| DCT-PLS | s | fits | smoothing | RMS difference to the peer | peak memory |\n|---|---:|---:|---:|---:|---:|"
    )
    print(
      String(
        format: "| lab, %d threads | %.2f | %d | %.4f | %.1e | %@ |", jobs, taken / .seconds(1),
        fit.steps.count,
        fit.smoothing, difference, Usage.megabytes(peak) as NSString))
  }
}
