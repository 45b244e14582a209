import WaybillInterchange

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Words that many records share, each with a number from 1 on.
struct WordBook: Sendable, Equatable {
    /// The words' bytes one after the other, and where each of them ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The numbers by the hashes of their words: at the place that the hash names or the next ones, up to the first 0.
    private var table: [Int32] = []
    /// The numbers of places in files, without putting their texts together each time.
    private var places: [Place: Int] = [:]
    /// How many of the words were added since the book was read or kept; they are the last.
    private(set) var added = 0

    /// A place in a file whose name is a word.
    private struct Place: Hashable {
        let file: Int
        let line: Int
        let column: Int
    }

    /// How many words there are, and so the number of the last.
    var count: Int { ends.count }

    /// The words that were added, with their numbers.
    var addedWords: some Sequence<(Int, String)> { (1...max(1, count)).suffix(added).lazy.map { ($0, word($0) ?? "") } }

    /// The number of a word, the next one where it is new.
    mutating func number(of word: String) -> Int {
        var word = word
        return word.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
    }

    /// The number of a word that is given as UTF-8.
    mutating func number(of word: UnsafeRawBufferPointer) -> Int {
        let (number, slot) = look(for: word)
        if number > 0 { return number }
        append(word, at: slot)
        added += 1
        return count
    }

    /// The number of a place in a file, `routes.yaml:14:3`, by the number of the file's name.
    mutating func number(ofPlaceIn file: Int, line: Int, column: Int) -> Int {
        let place = Place(file: file, line: line, column: column)
        if let number = places[place] { return number }
        let number = number(of: SourceLocation(file: word(file) ?? "", line: line, column: column).description)
        places[place] = number
        return number
    }

    /// The word with a number; `nil`: there is none.
    func word(_ number: Int) -> String? {
        guard number > 0, number <= count else { return nil }
        return String(decoding: bytes[range(of: number)], as: UTF8.self)
    }

    /// The number of a word that is there.
    func find(_ word: String) -> Int? {
        var word = word
        let number = word.withUTF8 { look(for: UnsafeRawBufferPointer($0)).number }
        return number > 0 ? number : nil
    }

    /// The numbers of all words that something is true of.
    func numbers(where isMeant: (String) -> Bool) -> [Int] {
        ends.indices.lazy.map { $0 + 1 }.filter { isMeant(word($0) ?? "") }
    }

    /// Takes over a word that was kept elsewhere.
    ///
    /// - Returns: False where its number is not the next one.
    mutating func take(_ word: String, number: Int) -> Bool {
        guard number == count + 1 else { return false }
        var word = word
        word.withUTF8 { append(UnsafeRawBufferPointer($0), at: look(for: UnsafeRawBufferPointer($0)).slot) }
        return true
    }

    /// Notes that the added words are kept.
    mutating func keptAdded() { added = 0 }

    // MARK: The table

    private func range(of number: Int) -> Range<Int> { (number > 1 ? ends[number - 2] : 0)..<ends[number - 1] }

    /// - Returns: The number of a word, or 0 and the place in the table where it would stand.
    private func look(for word: UnsafeRawBufferPointer) -> (number: Int, slot: Int) {
        guard !table.isEmpty else { return (0, 0) }
        var slot = Self.hash(word) & (table.count - 1)
        while true {
            let number = Int(table[slot])
            if number == 0 { return (0, slot) }
            if isWord(number, word) { return (number, slot) }
            slot = (slot + 1) & (table.count - 1)
        }
    }

    private func isWord(_ number: Int, _ word: UnsafeRawBufferPointer) -> Bool {
        let range = range(of: number)
        guard range.count == word.count, let start = word.baseAddress else { return range.count == word.count }
        return bytes.withUnsafeBytes { memcmp($0.baseAddress! + range.lowerBound, start, range.count) == 0 }
    }

    private mutating func append(_ word: UnsafeRawBufferPointer, at slot: Int) {
        bytes.append(contentsOf: word)
        ends.append(bytes.count)
        if 2 * count > table.count { grow() } else { table[slot] = Int32(count) }
    }

    private mutating func grow() {
        table = [Int32](repeating: 0, count: max(64, 2 * table.count))
        bytes.withUnsafeBytes { bytes in
            for number in 1...count {
                var slot = Self.hash(UnsafeRawBufferPointer(rebasing: bytes[range(of: number)])) & (table.count - 1)
                while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
                table[slot] = Int32(number)
            }
        }
    }

    private static func hash(_ word: UnsafeRawBufferPointer) -> Int { Int(truncatingIfNeeded: FoldedHash.of(word, seed: seed) >> 1) }

    /// Another one in each process, so that nobody can choose words that stand at the same place.
    private static let seed = UInt64.random(in: 0 ... .max)
}
