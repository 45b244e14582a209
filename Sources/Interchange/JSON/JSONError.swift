/// Why bytes are not JSON, and where.
///
/// The message names at most the one character at fault, so that it may be logged where the text may not.
public struct JSONError: Error, Sendable, Hashable {
    /// Where the fault is, in bytes from the beginning of the input.
    public let offset: Int
    /// The line of the fault, counted from 1; lines end with LF, CR or CRLF.
    public let line: Int
    /// The column of the fault, counted from 1 in Unicode scalars.
    public let column: Int
    /// What is wrong there, as a full sentence.
    public let message: String

    /// An error at a place that the caller knows.
    public init(offset: Int, line: Int, column: Int, message: String) {
        self.offset = offset
        self.line = line
        self.column = column
        self.message = message
    }

    /// An error for a fault that a scanner met in these bytes.
    init(_ fault: JSONFault, in bytes: UnsafeRawBufferPointer) {
        let end = min(fault.offset, bytes.count)
        let place = Self.place(of: end, in: bytes)
        self.init(offset: end, line: place.line, column: place.column, message: fault.message(in: bytes))
    }

    /// The line and the column of an offset.
    static func place(of end: Int, in bytes: UnsafeRawBufferPointer) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        var previous: UInt8 = 0
        for byte in bytes[JSONScanner.lengthOfByteOrderMark(in: bytes)..<end] {
            switch byte {
            case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"):
                break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                line += 1
                column = 1
            case 0x80...0xBF:
                break
            default:
                column += 1
            }
            previous = byte
        }
        return (line, column)
    }
}

extension JSONError: CustomStringConvertible {
    /// The message with its place.
    public var description: String {
        "Invalid JSON at line \(line), column \(column): \(message)"
    }
}
