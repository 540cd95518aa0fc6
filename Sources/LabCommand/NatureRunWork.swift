import Files
import Foundation
import NatureRun

/// One nature run from settings to a published folder, as `lab naturerun` and `lab demo` do it.
struct NatureRunWork {
  var settings: NatureRunSettings
  var out: String
  var overwrite = false
  var jobs: Int

  /// Makes and publishes the run.
  /// - Throws: `Failure` of the kind of what went wrong; the folder then holds what it held before.
  func perform(progress: (_ done: Int, _ total: Int, _ what: String) -> Void) throws(Failure)
    -> NatureRunManifest
  {
    let started = Date()
    let folder = try RunFolder(path: out, overwrite: overwrite)
    let spinUp = settings.spinUpDays
    let total = spinUp + settings.days
    try NatureRunDriver(settings: settings, jobs: jobs).write(into: folder) { days in
      progress(days, total, days <= spinUp ? "Days, getting under way" : "Days")
    }
    let manifest = try NatureRunManifest.seal(folder, seed: settings.seed, jobs: jobs, started: started)
    try folder.publish()
    return manifest
  }

  /// The settings of a file, or of a preset where there is none, with another seed where one is given.
  static func settings(
    config: String?, preset: NatureRunSettings.Preset, seed: UInt64?
  ) throws(Failure) -> NatureRunSettings {
    var settings = try NatureRunSettings(preset: preset)
    if let config {
      settings = try NatureRunSettings(
        reading: YAMLNode.parse(text: Paths.text(of: config), path: config))
    }
    if let seed { settings.seed = seed }
    return settings
  }
}
