import WaybillInterchange

/// Writes answers as the APIs do: values in, bytes out.
package enum RehearsalWire {
    /// A whole answer, as one JSON document.
    package static func document(_ answer: RehearsedAnswer, for request: RehearsedRequest, stamp: RehearsalStamp) -> [UInt8] {
        switch request.api {
        case .responses: ResponsesWire(answer, for: request, stamp: stamp).document()
        case .chat: ChatWire(answer, for: request, stamp: stamp).document()
        }
    }

    /// A streamed answer, event by event.
    package static func stream(_ answer: RehearsedAnswer, for request: RehearsedRequest, stamp: RehearsalStamp) -> [WireFrame] {
        switch request.api {
        case .responses: ResponsesWire(answer, for: request, stamp: stamp).stream()
        case .chat: ChatWire(answer, for: request, stamp: stamp).stream()
        }
    }
}

/// One server-sent event of a streamed answer.
package struct WireFrame: Sendable, Hashable {
    /// What an event is to its reader.
    package enum Kind: Sendable, Hashable {
        /// It opens or closes a part of the answer.
        case structure
        /// It brings a piece of thought.
        case thought
        /// It brings a piece of content.
        case content
        /// It belongs to the end of the answer.
        case ending

        /// Whether the model had to write for it.
        package var isPiece: Bool { self == .thought || self == .content }
    }

    /// What it is to its reader.
    package var kind: Kind
    /// The event as it stands in the stream, its empty line included.
    package var bytes: [UInt8]

    init(_ kind: Kind, event: String? = nil, data: JSONValue) {
        self.kind = kind
        bytes = Array((event.map { "event: \($0)\ndata: " } ?? "data: ").utf8)
        data.write(into: &bytes)
        bytes += "\n\n".utf8
    }

    init(_ kind: Kind, line: String) {
        self.kind = kind
        bytes = Array("\(line)\n\n".utf8)
    }
}
