/// A place in a JSON document, as RFC 6901 writes it: `/address/lines/0`.
package enum JSONPointer {
    /// A pointer to the member `name` of what `base` points to.
    package static func appending(_ name: String, to base: String) -> String {
        guard name.containsASCII("~") || name.containsASCII("/") else { return "\(base)/\(name)" }
        var text = base + "/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The names that a pointer follows; `nil` where it is none.
    static func names(in pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        var names: [String] = []
        for part in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let name = unescaped(part) else { return nil }
            names.append(name)
        }
        return names
    }

    private static func unescaped(_ part: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a URI fragment with its percent escapes resolved; `nil` where one is broken.
    static func decodingPercent(_ fragment: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = fragment.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(hexadecimalDigit), let low = rest.next().flatMap(hexadecimalDigit) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension JSONValue {
    /// What stands at a place that is given by names; an index into an array is a name too.
    func value(at names: ArraySlice<String>) -> JSONValue? {
        var value = self
        for name in names {
            let next: JSONValue?
            switch value {
            case .object(let object): next = object[name]
            case .array(let elements): next = index(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: next = nil
            }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    private func index(_ name: String) -> Int? {
        // RFC 6901 knows neither a sign nor a leading zero.
        guard name == "0" || name.utf8.first.map({ (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }) == true else { return nil }
        return Int(name)
    }
}
