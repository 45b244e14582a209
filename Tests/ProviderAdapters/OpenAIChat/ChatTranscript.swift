import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Reads answers of Chat Completions, as a server of one dialect writes them.
enum ChatTranscript {
    /// Reads a stream that comes in these pieces.
    static func stream(_ pieces: [ArraySlice<UInt8>], _ dialect: Dialect) -> AnswerTranscript {
        AnswerTranscript(events: (try? [ServerSentEvent](pieces: pieces)) ?? [], decoder: decoder(dialect))
    }

    /// Reads a whole answer.
    static func whole(_ body: [UInt8], _ dialect: Dialect) -> AnswerTranscript {
        AnswerTranscript(body: body, decoder: decoder(dialect))
    }

    private static func decoder(_ dialect: Dialect) -> any AnswerDecoder {
        ChatSamples.adapter(dialect).makeDecoder(outputLimit: ChatSamples.outputLimit)
    }
}
