public import Files
public enum ExampleArchive { public static func write(to folder: String, seed: UInt64) throws(Failure) {} }
