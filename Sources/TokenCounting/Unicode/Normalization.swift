/// Unicode's Normalization Form C: the same text in the same bytes, with accents and letters composed (`é`, not `e` and an accent).
///
/// By the pinned tables of Unicode 16, so that bytes and token counts do not follow the system's. The time taken grows with the length alone,
/// but for long runs of marks, which are sorted.
package enum Normalization {
    /// A text in Normalization Form C.
    package static func nfc(_ text: String) -> String {
        var text = text
        let changed = text.withUTF8 { nfc($0) }
        return changed.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Valid UTF-8 in Normalization Form C; `nil` if that is plainly what it is.
    static func nfc(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let start = text.baseAddress else { return nil }
        var composition = Composition()
        var result: [UInt8]?
        var done = 0
        while let range = firstDoubt(in: text, start, from: done, composition.table) {
            var output = result ?? []
            output.append(contentsOf: text[done..<range.lowerBound])
            composition.append(UnsafeBufferPointer(rebasing: text[range]), to: &output)
            result = output
            done = range.upperBound
        }
        result?.append(contentsOf: text[done...])
        return result
    }

    /// The first part of a text that may be other than normal: from a scalar that begins afresh up to the next that does.
    ///
    /// - Parameter start: Where such a scalar begins.
    private static func firstDoubt(
        in text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafePointer<UInt8>, from start: Int, _ table: NormalizationTable
    ) -> Range<Int>? {
        var position = start
        // The last scalar that begins afresh.
        var begin = start
        var isInDoubt = false
        var lastClass: UInt8 = 0
        while position < text.count {
            if bytes[position] < 0x80 {
                if isInDoubt { return begin..<position }
                position = endOfASCII(text, from: position)
                begin = position &- 1
                lastClass = 0
                continue
            }
            let scalar = UTF8Scalar(beyondASCII: bytes + position)
            let record = table[scalar.value]
            if record.isBoundary {
                if isInDoubt { return begin..<position }
                begin = position
            } else if record.canChange || record.combiningClass != 0 && record.combiningClass < lastClass {
                isInDoubt = true
            }
            lastClass = record.combiningClass
            position &+= scalar.length
        }
        return isInDoubt ? begin..<text.count : nil
    }

    /// Where a run of ASCII ends.
    @inline(__always)
    private static func endOfASCII(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let bytes = UnsafeRawPointer(text.baseAddress!)
        var position = start
        while position &+ 8 <= text.count {
            let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)) & 0x8080_8080_8080_8080
            if high != 0 { return position &+ high.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < text.count, text[position] < 0x80 { position &+= 1 }
        return position
    }
}

/// Decomposes a part of a text, sorts its marks and composes it again.
private struct Composition {
    let table = NormalizationTable()
    private var scalars: [(value: UInt32, combiningClass: UInt8)] = []

    /// Appends the part in Normalization Form C.
    mutating func append(_ part: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        scalars.removeAll(keepingCapacity: true)
        var position = 0
        while position < part.count {
            let bytes = part.baseAddress! + position
            let scalar = bytes[0] < 0x80 ? (value: UInt32(bytes[0]), length: 1) : Self.decoded(bytes)
            table.decompose(scalar.value) { scalars.append(($0, table[$0].combiningClass)) }
            position += scalar.length
        }
        sortMarks()
        compose()
        for scalar in scalars {
            // Tables and text hold scalars alone.
            output.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar.value)!)!)
        }
    }

    private static func decoded(_ bytes: UnsafePointer<UInt8>) -> (value: UInt32, length: Int) {
        let scalar = UTF8Scalar(beyondASCII: bytes)
        return (scalar.value, scalar.length)
    }

    /// Puts the marks of each run in the order of their classes, those of one class as they are.
    private mutating func sortMarks() {
        var start = 0
        while start < scalars.count {
            guard scalars[start].combiningClass != 0 else {
                start += 1
                continue
            }
            let end = scalars[start...].firstIndex { $0.combiningClass == 0 } ?? scalars.count
            if end - start > 1 {
                let sorted = scalars[start..<end].enumerated()
                    .sorted {
                        ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
                    }
                scalars.replaceSubrange(start..<end, with: sorted.map(\.element))
            }
            start = end
        }
    }

    /// Composes each mark or letter with the last starter, where nothing of its own class or none stands between.
    private mutating func compose() {
        var (kept, starter): (Int, Int?) = (0, nil)
        var lastClass: UInt8 = 0
        for scalar in scalars {
            let isNext = starter == kept - 1
            if let starter, isNext || lastClass != 0 && lastClass < scalar.combiningClass,
                let composed = table.composed(scalars[starter].value, scalar.value)
            {
                scalars[starter].value = composed
                continue
            }
            if scalar.combiningClass == 0 { starter = kept }
            lastClass = scalar.combiningClass
            scalars[kept] = scalar
            kept += 1
        }
        scalars.removeLast(scalars.count - kept)
    }
}
