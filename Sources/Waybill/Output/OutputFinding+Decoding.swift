import WaybillInterchange

extension OutputFinding {
    /// Why a text could not be decoded: the place and the kind of fault, never what stands there.
    init(decodingFault error: any Error) {
        let (path, problem): ([any CodingKey], String) =
            switch error {
            case DecodingError.keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case DecodingError.valueNotFound(let type, let context): (context.codingPath, "is null, not of type \(type)")
            case DecodingError.typeMismatch(let type, let context): (context.codingPath, "is not of type \(type)")
            case DecodingError.dataCorrupted(let context): (context.codingPath, "cannot be decoded")
            default: ([], "cannot be decoded")
            }
        let pointer = path.reduce("") { JSONPointer.appending($1.nameInProgram ?? "*", to: $0) }
        self.init(part: .root["text"], pointer: pointer, problem: problem)
    }
}

extension CodingKey {
    /// The key as the program or the place in an array gives it; `nil` where whoever wrote the JSON chose it, as the keys of a dictionary.
    fileprivate var nameInProgram: String? {
        if let intValue { return stringValue == "Index \(intValue)" ? String(intValue) : nil }
        // A case without a value was written down in the program.
        let mirror = Mirror(reflecting: self)
        return mirror.displayStyle == .enum && mirror.children.isEmpty ? stringValue : nil
    }
}
