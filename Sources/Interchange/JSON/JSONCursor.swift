/// Picks what is wanted out of JSON text without building values for the rest: for streams, where every token comes in a text of its own.
///
/// A cursor stands before one value at a time. Each `read…` method takes that value if it is of its kind, and passes over it and returns nil if not, so
/// that a member of an unexpected kind never spoils its neighbours. A value that nobody reads is passed over by itself.
///
/// The whole text is checked as strictly as by ``JSONReader``, also where it is passed over. From the first fault on there is nothing more to read, and
/// in the end ``read(_:options:_:)`` throws, so that the methods themselves need not.
///
/// ## Usage
///
/// ```swift
/// let text = try JSONCursor.read(bytes) { chunk in
///     var text: String?
///     chunk.forEachMember { key, value in
///         switch key {
///         case "text": text = value.readString()
///         default: break
///         }
///     }
///     return text
/// }
/// ```
public struct JSONCursor: ~Copyable {
    private var scanner: JSONScanner
    /// The first fault; the scanner stands at the end from then on.
    private var fault: JSONFault?
    /// Whether the scanner stands before a value that was neither read nor passed over.
    private var isBeforeValue = true

    /// Where the cursor stands, in bytes from the beginning of the text.
    var offset: Int { scanner.offset }

    private init(_ bytes: UnsafeRawBufferPointer, options: JSONReader.Options) {
        scanner = JSONScanner(bytes, options: options)
        scanner.begin()
    }

    /// Reads text with a cursor that stands before its only value.
    ///
    /// - Parameters:
    ///   - bytes: The text as UTF-8.
    ///   - options: How strictly to read. Keys that occur twice are given twice, whatever `duplicateKeys` says.
    ///   - body: What to read.
    /// - Returns: What the body returns.
    /// - Throws: ``JSONError`` if the bytes are not exactly one JSON value, after the body has seen what comes before the fault.
    @discardableResult
    public static func read<Result>(
        _ bytes: [UInt8], options: JSONReader.Options = .init(), _ body: (inout JSONCursor) -> Result
    ) throws(JSONError) -> Result {
        try read(bytes.span.bytes, options: options, body)
    }

    /// Reads text with a cursor that stands before its only value; see ``read(_:options:_:)-([UInt8],_,_)``.
    @discardableResult
    public static func read<Result>(
        _ bytes: RawSpan, options: JSONReader.Options = .init(), _ body: (inout JSONCursor) -> Result
    ) throws(JSONError) -> Result {
        try bytes.withUnsafeBytes { (bytes) throws(JSONError) in
            try read(bytes, options: options, body)
        }
    }

    /// Reads text with a cursor that stands before its only value; see ``read(_:options:_:)-([UInt8],_,_)``.
    @discardableResult
    public static func read<Result>(
        _ bytes: UnsafeRawBufferPointer, options: JSONReader.Options = .init(), _ body: (inout JSONCursor) -> Result
    ) throws(JSONError) -> Result {
        var cursor = JSONCursor(bytes, options: options)
        let result = body(&cursor)
        cursor.skipValue()
        if let fault = cursor.end() {
            throw JSONError(fault, in: bytes)
        }
        return result
    }

    private mutating func end() -> JSONFault? {
        take { (scanner) throws(JSONFault) in try scanner.end() }
        return fault
    }
}

// MARK: Scalars

extension JSONCursor {
    /// The kind of the value the cursor stands before, or nil if there is none.
    public var kind: JSONKind? {
        isBeforeValue ? JSONKind(firstByte: scanner.next) : nil
    }

    /// Passes over the value.
    public mutating func skipValue() {
        readAny { (scanner) throws(JSONFault) in try scanner.skipValue() }
    }

    /// Takes the value, whatever it is.
    public mutating func readValue() -> JSONValue? {
        readAny { (scanner) throws(JSONFault) in try scanner.readValue() }
    }

    /// Takes a string.
    public mutating func readString() -> String? {
        read(.string) { (scanner) throws(JSONFault) in try scanner.text(of: scanner.scanString()) }
    }

