/// Many short strings of bytes, one after the other in one array.
struct ByteStrings: Sendable {
    /// The bytes of all of them.
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many there are.
    var count: Int { ends.count }

    /// Where in ``bytes`` a string stands.
    func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// The bytes of a string.
    subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(of: index)] }

    /// Adds a string at the end.
    mutating func append(_ string: some Sequence<UInt8>) {
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
    }
}
