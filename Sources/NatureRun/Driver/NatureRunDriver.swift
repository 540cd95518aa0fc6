public import Files
import Grids

/// Writes a whole nature run: truth, what satellites and stations make of it, and the experiments that score them.
///
/// Everything is made in the run folder's hidden stage; the caller seals it with the manifest and publishes it.
/// The bytes depend on the settings alone.
public struct NatureRunDriver: Sendable {
  /// What the run is made from.
  public var settings: NatureRunSettings
  /// The number of threads; nothing but the time taken depends on it.
  public var jobs: Int

  /// A driver of a run.
  public init(settings: NatureRunSettings, jobs: Int) {
    self.settings = settings
    self.jobs = jobs
  }

  /// Runs the land through its days and writes everything but the manifest.
  ///
  /// - Parameter progress: told the days done, those of the spin-up included, after each of them.
  /// - Throws: `Failure` (usage) for settings that make no run, (data) where something cannot be written.
  public func write(into folder: RunFolder, progress: (Int) -> Void = { _ in }) throws(Failure) {
    try AtomicFile.write(settings.yaml, to: folder.file("naturerun.yml"))
    for name in ["truth", "observations", "ancillary", "stations"] { try folder.createFolder(name) }
    var world = World(settings: settings)
    let land = world.land
    let observatory = try Observatory(
      settings: settings, land: land, jobs: jobs, observations: folder.file("observations"),
      truth: folder.file("truth"))
    let networks = Networks(land: land, settings: settings)
    world.points = networks.columns
    let observers: [any WorldObserver] = [
      TruthWriter(folder: folder.file("truth"), grid: settings.grid),
      AncillaryWriter(folder: folder.file("ancillary"), land: land, settings: settings), observatory,
      NetworkWriter(
        folder: folder.file("stations"), networks: networks, land: land, settings: settings, jobs: jobs),
    ]
    let days = settings.spinUpDays + settings.days
    try world.run(jobs: jobs, observers: observers) { progress(Int(($0 * Double(days)).rounded())) }
    let experiment = NatureRunExperiment(stacks: observatory.stacks)
    try AtomicFile.write(experiment.stations, to: folder.file("experiment.yml"))
    try AtomicFile.write(experiment.cores, to: folder.file("experiment-cores.yml"))
    try AtomicFile.write(experiment.dekads, to: folder.file("experiment-dekads.yml"))
    try AtomicFile.write(experiment.truth, to: folder.file("experiment-truth.yml"))
  }
}
