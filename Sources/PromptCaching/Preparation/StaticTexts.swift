import WaybillInterchange
import WaybillRoutes
import WaybillTokenCounting

/// Brings static texts into their one form, and remembers what that changed.
struct StaticTexts {
    let normalization: TextNormalization
    /// Whether a text had another line ending than `\n`.
    private(set) var changedLineEndings = false
    /// Whether the characters of a text were composed.
    private(set) var composedCharacters = false

    init(_ normalization: TextNormalization) { self.normalization = normalization }

    mutating func normalize(_ text: inout String) {
        if let changed = changed(text) { text = changed }
    }

    mutating func normalize(_ text: inout String?) {
        if let changed = text.flatMap({ changed($0) }) { text = changed }
    }

    /// Normalizes what a schema says to its reader; what it demands of data is left as it is.
    mutating func normalize(schema: inout JSONValue) {
        if let changed = changed(schema, as: .schema) { schema = changed }
    }

    /// The text in its one form; `nil` where that is how it stands.
    private mutating func changed(_ text: String) -> String? {
        var result: String?
        if text.containsASCII("\r") {
            result = text.withUnixLineEndings
            changedLineEndings = true
        }
        if normalization == .nfc {
            let composed = Normalization.nfc(result ?? text)
            if !composed.utf8.elementsEqual((result ?? text).utf8) {
                result = composed
                composedCharacters = true
            }
        }
        return result
    }

    /// The keywords of JSON Schema that speak to people and models alone.
    private static let annotations: Set<String> = ["description", "title", "$comment"]

    private mutating func changed(_ value: JSONValue, as content: SchemaContent) -> JSONValue? {
        guard content != .data else { return nil }
        var result: JSONValue?
        switch value {
        case .array(var elements):
            for (place, element) in elements.enumerated() {
                guard let changed = changed(element, as: content.ofElements) else { continue }
                elements[place] = changed
                result = .array(elements)
            }
        case .object(var members):
            for (key, member) in members {
                let changed =
                    if content == .schema, Self.annotations.contains(key), case .string(let text) = member {
                        changed(text).map(JSONValue.string)
                    } else {
                        changed(member, as: content.under(key))
                    }
                guard let changed else { continue }
                members[key] = changed
                result = .object(members)
            }
        default: break
        }
        return result
    }
}

extension String {
    /// The text with `\n` for every `\r\n` and `\r`.
    fileprivate var withUnixLineEndings: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var afterReturn = false
        for byte in utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if !(afterReturn && byte == UInt8(ascii: "\n")) {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