    /// Takes a number.
    public mutating func readNumber() -> JSONNumber? {
        read(.number) { (scanner) throws(JSONFault) in scanner.number(in: try scanner.scanNumber()) }
    }

    /// Takes a number that is an integer; `1e3` and `1.0` are.
    public mutating func readInt() -> Int? {
        read(.number) { (scanner) throws(JSONFault) in scanner.integer(in: try scanner.scanNumber()) } ?? nil
    }

    /// Takes `true` or `false`.
    public mutating func readBool() -> Bool? {
        read(.bool) { (scanner) throws(JSONFault) in try scanner.scanBool() }
    }

    /// Takes `null`.
    ///
    /// - Returns: Whether the value was `null`. Any other value stays to be read.
    public mutating func readNull() -> Bool {
        guard kind == .null else { return false }
        skipValue()
        return true
    }
}

// MARK: Containers

extension JSONCursor {
    /// Takes an object, member by member.
    ///
    /// - Parameter body: Is given each key and the cursor, which stands before that key's value and reads at most that.
    /// - Returns: Whether the value was an object; what was none is passed over.
    @discardableResult
    public mutating func forEachMember(_ body: (_ key: JSONKey, _ value: inout JSONCursor) -> Void) -> Bool {
        guard open(.object) else { return false }
        var isFirst = true
        while let key = take({ (scanner) throws(JSONFault) in try scanner.nextKey(isFirst: isFirst) }) ?? nil {
            visitMember(key, body)
            isFirst = false
        }
        return true
    }

    private mutating func visitMember(_ key: JSONStringRange, _ body: (JSONKey, inout JSONCursor) -> Void) {
        if key.isPlain {
            let bytes = scanner.plainBytes(of: key).bindMemory(to: UInt8.self)
            visitValue { body(bytes.span, &$0) }
        } else if let text = take({ (scanner) throws(JSONFault) in try scanner.text(of: key) }) {
            let bytes = Array(text.utf8)
            visitValue { body(bytes.span, &$0) }
        }
    }

    /// Takes an array, element by element.
    ///
    /// - Parameter body: Is given the cursor, which stands before the element and reads at most that.
    /// - Returns: Whether the value was an array; what was none is passed over.
    @discardableResult
    public mutating func forEachElement(_ body: (_ element: inout JSONCursor) -> Void) -> Bool {
        guard open(.array) else { return false }
        var isFirst = true
        while take({ (scanner) throws(JSONFault) in try scanner.nextElement(isFirst: isFirst) }) == true {
            visitValue(body)
            isFirst = false
        }
        return true
    }

    private mutating func visitValue(_ body: (inout JSONCursor) -> Void) {
        isBeforeValue = true
        body(&self)
        skipValue()
    }

    private mutating func open(_ expected: JSONKind) -> Bool {
        read(expected) { (scanner) throws(JSONFault) in try scanner.open() } != nil
    }
}

// MARK: Faults

extension JSONCursor {
    /// Takes the value if it is of a kind, else passes over it.
    private mutating func read<Value>(_ expected: JSONKind, _ body: (inout JSONScanner) throws(JSONFault) -> Value) -> Value? {
        guard kind == expected else {
            skipValue()
            return nil
        }
        return readAny(body)
    }

    @discardableResult
    private mutating func readAny<Value>(_ body: (inout JSONScanner) throws(JSONFault) -> Value) -> Value? {
        guard isBeforeValue else { return nil }
        isBeforeValue = false
        return take(body)
    }

    /// Lets the scanner work unless a fault has ended the reading.
    @discardableResult
    private mutating func take<Value>(_ body: (inout JSONScanner) throws(JSONFault) -> Value) -> Value? {
        guard fault == nil else { return nil }
        do throws(JSONFault) {
            return try body(&scanner)
        } catch {
            fail(error)
            return nil
        }
    }

    private mutating func fail(_ fault: JSONFault) {
        self.fault = fault
        scanner.giveUp()
    }
}
