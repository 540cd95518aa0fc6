import ArgumentParser
import Foundation
import Neural
import Numerics

/// Training of the gap-filling networks, in samples a second.
struct NeuralCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neural",
    abstract: "Times training steps (forward, backward, Adam) of the gap-filling networks, batches of 8.")

  @Option(help: "The networks: cell, paper.")
  var networks = ["cell", "paper"]

  @Option(parsing: .upToNextOption, help: "Threads.")
  var workers = [1, 2]

  @Option(help: "How many steps are timed after one that is not counted; the fastest counts.")
  var steps = 5

  @Option(help: "A file for the rates, for the peer's script.")
  var out: String?

  func validate() throws {
    if steps < 1 || workers.contains(where: { $0 < 1 }) {
      throw ValidationError("--steps and --workers must be at least 1.")
    }
    if let other = networks.first(where: { !["cell", "paper"].contains($0) }) {
      throw ValidationError("There is no network '\(other)': give cell or paper.")
    }
  }

  func run() throws {
    print(linearAlgebraDescription() + "\n")
    print("| network, threads | samples/s | ms a step of 8 |\n|---|---:|---:|")
    var lines = ""
    for name in networks {
      for count in workers {
        let seconds =
          name == "cell"
          ? try time(CellNetwork<Float>(.init()), days: 7, side: 32, workers: count)
          : try time(PaperNetwork<Float>(.init()), days: 7, side: 40, workers: count)
        print(String(format: "| %@, %d | %.1f | %.1f |", name, count, 8 / seconds, seconds * 1000))
        lines += "\(name)-\(count)\t\(8 / seconds)\n"
      }
    }
    if let out { try lines.write(toFile: out, atomically: true, encoding: .utf8) }
  }

  /// The least seconds of a step.
  private func time<Model: Network>(
    _ network: Model, days: Int, side: Int, workers: Int
  ) throws -> Double where Model.Scalar == Float {
    var options = Trainer<Model>.Options(rate: LearningRate(peak: 1e-3, total: 1000))
    options.workers = workers
    var training = Trainer(network, options: options, seed: 1)
    let batch = batch(days: days, side: side)
    _ = try training.step(batch)
    var best = Double.infinity
    for _ in 0..<steps {
      best = min(best, try ContinuousClock().measure { _ = try training.step(batch) } / .seconds(1))
    }
    return best
  }

  private func batch(days: Int, side: Int) -> Batch<Float> {
    let batch = Batch<Float>(samples: 8, days: days, height: side, width: side)
    var random = RandomStream(seed: 1, stream: "neural benchmark")
    for index in 0..<batch.values.count {
      let known: Float = random.uniform() < 0.6 ? 1 : 0
      let hidden = random.uniform() < 0.3 ? known : 0
      batch.values[index] = Float(random.normal())
      batch.target[index] = batch.values[index]
      batch.rain[index] = Float(random.uniform())
      batch.known[index] = known
      batch.hidden[index] = hidden
      batch.mask[index] = known - hidden
    }
    return batch
  }
}
