import Waybill

/// Writes an answer to standard output as it comes.
struct AnswerPrinter {
    private let channel: OutputChannel
    private let isTerminal: Bool
    /// Whether the last line that was written is still open.
    private var isInLine = false

    init(channel: OutputChannel = .output) {
        self.channel = channel
        isTerminal = channel.isTerminal
    }

    /// Writes what an event brought, if it is part of the answer.
    mutating func print(_ event: ModelEvent) throws(OutputError) {
        switch event {
        case .textDelta(let text), .refusalDelta(let text): try write(text)
        case .restarted:
            try endLine()
            try write(channel.look.dim("── the answer was cut; what stands above is void, and it starts over ──") + "\n")
        case .finished(let response):
            for call in response.toolCalls {
                try endLine()
                try write("\(call.name)(\(call.arguments))")
            }
            try endLine()
        case .began, .lastResort, .reasoningDelta, .toolCallDelta: break
        @unknown default: break
        }
    }

    /// Ends the line that is open, so that what follows begins on its own.
    mutating func endLine() throws(OutputError) {
        guard isInLine else { return }
        try channel.write("\n")
        isInLine = false
    }

    private mutating func write(_ text: String) throws(OutputError) {
        guard let last = text.unicodeScalars.last else { return }
        try channel.write(isTerminal ? text.withoutControls : text)
        isInLine = last != "\n"
    }
}

extension String {
    /// The text without characters that could take over a terminal; models write what they were made to write.
    fileprivate var withoutControls: String {
        String(
            UnicodeScalarView(
                unicodeScalars.filter { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }))
    }
}
