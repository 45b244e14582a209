import Waybill

// A text of a response stands in up to five events. It is escaped once, and kept as JSON writes it between quotes.
extension String {
    /// The text as JSON writes it in a string, without quotes.
    var escapedForJSON: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 2)
        bytes.append(json: self)
        bytes.removeFirst()
        bytes.removeLast()
        return bytes
    }
}

extension [UInt8] {
    /// Appends a text that is escaped already, with quotes.
    mutating func append(quoting escaped: [UInt8]) {
        append(UInt8(ascii: "\""))
        append(contentsOf: escaped)
        append(UInt8(ascii: "\""))
    }
}
