import ArgumentParser
import Files

#if canImport(Glibc)
  import Glibc
#endif

/// The root command.
struct LabCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Validates and compares gridded soil-moisture products at in-situ stations.",
    discussion: """
      A first session:
        lab example demo-data                     # a small archive and three products to try things on
        lab inspect demo-data/archive             # what is in an archive or a product file?
        lab inspect demo-data/experiment.yml      # what would this experiment give?
        lab validate demo-data/experiment.yml --out run
      then read run/report.md. More is in docs/tutorial.md.

      Exit codes: 0 done, 1 a check failed, 2 usage or experiment, 3 data could not be read, 4 partial (with --strict), 70 internal.
      """,
    version: LabVersion.text,
    subcommands: [
      InspectCommand.self, CatalogueCommand.self, ValidateCommand.self, CompareCommand.self,
      TableCommand.self, FigureCommand.self, ExportPairsCommand.self, AcceptCommand.self, CheckCommand.self,
      CoverageCommand.self, ExampleCommand.self, NatureRunCommand.self, DemoCommand.self,
    ])
}

@main
enum Main {
  static func main() async {
    // A file-size limit (`ulimit -f`) is then an error of the write, told like a full disk, instead of sudden death.
    _ = signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try LabCommand.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Terminal.error("lab: \(failure)")
      exit(failure.exitCode)
    } catch {
      if LabCommand.exitCode(for: error) == .success {
        print(LabCommand.fullMessage(for: error))
        exit(0)
      }
      Terminal.error(LabCommand.fullMessage(for: error))
      // ArgumentParser's own 64 would be one more code for the same kind of mistake (DESIGN §5: 2 = usage).
      exit(Failure(.usage, "").exitCode)
    }
  }
}
