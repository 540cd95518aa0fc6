/// The version of the program, as manifests record it.
public enum LabVersion {
  /// The version in `MAJOR.MINOR.PATCH` form.
  public static let text = "0.1.0"
}
