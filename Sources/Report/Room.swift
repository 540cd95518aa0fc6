public import Files
public import Lab
public struct FigureOutcome: Sendable { public var drawn = 0; public var remarks: [String] = [] }
public enum ReportWriter { public static func write(_ run: RunResult, into: RunFolder, jobs: Int, drawsFigures: Bool) async throws(Failure) -> FigureOutcome { FigureOutcome() } }
