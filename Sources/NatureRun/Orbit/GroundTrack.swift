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
  /// In a frame that does not turn the orbit is a great circle, which one step finds the way to but for the Earth's
  /// turning meanwhile. Newton's steps on the cosine of the distance follow, its second derivative taken as at the track
  /// itself: each leaves a few hundredths of the error, all of them less than 100 m. Beyond the ends of the half the end
  /// is the nearest point.
  func nearest(to place: Place) -> (angle: Double, kilometres: Double) {
    var view = turned(place, equator)
    var step = atan2(view.y * cosine + place.z * sine, view.x) - equator
    step -= 2 * .pi * (step / (2 * .pi)).rounded()
    var angle = equator + step
    for _ in 0..<3 {
      view = turned(place, angle)
      let (c, s) = (cos(angle), sin(angle))
      let across = view.y * cosine + place.z * sine
      let dot = c * view.x + s * across
      // So far from the track nothing is seen.
      guard dot > 0.3 else { break }
      let slope = c * across - s * view.x - turn * (c * view.y - s * cosine * view.x)
      let speed = 1 - 2 * turn * cosine + turn * turn * (c * c + cosine * cosine * s * s)
      angle += slope / (speed * dot)
    }
    angle = min(max(angle, equator - .pi / 2), equator + .pi / 2)
    view = turned(place, angle)
    let dot = cos(angle) * view.x + sin(angle) * (view.y * cosine + place.z * sine)
    return (angle, GroundTrack.earthRadius * acos(min(1, max(-1, dot))))
  }

  /// A place seen from the frame of the orbit, its first axis at the ascending node, when the satellite is at an angle.
  private func turned(_ place: Place, _ angle: Double) -> (x: Double, y: Double) {
    let (c, s) = (cos(node - angle * turn), sin(node - angle * turn))
    return (place.x * c + place.y * s, place.y * c - place.x * s)
  }
}
