import Glibc

/// atanh of a correlation; not a number where it is ±1 (up to rounding) or none at all.
func atanhInside(_ r: Double) -> Double { abs(r) < 1 - 1e-12 ? atanh(r) : .nan }

/// tanh: the correlation of a Fisher z.
func tanhOf(_ z: Double) -> Double { tanh(z) }
