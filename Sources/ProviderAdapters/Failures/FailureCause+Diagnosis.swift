extension FailureCause {
    /// Finds the cause of an error.
    ///
    /// - Parameters:
    ///   - status: The HTTP status; `nil` for an error inside an answer that names none.
    ///   - isToldToWait: Whether a time to wait came with it, which tells a rate from money.
    init(_ report: ErrorReport, status: Int?, isToldToWait: Bool) {
        let phrases = Phrases(report.message + "\n" + report.detail)
        // 402 has no other meaning, but money that comes back by itself is a rate: OpenRouter's budget of requests in flight.
        if status == 402 {
            self = isToldToWait ? .rateLimited : .outOfFunds
        } else if let cause = Self.ofWords(report, phrases, status: status) {
            self = cause
        } else if report.flagsContent || phrases.tellOfBlockedUser {
            self = phrases.tellOfBlockedUser ? .blockedUser : .contentPolicy
        } else if let status {
            self = Self.ofStatus(status, report, phrases, isToldToWait: isToldToWait)
        } else {
            self = Self.ofPhrases(report, phrases)
        }
    }

    /// What the error's own words for programs say.
    private static func ofWords(_ report: ErrorReport, _ phrases: Phrases, status: Int?) -> FailureCause? {
        guard let cause = report.words.lazy.compactMap(ofWord).first else { return nil }
        if cause == .rateLimited, status == 413 || phrases.tellOfSizeOverRate { return .unsupported }
        return cause
    }

    private static func ofStatus(_ status: Int, _ report: ErrorReport, _ phrases: Phrases, isToldToWait: Bool) -> FailureCause {
        switch status {
        case 300..<400: .redirected
        case 400, 413, 422: ofRefusal(status, report, phrases)
        case 401: phrases.tellOfFunds ? .outOfFunds : .authentication
        case 403: ofForbidden(phrases)
        case 404, 410: .modelNotFound
        case 408, 504, 522, 524: .serverTimeout
        case 409, 423, 424, 425: .serverError
        case 429: ofTooMany(phrases, isToldToWait: isToldToWait)
        case 498, 503, 529: .overloaded
        case 400..<500: .unexplainedRefusal
        case 501: .unsupported
        case 500: ofServerError(report, phrases)
        default: phrases.tellOfOverflow ? .contextOverflow : .serverError
        }
    }

    /// 400, 413 and 422: what is wrong with the request, and whether only for this model.
    private static func ofRefusal(_ status: Int, _ report: ErrorReport, _ phrases: Phrases) -> FailureCause {
        if phrases.tellOfOverflow { return .contextOverflow }
        if phrases.tellOfPolicy { return .contentPolicy }
        if phrases.tellOfKey { return .authentication }
        if phrases.tellOfRegion { return .regionRefused }
        if phrases.tellOfFunds { return .outOfFunds }
        if report.parameter == nil, phrases.tellOfModel { return .modelNotFound }
        if status == 413 || report.parameter != nil || phrases.tellOfMissingSupport { return .unsupported }
        return report.isStructured && !report.message.isEmpty ? .malformedRequest : .unexplainedRefusal
    }

    /// 403: a region, a rule, or a model that the account may not use.
    private static func ofForbidden(_ phrases: Phrases) -> FailureCause {
        if phrases.tellOfRegion { return .regionRefused }
        if phrases.tellOfPolicy { return .contentPolicy }
        if phrases.tellOfFunds { return .outOfFunds }
        return phrases.tellOfKey ? .authentication : .modelNotFound
    }

    /// 429: a rate, money, or no room.
    private static func ofTooMany(_ phrases: Phrases, isToldToWait: Bool) -> FailureCause {
        if phrases.tellOfFunds || phrases.tellOfQuota && !isToldToWait { return .outOfFunds }
        if phrases.tellOfSizeOverRate { return .unsupported }
        return phrases.tellOfOverload ? .overloaded : .rateLimited
    }

    private static func ofServerError(_ report: ErrorReport, _ phrases: Phrases) -> FailureCause {
        if phrases.tellOfOverflow { return .contextOverflow }
        return report.isLlamaCpp && phrases.blameRequest ? .unsupported : .serverError
    }

    /// An error inside an answer that names no status.
    private static func ofPhrases(_ report: ErrorReport, _ phrases: Phrases) -> FailureCause {
        if phrases.tellOfOverflow { return .contextOverflow }
        if phrases.tellOfPolicy { return .contentPolicy }
        if phrases.tellOfFunds { return .outOfFunds }
        if phrases.tellOfRate { return phrases.tellOfSizeOverRate ? .unsupported : .rateLimited }
        if phrases.tellOfOverload { return .overloaded }
        if phrases.tellOfKey { return .authentication }
        if phrases.tellOfModel { return .modelNotFound }
        if let cause = report.words.lazy.compactMap(ofGeneralWord).first { return cause }
        return phrases.tellOfTimeout ? .serverTimeout : .serverError
    }
}
