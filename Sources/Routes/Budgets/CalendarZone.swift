/// The days of a time zone: how far it is from UTC at any moment.
///
/// Made from a file of the time zone database (RFC 9636, "TZif"), so that the same names hold as everywhere on the machine.
public struct CalendarZone: Sendable, Hashable {
    /// Its name, such as `Europe/Berlin`.
    public let name: String
    /// From when on which offset holds, in ascending order.
    private let changes: [Change]
    /// What holds before the first change, in seconds east of UTC.
    private let earliest: Int32
    /// What holds after the last change; `nil`: what that says.
    private let rule: DaylightRule?

    private struct Change: Sendable, Hashable {
        let time: Int64
        let offset: Int32
    }

    /// Reads a file of the database.
    ///
    /// - Returns: `nil` where the bytes are none of version 2 or later.
    public init?(name: String, file: [UInt8]) {
        var reader = TZifReader(file)
        // The first block has times of 32 bits; the second has all.
        guard let first = reader.header(), first.version >= UInt8(ascii: "2"), reader.skip(first.length(ofTime: 4)),
            let header = reader.header()
        else { return nil }
        guard let times = reader.integers(header.times, bytes: 8), let places = reader.bytes(header.times),
            let types = reader.bytes(header.types * 6), reader.skip(header.length(ofTime: 8) - header.times * 9 - header.types * 6),
            header.types > 0, places.allSatisfy({ Int($0) < header.types })
        else { return nil }
        func offset(_ type: Int) -> Int32 { types[type * 6..<type * 6 + 4].reduce(Int32(0)) { $0 << 8 | Int32($1) } }
        guard (0..<header.types).allSatisfy({ abs(Int(offset($0))) < 100_000 }) else { return nil }
        self.name = name
        changes = zip(times, places).map { Change(time: $0, offset: offset(Int($1))) }
        earliest = offset(0)
        rule = reader.footer().flatMap(DaylightRule.init)
    }

    /// How far it is from UTC, in seconds east.
    ///
    /// - Parameter time: Seconds since 1970-01-01 00:00 UTC.
    public func offset(at time: Int64) -> Int {
        guard let last = changes.last, time < last.time || rule == nil else {
            return rule?.offset(at: time) ?? Int(changes.last?.offset ?? earliest)
        }
        // How many changes have happened.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return Int(low == 0 ? earliest : changes[low - 1].offset)
    }
}

/// Reads the parts of a TZif file in their order.
private struct TZifReader {
    struct Header {
        var version: UInt8
        var isUTC: Int
        var isStandard: Int
        var leaps: Int
        var times: Int
        var types: Int
        var names: Int

        /// How many bytes the block has behind its header.
        func length(ofTime size: Int) -> Int { times * (size + 1) + types * 6 + names + leaps * (size + 4) + isStandard + isUTC }
    }

    private var rest: ArraySlice<UInt8>

    init(_ file: [UInt8]) { rest = file[...] }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

    mutating func integers(_ count: Int, bytes size: Int) -> [Int64]? {
        bytes(count * size)
            .map { bytes in
                (0..<count).map { place in bytes[place * size..<(place + 1) * size].reduce(Int64(0)) { $0 << 8 | Int64($1) } }
            }
    }

    mutating func header() -> Header? {
        guard bytes(4) == Array("TZif".utf8), let version = bytes(16)?.first, let counts = integers(6, bytes: 4) else { return nil }
        // A file of the database has some thousand bytes; what says more is none.
        guard counts.allSatisfy({ $0 < 1 << 20 }) else { return nil }
        let numbers = counts.map { Int($0) }
        return Header(
            version: version, isUTC: numbers[0], isStandard: numbers[1], leaps: numbers[2], times: numbers[3], types: numbers[4],
            names: numbers[5])
    }

    /// What holds after the last change: a text between two line ends.
    mutating func footer() -> String? {
        guard rest.first == UInt8(ascii: "\n"), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    }
}
