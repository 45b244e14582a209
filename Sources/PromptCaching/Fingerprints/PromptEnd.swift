import WaybillInterchange

/// A place at which prompts part and up to which one can be kept: the end of a segment or, among the examples, of one message.
package struct PromptEnd: Sendable, Hashable {
    /// The fingerprint of the prompt up to there.
    let fingerprint: PromptFingerprint
    /// How many whole segments precede it.
    let segments: Int
    /// How many messages of the examples come after these: all of them are a segment's end.
    let exampleMessages: Int
    /// Whether a model with breakpoints keeps a prompt there by itself: a message of a user ends, or one that counts as such.
    let endsMessage: Bool
    /// The tokens up to there; `nil` where nobody counted.
    var tokens: Int?
}

extension PromptOutline {
    /// The ends within a prompt, in rendered order.
    ///
    /// - Parameter segments: The segments of the outline, with their fingerprints.
    func ends(_ segments: [PromptSegment], memo: FingerprintMemo) -> [PromptEnd] {
        var ends: [PromptEnd] = []
        ends.reserveCapacity(segments.count)
        for (place, segment) in segments.enumerated() {
            if segment.kind == .examples {
                ends += exampleEnds(after: place, from: place == 0 ? .empty : segments[place - 1].fingerprint, memo)
            }
            ends.append(
                PromptEnd(fingerprint: segment.fingerprint, segments: place + 1, exampleMessages: 0, endsMessage: endsMessage(at: place)))
        }
        return ends
    }

    /// The ends of all messages of the examples but the last, which ends their segment.
    private func exampleEnds(after segments: Int, from start: PromptFingerprint, _ memo: FingerprintMemo) -> [PromptEnd] {
        let texts = request.request.examples.flatMap { [$0.input, $0.answer] }
        var last = start
        var bytes = SegmentBytes()
        return texts.dropLast().enumerated()
            .map { place, text in
                bytes.begin("example message")
                bytes.read(text, at: PromptField(.text))
                last = memo.fingerprint(from: last, bytes.bytes) { bytes.fingerprint(after: last) }
                return PromptEnd(
                    fingerprint: last, segments: segments, exampleMessages: place + 1, endsMessage: place.isMultiple(of: 2))
            }
    }
}

extension FingerprintedPrompt {
    /// How many ends, from the first, precede a breakpoint at the end of the stable part, that one included; `nil`: none can stand there.
    ///
    /// It stands after a reference, before the answer of the last example or after the instructions: no other segment, and nothing that an
    /// assistant says, takes one.
    var markedEnds: Int? {
        let stable = segments.prefix(stableSegments)
        switch stable.last?.kind {
        case .instructions, .reference: return ends.firstIndex { $0.segments == stable.count }.map { $0 + 1 }
        // Its last message is an answer, so the end before is that of an input.
        case .examples: return ends.firstIndex { $0.segments == stable.count }
        default: return nil
        }
    }

    /// The tokens up to the last of so many ends, from the first; `nil` where they were not counted.
    package func tokens(ofFirstEnds count: Int) -> Int? { count == 0 ? 0 : ends[count - 1].tokens }

    /// Sums the tokens up to each end.
    ///
    /// - Parameter exampleMessages: The tokens of each message of the examples.
    mutating func countEnds(exampleMessages: [Int]) {
        var before = 0
        var segments = 0
        for place in ends.indices {
            while segments < ends[place].segments {
                before += self.segments[segments].tokens ?? 0
                segments += 1
            }
            ends[place].tokens = before + exampleMessages.prefix(ends[place].exampleMessages).reduce(0, +)
        }
    }
}
