import Waybill

/// How text for people looks in one place: its width, and whether it has colours.
struct Look: Sendable {
    /// The columns that sentences fill at most.
    var width: Int { min(columns, Self.longestLine) }
    /// The columns that there are, for tables.
    let columns: Int
    private let hasColours: Bool

    /// Longer lines are hard to read.
    private static let longestLine = 100
    private static let usualColumns = 80

    /// - Parameter columns: The width of the terminal, where there is one; the variable `COLUMNS` has the last word.
    init(isTerminal: Bool, columns: Int?) {
        let wanted = ProcessEnvironment.value("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        self.columns = min(max(wanted ?? columns ?? Self.usualColumns, 40), 500)
        let refusesColours = ProcessEnvironment.value("NO_COLOR").map { !$0.isEmpty } ?? false
        hasColours = isTerminal && !refusesColours && ProcessEnvironment.value("TERM") != "dumb"
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func red(_ text: String) -> String { painted(text, "31") }
    func green(_ text: String) -> String { painted(text, "32") }
    func yellow(_ text: String) -> String { painted(text, "33") }
    /// Yellow where that is called for, else plain.
    func yellow(_ text: String, if isCalledFor: Bool) -> String { isCalledFor ? yellow(text) : text }
    func cyan(_ text: String) -> String { painted(text, "36") }

    private func painted(_ text: String, _ code: String) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
