import WaybillInterchange

extension ErrorReport {
    /// The parameter that the error is about.
    ///
    /// It is named by the error's own member, else in its message, where only names of parameters are read that a request can do without:
    /// anything else there may be a word of the prompt.
    var namedParameter: String? { parameter ?? Self.parameter(inMessage: message) }

    /// Whether the error says that the model or server does not know the parameter, rather than its value.
    var saysUnknownParameter: Bool {
        let codes: Set = ["unsupported_parameter", "unknown_parameter", "unsupportedparamserror", "extra_forbidden", "value_error.extra"]
        if words.contains(where: { codes.contains($0.lowercased()) }) { return true }
        return Phrases(message)
            .containAny(of: [
                ["unsupported parameter"], ["unknown parameter"], ["unknown name"], ["unknown field"], ["unrecognized request argument"],
                ["extra inputs are not permitted"], ["extra_forbidden"], ["does not support parameter"], ["does not support the parameter"],
                ["parameter not supported"], ["argument not supported"], ["property", "is unsupported"],
            ])
    }

    /// The first word of a message that is the name of a parameter and stands where one is refused.
    private static func parameter(inMessage message: String) -> String? {
        let phrases = Phrases(message)
        for herald in heralds {
            if let start = phrases.end(of: herald), let name = name(at: start, in: message) { return name }
        }
        for sequel in sequels {
            if let end = phrases.start(of: sequel), let name = name(endingAt: end, in: message) { return name }
        }
        return nil
    }

    /// What the name of a refused parameter follows.
    private static let heralds: [StaticString] = [
        "unsupported parameter: ", "unsupported parameter(s): ", "unsupported value: ", "unknown parameter: ", "unknown name ",
        "unknown field ", "unrecognized request argument supplied: ", "does not support parameter ", "does not support the parameter ",
        "argument not supported on this model: ", "property ", "('body', ",
    ]

    /// What the name of a refused parameter comes before.
    private static let sequels: [StaticString] = [
        " is not supported", " is unsupported", " isn't supported", " parameter is not supported", " does not support",
        ": extra inputs are not permitted",
    ]

    private static func name(at start: Int, in message: String) -> String? {
        known(message.utf8.dropFirst(start).drop(while: \.isQuote).prefix(while: \.isNamePart))
    }

    private static func name(endingAt end: Int, in message: String) -> String? {
        var rest = message.utf8.prefix(end)
        while rest.last?.isQuote == true { rest.removeLast() }
        return known(rest.suffix(while: \.isNamePart))
    }

    private static func known(_ bytes: some Sequence<UInt8>) -> String? {
        var bytes = Array(bytes)
        while bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        let name = String(decoding: bytes, as: UTF8.self)
        return RepairableParameter.isKnown(name) ? name : nil
    }
}

extension UInt8 {
    /// Whether names stand in this.
    fileprivate var isQuote: Bool { self == UInt8(ascii: "'") || self == UInt8(ascii: "\"") || self == UInt8(ascii: "`") }

    /// Whether the name of a parameter may hold this.
    fileprivate var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension Substring.UTF8View {
    fileprivate func suffix(while isPart: (UInt8) -> Bool) -> ReversedCollection<[UInt8]> {
        Array(reversed().prefix(while: isPart)).reversed()
    }
}
