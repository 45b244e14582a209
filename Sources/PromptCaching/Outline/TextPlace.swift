/// A place in a text, as people count.
struct TextPlace: Hashable {
    /// The line, from 1.
    let line: Int
    /// The column in Unicode scalars, from 1.
    let column: Int

    /// The place of a byte.
    init(byte: Int, in text: some Collection<UInt8>) {
        var (line, column) = (1, 1)
        for byte in text.prefix(byte) {
            if byte == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        (self.line, self.column) = (line, column)
    }
}
