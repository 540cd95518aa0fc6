import Foundation
import NatureRun
import Testing

/// The built `lab`, run as a user runs it.
struct LabProcess {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The executable beside the test bundle.
  static let executable: URL = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle)
    while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("lab")
  }()

  /// Runs `lab` with arguments, in a folder and with changes to the environment.
  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try start(arguments, in: folder, environment: environment)
    // Small outputs fit the pipes; larger ones are read before waiting.
    let output = try process.output.fileHandleForReading.readToEnd() ?? Data()
    let errors = try process.errors.fileHandleForReading.readToEnd() ?? Data()
    process.process.waitUntilExit()
    return Outcome(
      status: process.process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  static func start(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> (process: Process, output: Pipe, errors: Pipe) {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return (process, output, errors)
  }
}

/// A folder that is removed with the value that holds it.
final class Sandbox: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "lab-command-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// Every file below a folder with its bytes.
  func contents(of name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let enumerator = FileManager.default.enumerator(atPath: path + "/" + name)
    while let entry = enumerator?.nextObject() as? String {
      if let data = FileManager.default.contents(atPath: "\(path)/\(name)/\(entry)") { files[entry] = data }
    }
    return files
  }
}

/// One example archive for all tests that need one.
enum SharedExample {
  static let result: Result<Sandbox, any Error> = Result {
    let sandbox = try Sandbox()
    try ExampleArchive.write(to: sandbox.path, seed: 1)
    return sandbox
  }

  /// An experiment on a few stations of the example: small enough for a debug build.
  static func smallExperiment(strata: String = "[all, season]", name: String = "small") -> String {
    """
    name: \(name)
    stations: {archive: archive, networks: [ALPHA-NET, GAMMA-NET]}
    products:
      - name: EX-MODEL
        files: products/model/*.nc
        description: {variable: sm}
      - name: EX-DAILY
        files: products/daily/*.nc
        description: {variable: sm, units: m3 m-3, fill: -9999, flag: {variable: flag, rule: equals, value: 0}}
    matching: {window: 2h}
    strata: \(strata)
    metrics: [R, bias, RMSE, ubRMSE, A.R]
    intervals: {replicates: 100}
    """
  }
}
