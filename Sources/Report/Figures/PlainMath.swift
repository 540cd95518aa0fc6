#if canImport(Glibc)
  import Glibc
#endif

/// The few functions of the mathematical library that layouts need.
enum PlainMath {
  static func log10(_ value: Double) -> Double { Glibc.log10(value) }
  static func power10(_ value: Double) -> Double { pow(10, value) }
  static func cosine(_ value: Double) -> Double { cos(value) }
  static func sine(_ value: Double) -> Double { sin(value) }
}
