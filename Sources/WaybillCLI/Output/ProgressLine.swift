/// How far a long work is, in one line on standard error that is written over and goes away.
///
/// Only a terminal gets one, and only where nothing else appears on it meanwhile.
struct ProgressLine {
    private let isShown: Bool
    private let started = ContinuousClock.now
    private var next: ContinuousClock.Instant
    private var shownColumns = 0
    /// What is read now, its size and how much of it was read.
    private var current = (name: "", size: Int?.none, done: 0)
    private var done = 0

    /// - Parameter writesMeanwhile: Whether results go to standard output while the work is under way.
    init(writesMeanwhile: Bool) {
        isShown = OutputChannel.errors.isTerminal && !(writesMeanwhile && OutputChannel.output.isTerminal)
        // Short work is over before anyone wonders.
        next = started + .seconds(1)
    }

    /// Begins with an input.
    mutating func begin(_ input: ChunkedInput) {
        current = (input.name, isShown ? input.size : nil, 0)
    }

    /// Adds to what is done.
    mutating func add(bytes: Int) {
        done += bytes
        current.done += bytes
        guard isShown, case let now = ContinuousClock.now, now >= next else { return }
        next = now + .milliseconds(200)
        let rate = Int(Double(done) / ((now - started) / .seconds(1)))
        let size = current.size.map { " of \($0.bytesText)" } ?? ""
        show("\(current.name): \(current.done.bytesText)\(size) read, \(rate.bytesText) a second")
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
    /// A number of bytes in a unit that leaves it short: `812 bytes`, `1.4 kB`, `23 MB`.
    var bytesText: String {
        var (value, unit) = (self, 0)
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        while value >= 1_000_000, unit < units.count - 2 {
            value /= 1_000
            unit += 1
        }
        if value < 1_000 { return "\(value) \(units[unit])" }
        let fraction = value < 10_000 ? ".\(value % 1_000 / 100)" : ""
        return "\(value / 1_000)\(fraction) \(units[unit + 1])"
    }
}
