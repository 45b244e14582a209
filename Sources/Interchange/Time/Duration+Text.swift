extension Duration {
    /// The duration as people read it: `850ms`, `3s`, `1.5s`, `20m`, `2h`.
    package var shortText: String {
        let milliseconds = self / .milliseconds(1)
        if milliseconds.magnitude < 1 { return "\(Duration.rounded(milliseconds * 1_000, places: 0))µs" }
        if milliseconds.magnitude < 1_000 { return "\(Duration.rounded(milliseconds, places: milliseconds < 10 ? 1 : 0))ms" }
        let seconds = milliseconds / 1_000
        if seconds < 120 { return "\(Duration.rounded(seconds, places: 1))s" }
        if seconds < 7_200 { return "\(Duration.rounded(seconds / 60, places: 1))m" }
        if seconds < 172_800 { return "\(Duration.rounded(seconds / 3_600, places: 1))h" }
        return "\(Duration.rounded(seconds / 86_400, places: 1))d"
    }

    private static func rounded(_ value: Double, places: Int) -> String {
        let scale = places == 0 ? 1.0 : 10.0
        let scaled = (value * scale).rounded() / scale
        return scaled == scaled.rounded() ? "\(Int(scaled))" : "\(scaled)"
    }
}
