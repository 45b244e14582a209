package import WaybillInterchange
package import WaybillRoutes
import WaybillTokenCounting

/// An answer as it will be written for one request: in pieces, with its usage and its end.
package struct RehearsedAnswer: Sendable {
    /// One run of the answer.
    package struct Block: Sendable, Hashable {
        /// What it is.
        package enum Kind: Sendable, Hashable {
            case reasoning
            case text
            case refusal
            case toolCall(id: String, name: String)
        }

        /// What it is.
        package var kind: Kind
        /// Its text, or a call's arguments, as they stream.
        package var pieces: [String]
        /// Whether nothing of it is missing.
        package var isWhole = true

        /// All pieces, joined.
        package var content: String { pieces.joined() }

        /// The tokens that it is taken to have beside those of its pieces.
        fileprivate var openingTokens: Int {
            if case .toolCall(_, let name) = kind { 6 + name.rehearsedTokens } else { 0 }
        }
    }

    /// What it is made of: reasoning, text, refusal and tool calls, in this order.
    package private(set) var blocks: [Block] = []
    /// Its tokens.
    package private(set) var usage: TokenUsage
    /// Why it stops.
    package private(set) var finishReason: FinishReason

    /// Writes what a script says, for a request.
    ///
    /// Where the script gives neither usage nor finish reason, both are made up from the lengths, and the request's output limit cuts the
    /// answer as a provider's would. Where it gives either, the answer is written as it stands.
    package init(_ script: RehearsalScript.Answer, for request: RehearsedRequest) {
        if !script.reasoning.isEmpty { blocks.append(Block(kind: .reasoning, pieces: script.reasoning.rehearsedPieces)) }
        if !script.text.isEmpty { blocks.append(Block(kind: .text, pieces: script.text.rehearsedPieces)) }
        if let refusal = script.refusal { blocks.append(Block(kind: .refusal, pieces: refusal.rehearsedPieces)) }
        for call in script.toolCalls {
            blocks.append(Block(kind: .toolCall(id: call.id, name: call.name), pieces: call.arguments.rehearsedPieces))
        }
        finishReason = script.finishReason ?? (script.toolCalls.isEmpty ? .stop : .toolCalls)
        usage = script.usage ?? request.input ?? TokenUsage(uncachedInput: request.inputTokens)
        if script.usage == nil {
            if script.finishReason == nil, let limit = request.outputLimit { cut(to: limit) }
            for block in blocks {
                let tokens = block.pieces.reduce(block.openingTokens) { $0 + $1.rehearsedTokens }
                if block.kind == .reasoning { usage.reasoning += tokens } else { usage.outputText += tokens }
            }
        }
        // Whatever a limit or a filter stopped, it stopped within the last run.
        if finishReason == .length || finishReason == .contentFilter, let last = blocks.indices.last { blocks[last].isWhole = false }
    }

    /// Leaves out what goes beyond a number of tokens.
    private mutating func cut(to limit: Int) {
        var left = limit
        for (place, block) in blocks.enumerated() {
            left -= block.openingTokens
            let kept = block.pieces.prefix { piece in
                left -= piece.rehearsedTokens
                return left >= 0
            }
            guard left < 0 else { continue }
            blocks[place].pieces = Array(kept)
            blocks.removeSubrange((kept.isEmpty ? place : place + 1)...)
            finishReason = .length
            return
        }
    }
}

extension String {
    /// The text as a model writes it: word by word, each with the space before it, and long runs without space in several pieces.
    var rehearsedPieces: [String] {
        var pieces: [String] = []
        var piece = ""
        var length = 0
        var hasWord = false
        for character in self {
            if length == 12 || (hasWord && character.isWhitespace) {
                pieces.append(piece)
                (piece, length, hasWord) = ("", 0, false)
            }
            piece.append(character)
            length += 1
            hasWord = hasWord || !character.isWhitespace
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    /// What one piece counts, as most of OpenAI's models would.
    fileprivate var rehearsedTokens: Int { TokenEncoding.o200kBase.count(self) }
}
