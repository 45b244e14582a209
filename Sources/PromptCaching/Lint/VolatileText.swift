import WaybillRoutes

/// Something volatile in one text.
struct VolatileSpot: Hashable {
    let kind: VolatileKind
    /// Where it stands, in bytes.
    let range: Range<Int>
    /// For a value of the request, its name there.
    var valueName: String?
}

/// Finds what is volatile in a text: one pass, in a time that grows with its length alone.
struct VolatileText {
    private let text: TextBytes
    private let dates: DateScanner
    private let identifiers: IdentifierScanner

    private init(_ text: TextBytes, today: CalendarDay?) {
        self.text = text
        dates = DateScanner(text: text, today: today)
        identifiers = IdentifierScanner(text: text)
    }

    /// The spots in their order, at most so many.
    ///
    /// - Parameters:
    ///   - today: The day on which the text is looked at; `nil`: not known.
    ///   - values: What else is looked for.
    static func spots(in bytes: UnsafeBufferPointer<UInt8>, today: CalendarDay?, values: [ValueSearch], atMost limit: Int) -> [VolatileSpot]
    {
        let text = TextBytes(bytes: bytes)
        var spots = VolatileText(text, today: today).spots(atMost: limit)
        for value in values {
            guard let range = value.first(in: text), !spots.contains(where: { $0.range.overlaps(range) }) else { continue }
            spots.append(VolatileSpot(kind: .requestValue, range: range, valueName: value.name))
        }
        return Array(spots.sorted { $0.range.lowerBound < $1.range.lowerBound }.prefix(limit))
    }

    private func spots(atMost limit: Int) -> [VolatileSpot] {
        var spots: [VolatileSpot] = []
        var place = 0
        while place < text.count, spots.count < limit {
            guard text.isWord(place) else {
                place = text.isAddress(place) ? text.endOfAddress(place) : place + 1
                continue
            }
            let end = text.endOfWord(place, limit: text.count)
            switch dates.match(at: place, end) {
            case .volatile(let kind, let end):
                spots.append(VolatileSpot(kind: kind, range: place..<end))
                place = end
            case .fixed(let end):
                place = end
            case nil:
                let match = identifiers.match(at: place, to: end)
                if let match { spots.append(VolatileSpot(kind: match.kind, range: place..<match.end)) }
                place = match?.end ?? end
            }
        }
        return spots
    }
}

extension TextBytes {
    /// Whether `://` stands here.
    ///
    /// What an address holds belongs to where it leads, and stays as long as that does.
    fileprivate func isAddress(_ place: Int) -> Bool {
        self[place] == UInt8(ascii: ":") && self[place + 1] == UInt8(ascii: "/") && self[place + 2] == UInt8(ascii: "/")
    }

    fileprivate func endOfAddress(_ place: Int) -> Int {
        var end = place
        while end < count, self[end] > 0x20, self[end] != UInt8(ascii: "\""), self[end] != UInt8(ascii: ">") { end += 1 }
        return end
    }
}
