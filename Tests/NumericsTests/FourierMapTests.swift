import Foundation
import Numerics
import Testing

@Suite struct FourierMapTests {
  @Test func agreesWithTheSumItStandsFor() {
    let side = 8
    var random = RandomStream(seed: 1, stream: "fourier")
    let re = (0..<side * side).map { _ in Float(random.normal()) }
    let im = (0..<side * side).map { _ in Float(random.normal()) }
    var (real, imaginary) = (re, im)
    FourierMap(side: side).invert(real: &real, imaginary: &imaginary)
    for y in 0..<side {
      for x in 0..<side {
        var (a, b) = (0.0, 0.0)
        for l in 0..<side {
          for k in 0..<side {
            let angle = 2 * Double.pi * Double(k * x + l * y) / Double(side)
            let (p, q) = (Double(re[l * side + k]), Double(im[l * side + k]))
            a += p * cos(angle) - q * sin(angle)
            b += p * sin(angle) + q * cos(angle)
          }
        }
        #expect(abs(Double(real[y * side + x]) - a) < 1e-4)
        #expect(abs(Double(imaginary[y * side + x]) - b) < 1e-4)
      }
    }
  }

  @Test func keepsThePower() {
    let side = 64
    var real = [Float](repeating: 0, count: side * side)
    var imaginary = real
    var random = RandomStream(seed: 2, stream: "fourier")
    for index in real.indices { real[index] = Float(random.normal()) }
    let before = real.reduce(0.0) { $0 + Double($1 * $1) }
    FourierMap(side: side).invert(real: &real, imaginary: &imaginary)
    let after = zip(real, imaginary).reduce(0.0) { $0 + Double($1.0 * $1.0 + $1.1 * $1.1) }
    #expect(abs(after / (before * Double(side * side)) - 1) < 1e-5)
  }
}
