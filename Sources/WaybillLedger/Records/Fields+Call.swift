import WaybillInterchange

enum RecordFieldNumber: Int, FieldNumber {
    case heading = 1
    case report, failure, attempt
}

extension FieldWriter {
    /// A call that has ended; its id stands elsewhere.
    mutating func record(_ call: CallRecord) {
        heading(RecordFieldNumber.heading, call.heading)
        report(RecordFieldNumber.report, call.report)
        word(RecordFieldNumber.failure, call.failure?.rawValue)
    }

    /// Attempts of a call that goes on.
    mutating func record(_ attempts: [AttemptReport], of call: CallHeading) {
        heading(RecordFieldNumber.heading, call)
        for attempt in attempts { self.attempt(RecordFieldNumber.attempt, attempt) }
    }

    /// What is known of a call.
    mutating func record(_ call: StoredCall) {
        if let record = call.record { self.record(record) } else { record(call.attempts, of: call.heading) }
    }
}

extension FieldReader {
    fileprivate mutating func call(_ id: CallID) throws(FieldFault) -> StoredCall {
        var (heading, report, failure): (CallHeading?, RouteReport?, FailureKind?)
        var attempts: [AttemptReport] = []
        try fields(RecordFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .heading: heading = try reader.heading(of: id)
            case .report: report = try reader.report(of: id)
            case .failure: failure = FailureKind(rawValue: try reader.text())
            case .attempt: attempts.append(try reader.attempt())
            }
        }
        guard let heading else { throw fault("has no heading") }
        return StoredCall(heading: heading, report: report, failure: failure, attempts: report?.attempts ?? attempts)
    }
}

extension StoredCall {
    /// Reads what was recorded of a call.
    init(_ id: CallID, fields bytes: UnsafeRawBufferPointer, words: WordBook? = nil) throws(FieldFault) {
        var reader = FieldReader(bytes, words: words)
        self = try reader.call(id)
    }
}
