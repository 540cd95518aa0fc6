import ArgumentParser

@main
struct LabCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lab", abstract: "Soil-moisture laboratory.")
}
