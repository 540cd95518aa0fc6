/// A frequency a sensor hears the ground at.
public enum Band: String, Sendable, Hashable, CaseIterable {
  /// 1.4 GHz, radiometer.
  case l
  /// 5.3 GHz, radar.
  case radar
  /// 6.9 GHz, radiometer; `c1` of AMSR2.
  case c
  /// 7.3 GHz, radiometer; `c2` of AMSR2.
  case c2
  /// 10.7 GHz, radiometer.
  case x
}
