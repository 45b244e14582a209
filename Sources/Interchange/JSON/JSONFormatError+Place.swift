extension JSONFormatError {
    /// Where the value at fault stands in the text that was read, or else the innermost of those around it; both from 1.
    ///
    /// The text is gone through once more: only who shows an error to people needs to know. In what is no JSON it is found up to the fault.
    public func place(in text: [UInt8]) -> (line: Int, column: Int) {
        var offset = 0
        do throws(JSONError) {
            try JSONCursor.read(text) { Self.find(path.description, at: .root, &$0, &offset) }
        } catch {
            offset = min(offset, error.offset)
        }
        return text.withUnsafeBytes { JSONError.place(of: offset, in: $0) }
    }

    /// Notes the offset of the cursor's value if it is the one that is looked for or one around it, and looks into it.
    private static func find(_ wanted: String, at path: JSONPath, _ cursor: inout JSONCursor, _ offset: inout Int) {
        let here = path.description
        let rest = wanted.dropFirst(here.count)
        guard wanted.hasPrefix(here), here.isEmpty || rest.isEmpty || rest.first == "." || rest.first == "[" else { return }
        offset = cursor.offset
        guard !rest.isEmpty else { return }
        if cursor.kind == .object {
            cursor.forEachMember { key, value in find(wanted, at: path[String(key: key)], &value, &offset) }
        } else {
            var index = 0
            cursor.forEachElement { element in
                find(wanted, at: path[index], &element, &offset)
                index += 1
            }
        }
    }
}
