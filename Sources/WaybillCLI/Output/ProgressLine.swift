/// How far a long work is, in one line on standard error that is written over and goes away.
///
/// Only a terminal gets one, and only where nothing else appears on it meanwhile.
struct ProgressLine {
    private let isShown: Bool
    private let started = ContinuousClock.now
    private var next: ContinuousClock.Instant
    private var shownColumns = 0
    private var done = 0

    /// - Parameter writesMeanwhile: Whether results go to standard output while the work is under way.
    init(writesMeanwhile: Bool) {
        isShown = OutputChannel.errors.isTerminal && !(writesMeanwhile && OutputChannel.output.isTerminal)
        // Short work is over before anyone wonders.
        next = started + .seconds(1)
    }

    /// Adds to what is done.
    ///
    /// - Parameters:
    ///   - bytes: How many more bytes.
    ///   - input: What they are of.
    mutating func add(_ bytes: Int, of input: ChunkedInput) {
        done += bytes
        guard isShown, case let now = ContinuousClock.now, now >= next else { return }
        next = now + .milliseconds(200)
        let seconds = Double((now - started).components.seconds) + Double((now - started).components.attoseconds) / 1e18
        let rate = Int(Double(done) / max(seconds, 0.001))
        show("\(input.name): \(done.bytesText) read, \(rate.bytesText) a second")
    }

    /// Takes the line away, so that something else can be written.
    mutating func clear() {
        guard shownColumns > 0 else { return }
        OutputChannel.errors.report("\r" + String(repeating: " ", count: shownColumns) + "\r")
        shownColumns = 0
    }

    private mutating func show(_ text: String) {
        OutputChannel.errors.report("\r" + text.padded(to: shownColumns))
        shownColumns = text.columns
    }
}

extension Int {
    /// A number of bytes in the largest unit that keeps it above one: `812 kB`, `1.4 GB`.
    var bytesText: String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var (value, unit) = (self, 0)
        while value >= 10_000, unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        guard value >= 1_000, unit < units.count - 1 else { return "\(value) \(units[unit])" }
        return "\(value / 1_000).\(value % 1_000 / 100) \(units[unit + 1])"
    }
}
