import WaybillInterchange

@testable import WaybillLedger

extension StoredCall {
    /// Reads a record from bytes of its own.
    init(_ id: CallID, _ bytes: [UInt8], words: WordBook? = nil) throws {
        self = try bytes.withUnsafeBytes { try StoredCall(id, fields: $0, words: words) }
    }
}

extension FieldWriter {
    /// What was written.
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension WordBook {
    /// Writes a record anew with numbers for its words.
    mutating func numbered<Result>(
        _ record: [UInt8], _ body: (inout WordBook, UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try record.withUnsafeBytes { record in try numberWords(in: record, body) }
    }
}
