internal import Files
internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// gnuplot as a separate program: argument arrays, no shell, a fixed environment.
enum Gnuplot {
  /// Why a figure could not be drawn.
  enum Trouble: Error {
    /// There is no gnuplot on this machine.
    case missing
    /// gnuplot ran and complained.
    case failed(String)
  }

  /// What gnuplot says about itself, such as `gnuplot 5.4 patchlevel 4`; `nil` where there is none.
  static func version() async -> String? {
    do {
      let result = try await run(
        .name("gnuplot"), arguments: ["--version"], environment: environment, output: .string(limit: 1000),
        error: .discarded)
      guard case .exited(0) = result.terminationStatus else { return nil }
      let text = result.standardOutput
      return PlainText.line(text.split(separator: "\n").first.map(String.init) ?? text)
    } catch {
      return nil
    }
  }

  /// Draws `NAME.svg` and the like beside `NAME.gp`; all appear whole or none does.
  /// - Throws: `Trouble`.
  static func draw(name: String, folder: String, formats: [FigureFormat]) async throws(Trouble) {
    let suffix = ".partial"
    let outputs = formats.map { folder + "/" + name + "." + $0.rawValue }
    let wanted = formats.map(\.rawValue).joined(separator: " ")
    var isDrawn = false
    defer { if !isDrawn { for output in outputs { unsafe unlink(output + suffix) } } }
    do {
      let result = try await run(
        .name("gnuplot"), arguments: ["-d", "-e", "suffix='\(suffix)'; formats='\(wanted)'", name + ".gp"],
        environment: environment,
        workingDirectory: FilePath(folder), output: .discarded, error: .string(limit: 10_000))
      guard case .exited(0) = result.terminationStatus else {
        throw Trouble.failed(PlainText.line(result.standardError))
      }
      for output in outputs {
        guard Paths.exists(output + suffix) else {
          throw Trouble.failed("no \(Paths.name(of: output)) came out")
        }
      }
      for output in outputs where output.hasSuffix(".pdf") { try PDFDate.clear(output + suffix) }
      for output in outputs { try AtomicFile.commit(temporary: output + suffix, to: output) }
      isDrawn = true
    } catch let trouble as Trouble {
      throw trouble
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw .missing
    } catch {
      throw .failed(PlainText.line("\(error)"))
    }
  }

  /// No start-up file, no locale, no fonts of the user: only where programs are.
  private static var environment: Environment {
    var values: [Environment.Key: String] = [
      "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "TZ": "UTC",
    ]
    if let path = unsafe getenv("PATH") { values["PATH"] = unsafe String(cString: path) }
    return .custom(values)
  }
}
