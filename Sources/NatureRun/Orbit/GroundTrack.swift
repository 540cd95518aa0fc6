#if canImport(Glibc)
  import Glibc
#endif

/// The line below a satellite in one half of a revolution, with what is needed to find the point nearest to a place.
struct GroundTrack {
  /// The mean radius of the Earth in kilometres.
  static let earthRadius = 6371.0

  private let cosine: Double
  private let sine: Double
  private let turn: Double
  /// The longitude of the ascending node in radians.
  private let node: Double
  /// The angle at the equator in radians: 0 northwards, π southwards.
  private let equator: Double

  init(_ orbit: Orbit, node number: Int, half: Orbit.Node) {
    let inclination = orbit.inclination * .pi / 180
    cosine = cos(inclination)
    sine = sin(inclination)
    turn = orbit.turn
    node = orbit.longitude(ofNode: number) * .pi / 180
    equator = half.equator
  }

  /// A place in the frame of the Earth, as a unit vector and its longitude.
  struct Place {
    var x: Double
    var y: Double
    var z: Double

    /// From degrees north and east.
    init(latitude: Double, longitude: Double) {
      let (phi, lambda) = (latitude * .pi / 180, longitude * .pi / 180)
      x = cos(phi) * cos(lambda)
      y = cos(phi) * sin(lambda)
      z = sin(phi)
    }
  }

  /// The point of the track nearest to a place: the satellite's angle since the ascending node, in radians, and the
  /// distance along the ground in kilometres.
  ///
  /// The orbit is a great circle in a frame that does not turn; the Earth's turning below it is found by iteration,
  /// and one step of Newton's method on the distance to the track (which meets that circle at some 4°) follows. Beyond
  /// the ends of the half the end is the nearest point.
  func nearest(to place: Place) -> (angle: Double, kilometres: Double) {
    var angle = equator
    // The error shrinks by 1/N in every step, and is below a second of the satellite's time after five.
    for _ in 0..<5 {
      let turned = -node + angle * turn
      let (c, s) = (cos(turned), sin(turned))
      let x = place.x * c - place.y * s
      let y = place.x * s + place.y * c
      let target = atan2(y * cosine + place.z * sine, x)
      var step = target - angle
      step -= 2 * .pi * (step / (2 * .pi)).rounded()
      angle += step
    }
    for _ in 0..<2 {
      let (before, here, after) = (
        cosine(angle - 1e-4, place), cosine(angle, place), cosine(angle + 1e-4, place)
      )
      let curvature = (after - 2 * here + before) / 1e-8
      // Far from the track there may be no nearest point; such a place is not seen anyway.
      if curvature < -0.2 { angle -= (after - before) / 2e-4 / curvature }
    }
    angle = min(max(angle, equator - .pi / 2), equator + .pi / 2)
    let distance = acos(min(1, max(-1, cosine(angle, place))))
    return (angle, GroundTrack.earthRadius * distance)
  }

  /// The cosine of the distance from a point of the track to a place.
  private func cosine(_ angle: Double, _ place: Place) -> Double {
    let (c, s) = (cos(angle), sin(angle))
    // The point in the frame that does not turn, then turned back with the Earth.
    let (x, y, z) = (c, cosine * s, sine * s)
    let turned = node - angle * turn
    let (ct, st) = (cos(turned), sin(turned))
    return (x * ct - y * st) * place.x + (x * st + y * ct) * place.y + z * place.z
  }
}
