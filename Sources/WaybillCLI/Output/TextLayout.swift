import Waybill

extension String {
    /// How many columns a terminal needs for the text.
    var columns: Int { unicodeScalars.reduce(0) { $0 + $1.terminalWidth } }

    /// The text in one line, without characters that could take over a terminal: for names that others gave.
    var visible: String {
        String(UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    /// The text with blanks after it, up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - columns)) }

    /// The text with blanks before it, up to a width.
    func padded(from width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }

    /// The text in lines of at most `width` columns, broken at blanks; a longer word has a line of its own.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.columns + 1 + String(word).columns <= width {
                line += " \(word)"
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return lines + [line]
    }
}

extension Look {
    /// A sentence that says what went wrong, as the parser of the arguments says it.
    func error(_ sentence: String) -> String { remark("Error:", red, sentence) }

    /// A sentence about something that did not go wrong, but that must be known.
    func note(_ sentence: String) -> String { remark("Note:", yellow, sentence) }

    private func remark(_ word: String, _ paint: (String) -> String, _ sentence: String) -> String {
        let lines = "\(word) \(sentence)".wrapped(to: width)
        return paint(word) + lines.joined(separator: "\n").dropFirst(word.count) + "\n"
    }
}

/// Lines of a label and a text, the texts aligned and wrapped in their own column.
struct FactList {
    private var facts: [(label: String, text: String, paint: (String) -> String)] = []

    /// Appends a line.
    mutating func add(_ label: String, _ text: String, _ paint: @escaping (String) -> String = { $0 }) {
        facts.append((label, text, paint))
    }

    /// The lines, each with its line break.
    ///
    /// - Parameter labelWidth: The columns for labels, so that lists below each other align.
    func text(indent: Int, labelWidth: Int, _ look: Look) -> String {
        var result = ""
        let margin = String(repeating: " ", count: indent)
        for (label, text, paint) in facts {
            var head = look.dim(label.padded(to: labelWidth))
            for line in text.wrapped(to: look.width - indent - labelWidth) {
                result += "\(margin)\(head)\(paint(line))\n"
                head = String(repeating: " ", count: labelWidth)
            }
        }
        return result
    }
}
