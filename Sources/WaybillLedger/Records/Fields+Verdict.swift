import WaybillInterchange

private enum CandidateFieldNumber: Int, FieldNumber {
    case model = 1
    case place, setAside, adjustment
}

private enum ReasonFieldNumber: Int, FieldNumber {
    case contextTooSmall = 1
    case window, cannotExpress, requirementUnmet, overPriceCap, shutDown, overLimit, costLimit, budgetSpent, breakerOpen,
        paused, rateLimit, busy, credential, keysDown, kind
}

private enum AdjustmentFieldNumber: Int, FieldNumber {
    case kind = 1
    case subject, reason
}

extension FieldWriter {
    mutating func adjustment(_ field: some FieldNumber, _ adjustment: Adjustment) {
        group(field) {
            $0.word(AdjustmentFieldNumber.kind, adjustment.kind.rawValue)
            $0.word(AdjustmentFieldNumber.subject, adjustment.subject)
            $0.sentence(AdjustmentFieldNumber.reason, adjustment.reason)
        }
    }

    /// A candidate with its verdict: the chosen one has no place, those standing by have one.
    mutating func candidate(_ field: some FieldNumber, _ candidate: CandidateReport) {
        group(field) {
            $0.model(CandidateFieldNumber.model, candidate.model)
            switch candidate.verdict {
            case .chosen: break
            case .standingBy(let place): $0.integer(CandidateFieldNumber.place, place)
            case .setAside(let reason): $0.group(CandidateFieldNumber.setAside) { $0.write(reason) }
            }
            for adjustment in candidate.adjustments { $0.adjustment(CandidateFieldNumber.adjustment, adjustment) }
        }
    }

    private mutating func write(_ reason: SetAsideReason) {
        switch reason {
        case .contextTooSmall(let missing, let window):
            integer(ReasonFieldNumber.contextTooSmall, missing)
            integer(ReasonFieldNumber.window, window)
        case .cannotExpress(let what): words(.cannotExpress, what)
        case .requirementUnmet(let what): words(.requirementUnmet, what)
        case .overPriceCap(let what): words(.overPriceCap, what)
        case .shutDown(let date): words(.shutDown, date)
        case .overLimit(let what): words(.overLimit, what)
        case .costLimit(let what): words(.costLimit, what)
        case .budgetSpent(let what): words(.budgetSpent, what)
        case .breakerOpen(let wait): time(ReasonFieldNumber.breakerOpen, wait)
        case .paused(let wait): time(ReasonFieldNumber.paused, wait)
        case .rateLimit(let wait): time(ReasonFieldNumber.rateLimit, wait)
        case .busy(let wait): time(ReasonFieldNumber.busy, wait)
        case .credential(let what): words(.credential, what)
        case .keysDown(let kind, let wait):
            time(ReasonFieldNumber.keysDown, wait)
            word(ReasonFieldNumber.kind, kind.rawValue)
        }
    }

    private mutating func words(_ field: ReasonFieldNumber, _ what: String) {
        // A reason without words is one all the same.
        if what.isEmpty { text(field, what) } else { sentence(field, what) }
    }
}

extension FieldReader {
    mutating func adjustment() throws(FieldFault) -> Adjustment {
        var adjustment = Adjustment("", "", "")
        try group(AdjustmentFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .kind: adjustment.kind = Adjustment.Kind(rawValue: try reader.text())
            case .subject: adjustment.subject = try reader.text()
            case .reason: adjustment.reason = try reader.text()
            }
        }
        return adjustment
    }

    mutating func candidate() throws(FieldFault) -> CandidateReport {
        var model: ModelName?
        var verdict = Verdict.chosen
        var adjustments: [Adjustment] = []
        try group(CandidateFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .model: model = try reader.model()
            case .place: verdict = .standingBy(try reader.integer())
            case .setAside: verdict = .setAside(try reader.reason())
            case .adjustment: adjustments.append(try reader.adjustment())
            }
        }
        guard let model else { throw fault("has a candidate without a model") }
        return CandidateReport(model: model, verdict: verdict, adjustments: adjustments)
    }

    mutating func model() throws(FieldFault) -> ModelName {
        let text = try text()
        guard let model = ModelName(text) else { throw fault("has a model without a provider") }
        return model
    }

    private mutating func reason() throws(FieldFault) -> SetAsideReason {
        var reason: SetAsideReason?
        try group(ReasonFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .contextTooSmall: reason = .contextTooSmall(missing: try reader.integer(), window: 0)
            case .window:
                let window = try reader.integer()
                if case .contextTooSmall(let missing, _) = reason { reason = .contextTooSmall(missing: missing, window: window) }
            case .cannotExpress: reason = .cannotExpress(try reader.text())
            case .requirementUnmet: reason = .requirementUnmet(try reader.text())
            case .overPriceCap: reason = .overPriceCap(try reader.text())
            case .shutDown: reason = .shutDown(try reader.text())
            case .overLimit: reason = .overLimit(try reader.text())
            case .costLimit: reason = .costLimit(try reader.text())
            case .budgetSpent: reason = .budgetSpent(try reader.text())
            case .breakerOpen: reason = .breakerOpen(try reader.time())
            case .paused: reason = .paused(try reader.time())
            case .rateLimit: reason = .rateLimit(try reader.time())
            case .busy: reason = .busy(try reader.time())
            case .credential: reason = .credential(try reader.text())
            case .keysDown: reason = .keysDown("", try reader.time())
            case .kind:
                let kind = FailureKind(rawValue: try reader.text())
                if case .keysDown(_, let wait) = reason { reason = .keysDown(kind, wait) }
            }
        }
        guard let reason else { throw fault("sets a candidate aside for a reason that is not known") }
        return reason
    }
}
