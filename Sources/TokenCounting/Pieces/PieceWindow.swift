import CWaybillByteClasses

/// Finds the pieces in up to 64 bytes at once.
///
/// Every set of bytes is a `UInt64` with a bit for each byte, the first byte in the lowest bit, so that the rules become a few dozen
/// operations on whole sets: `set << 1` is "the byte before is in the set", and adding a set of first bytes to a set of runs carries to the
/// end of those runs. It gives up, by seeing fewer bytes, on what the sets cannot say; ``PieceScanner`` takes over there.
///
/// The window must begin where a piece begins. No rule looks at what precedes, so nothing is carried from one window to the next.
struct PieceWindow {
    private let bytes: UnsafePointer<UInt8>
    /// How many bytes are seen.
    private var count: Int
    /// Whether the text ends with these bytes.
    private var isEnd: Bool

    private var upper: UInt64
    /// Lowercase letters, letters without case, and marks in words.
    private var lower: UInt64
    private var digit: UInt64
    private var space: UInt64
    private var blank: UInt64
    private var lineBreak: UInt64
    private var slash: UInt64
    private var apostrophe: UInt64
    /// The first bytes of scalars of two, three and four bytes that are punctuation.
    private var longPunctuation: (two: UInt64, three: UInt64, four: UInt64) = (0, 0, 0)

