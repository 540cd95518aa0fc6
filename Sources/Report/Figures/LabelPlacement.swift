/// Where the names of points go so that none covers a point or another name.
struct LabelPlacement {
  /// A name's place: the middle of its height, and where its text starts or ends.
  struct Place: Hashable {
    /// Pixels from the left.
    var x: Double
    /// Pixels from the bottom.
    var y: Double
    /// `left`: the text starts at x; `right`: it ends there; `center`.
    var alignment: String
  }

  private struct Rectangle {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
    func meets(_ other: Rectangle) -> Bool {
      left < other.right && other.left < right && bottom < other.top && other.bottom < top
    }
  }

  /// Places names one after another beside, above or below their points; `nil` where there is no room.
  /// - Parameters:
  ///   - points: the points' places in pixels.
  ///   - names: one name a point.
  ///   - width: the room from left to right, `height` from bottom to top.
  static func places(
    points: [(x: Double, y: Double)], names: [String], fontSize: Double, left: Double, bottom: Double,
    right: Double,
    top: Double
  ) -> [Place?] {
    var taken = points.map { point in
      Rectangle(left: point.x - 3.5, right: point.x + 3.5, bottom: point.y - 3.5, top: point.y + 3.5)
    }
    return zip(points, names).map { point, name -> Place? in
      let width = TextWidth.of(name, fontSize: fontSize) * 1.05
      let half = fontSize * 0.55
      let candidates = [
        Place(x: point.x + 6, y: point.y, alignment: "left"),
        Place(x: point.x - 6, y: point.y, alignment: "right"),
        Place(x: point.x, y: point.y + 9, alignment: "center"),
        Place(x: point.x, y: point.y - 9, alignment: "center"),
        Place(x: point.x + 5, y: point.y + 7, alignment: "left"),
        Place(x: point.x + 5, y: point.y - 7, alignment: "left"),
        Place(x: point.x - 5, y: point.y + 7, alignment: "right"),
        Place(x: point.x - 5, y: point.y - 7, alignment: "right"),
      ]
      for place in candidates {
        let start =
          place.alignment == "left"
          ? place.x : place.alignment == "right" ? place.x - width : place.x - width / 2
        let box = Rectangle(left: start, right: start + width, bottom: place.y - half, top: place.y + half)
        guard box.left >= left, box.right <= right, box.bottom >= bottom, box.top <= top else { continue }
        if taken.contains(where: { $0.meets(box) }) { continue }
        taken.append(box)
        return place
      }
      return nil
    }
  }
}
