extension Duration {
    /// The duration as people read it: `850ms`, `3s`, `1.5s`, `20m`, `2h`.
    package var shortText: String {
        if self < .zero { return "-\((.zero - self).shortText)" }
        for (unit, name, largest) in Duration.units where self < largest { return "\(tenths(of: unit))\(name)" }
        return "\(tenths(of: .seconds(86_400)))d"
    }

    /// Each unit with its name and the duration from which the next one reads better.
    private static let units: [(unit: Duration, name: String, largest: Duration)] = [
        (.microseconds(1), "µs", .milliseconds(1)), (.milliseconds(1), "ms", .seconds(1)), (.seconds(1), "s", .seconds(120)),
        (.seconds(60), "m", .seconds(7_200)), (.seconds(3_600), "h", .seconds(172_800)),
    ]

    /// How many of a unit this is, to a tenth; from a hundred on to one.
    private func tenths(of unit: Duration) -> String {
        let tenths = Int((self / unit * 10) + 0.5)
        return tenths % 10 == 0 || tenths >= 1_000 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