    /// Sees `count` bytes, 64 at most, of the 64 that must be readable.
    ///
    /// `isEnd` tells that the text ends with them; then they are 63 at most.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, count: Int, isEnd: Bool, rules: PieceRules, classes: ScalarClasses) {
        self.bytes = bytes
        self.count = count
        self.isEnd = isEnd
        let seen = waybill_classify(bytes)
        upper = seen.upper
        lower = seen.lower
        digit = seen.digit
        space = seen.space
        blank = seen.blank
        lineBreak = seen.line_break
        slash = rules.slashAfterPunctuation ? seen.slash : 0
        apostrophe = seen.apostrophe
        let lead = seen.lead & Self.below(count)
        if lead != 0 { addScalars(lead, rules, classes) }
    }

    /// The set of all bytes before `end`, which is 64 at most.
    @inline(__always)
    private static func below(_ end: Int) -> UInt64 { (1 << UInt64(end)) &- 1 }

    // MARK: Beyond ASCII

    /// Puts the bytes of each scalar beyond ASCII into the set of its class.
    private mutating func addScalars(_ leads: UInt64, _ rules: PieceRules, _ classes: ScalarClasses) {
        var leads = leads
        var uncased: UInt64 = 0
        scalars: while leads != 0 {
            let position = leads.trailingZeroBitCount
            let first = leads & (0 &- leads)
            let length = UTF8Scalar.length(lead: bytes[position])
            guard position &+ length <= count else {
                see(position)
                break
            }
            let scalar = UTF8Scalar(beyondASCII: bytes + position)
            let all = Self.below(length) &<< UInt64(position)
            switch classes[scalar.value] {
            case .upper: upper |= all
            case .lower: lower |= all
            case .uncased:
                lower |= all
                uncased |= all
            case .mark where rules.marksInWords: lower |= all
            case .mark where rules.splitsCase:
                // Elsewhere a mark is punctuation or a word, by what follows.
                guard (upper | lower) & (first &>> 1) != 0 else {
                    see(position)
                    break scalars
                }
                lower |= all
                uncased |= all
            case .other, .mark:
                switch length {
                case 2: longPunctuation.two |= first
                case 3: longPunctuation.three |= first
                default: longPunctuation.four |= first
                }
            case .number, .blank, .lineBreak:
                // Rare, and counted by scalars, not bytes.
                see(position)
                break scalars
            }
            leads &= leads &- 1
        }
        // Whether a word goes on here depends on all of it: "あAb" is one piece, "あA" is two.
        let unclear = rules.splitsCase ? upper & (uncased &<< 1) & Self.below(count) : 0
        if unclear != 0 { see(unclear.trailingZeroBitCount) }
    }

    /// Sees no byte from `position` on.
    @inline(__always)
    private mutating func see(_ position: Int) {
        count = position
        isEnd = false
    }

    // MARK: Pieces

    /// The bytes before which a piece ends; if the text ends with the window, the bit after its last byte too.
    ///
    /// Only pieces that certainly end there: what follows the last bit is for another window. None if the first piece is too long for this.
    @inline(__always)
    func ends(_ rules: PieceRules) -> UInt64 {
        let seen = Self.below(count)
        let letter = (upper | lower) & seen
        let digit = digit & seen
        let blank = blank & seen
        let lineBreak = lineBreak & seen
        let punctuation = seen & ~(letter | digit | blank | lineBreak)

        // Line breaks, and slashes after them, that end a piece of punctuation. Others are white space.
        let freeFirst = lineBreak & ~((lineBreak | punctuation) &<< 1)
        let free = lineBreak & ~(lineBreak &+ freeFirst)
        let tail = lineBreak & ~free
        let slashFirst = slash & seen & (tail &<< 1)
        let tailSlash = slash & seen & ~((slash & seen) &+ slashFirst)
        let afterTail = punctuation & ~tailSlash & ((tail | tailSlash) &<< 1)

        // Punctuation. Its first scalar belongs to a word if that follows at once and no space precedes.
        let punctuationFirst = punctuation & ~((punctuation | tail) &<< 1) | afterTail
        let bareFirst = punctuationFirst & ~(space &<< 1)
        let beforeWord = blank | lastBytes(bareFirst)

        let white = blank | free
        let whiteFirst = white & ~(white &<< 1)
        // The last blank, if something else follows, begins the next piece or is one.
        let lastBlank = blank & ~(white &>> 1) & (seen &>> 1)

        var starts = bareFirst | whiteFirst | lastBlank | blanksAfterLineBreaks(blank, free)
        starts |= letter & ~((letter | beforeWord) &<< 1)
        if rules.splitsCase { starts |= upper & letter & (lower &<< 1) }
        starts |= rules.digits == 1 ? digit : digitGroups(digit)
        let apostrophes = apostrophe & bareFirst & (letter &>> 1)
        if apostrophes != 0, rules.contractions != .none { split(&starts, apostrophes, letter, rules) }

        if isEnd { return starts & seen & ~1 | 1 &<< UInt64(count) }
        // What a start depends on is at most two bytes on; only white space must be known to its end.
        let lastOther = 64 &- (seen & ~white).leadingZeroBitCount
        let known = min(count &- 3, lastOther)
        return known > 0 ? starts & Self.below(known &+ 1) & ~1 : 0
    }

    /// The last byte of each scalar of which this is the first.
    @inline(__always)
    private func lastBytes(_ first: UInt64) -> UInt64 {
        let (two, three, four) = longPunctuation
        guard two | three | four != 0 else { return first }
        return first & ~(two | three | four) | (first & two) &<< 1 | (first & three) &<< 2 | (first & four) &<< 3
    }

    /// The blanks that follow the last line break in their white space.
    @inline(__always)
    private func blanksAfterLineBreaks(_ blank: UInt64, _ lineBreak: UInt64) -> UInt64 {
        var first = blank & (lineBreak &<< 1)
        var linesOfBlanks = (blank &+ first) & ~blank & lineBreak
        while linesOfBlanks != 0 {
            let before = first & Self.below(linesOfBlanks.trailingZeroBitCount)
            first &= ~(1 &<< UInt64(63 &- before.leadingZeroBitCount))
            linesOfBlanks &= linesOfBlanks &- 1
        }
        return first
    }

    /// Every third digit of each run.
    @inline(__always)
    private func digitGroups(_ digit: UInt64) -> UInt64 {
        var starts = digit & ~(digit &<< 1)
        let fourth = digit & digit &<< 1 & digit &<< 2 & digit &<< 3
        var next = starts &<< 3 & fourth
        while next != 0 {
            starts |= next
            next = next &<< 3 & fourth
        }
        return starts
    }

    /// Moves the starts at contractions.
    private func split(_ starts: inout UInt64, _ apostrophes: UInt64, _ letter: UInt64, _ rules: PieceRules) {
        var apostrophes = rules.contractions == .suffix ? apostrophes & (letter &<< 1) : apostrophes
        var end = 0
        while apostrophes != 0 {
            let position = apostrophes.trailingZeroBitCount
            apostrophes &= apostrophes &- 1
            // After a suffix a new piece begins, which an apostrophe cannot end.
            if rules.contractions == .suffix, position == end { continue }
            let length = Contraction.length(at: bytes + position, count: count &- position)
            guard length > 0 else { continue }
            end = position &+ length
            if rules.contractions == .suffix { starts &= ~(Self.below(length) &<< UInt64(position)) }
            starts |= letter & (1 << UInt64(end))
        }
    }
}
