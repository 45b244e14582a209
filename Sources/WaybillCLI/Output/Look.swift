import Waybill

/// How text for people looks in one place: its width, and whether it has colours.
struct Look: Sendable {
    /// The columns to fill at most.
    let width: Int
    private let hasColours: Bool

    /// - Parameter columns: The width of the terminal, where there is one.
    init(isTerminal: Bool, columns: Int?) {
        // Lines much longer than this are hard to read, and files are read in all kinds of windows.
        width = isTerminal ? min(max(columns ?? 80, 40), 100) : 80
        let refusesColours = ProcessEnvironment.value("NO_COLOR").map { !$0.isEmpty } ?? false
        hasColours = isTerminal && !refusesColours && ProcessEnvironment.value("TERM") != "dumb"
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func red(_ text: String) -> String { painted(text, "31") }
    func green(_ text: String) -> String { painted(text, "32") }
    func yellow(_ text: String) -> String { painted(text, "33") }

    private func painted(_ text: String, _ code: String) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
